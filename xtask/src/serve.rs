//! A small web server for the page, as strict as any that the page must work under.
//!
//! It answers each connection once, from a thread of its own, and closes it: browsers open six at
//! a time, and a pool of threads that waits for the next request on one of them can starve the
//! others.

use crate::home::Home;
use crate::{build, run};
use anyhow::{Context, Result, anyhow, bail};
use core::time::Duration;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};

/// The content security policy that the page works under.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; style-src 'self'; img-src 'self' data:";

/// The port that is tried first.
const PORT: u16 = 8080;

/// What is served, and from where.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The paths in it that are served; all of it if there are none.
    pub(crate) only: &'static [&'static str],
    /// The sub-path that stands for the folder, with a slash at both ends.
    pub(crate) at: String,
}

impl Site {
    /// The page in the working tree.
    pub(crate) fn working_tree(home: &Home) -> Self {
        let only = &["index.html", "static", "web/pkg"];
        Self { folder: home.root.clone(), only, at: "/".to_owned() }
    }

    /// A folder that holds a site and nothing else.
    pub(crate) fn folder(folder: PathBuf, at: &str) -> Self {
        Self { folder, only: &[], at: at.to_owned() }
    }
}

/// `cargo xtask serve`.
pub(crate) fn command(home: &Home, mut args: lexopt::Parser) -> Result<()> {
    use lexopt::prelude::*;
    let (mut port, mut build_first, mut site) = (None, true, Site::working_tree(home));
    while let Some(arg) = args.next()? {
        match arg {
            Long("port") => port = Some(args.value()?.parse::<u16>()?),
            Long("no-build") => build_first = false,
            Long("dist") => {
                (site.folder, site.only) = (home.path("dist"), &[]);
                build_first = false;
            }
            Long("at") => {
                let at = args.value()?.string()?;
                site.at = format!("/{}/", at.trim_matches('/')).replace("//", "/");
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if build_first {
        build::page(home)?;
    }
    let (server, address) = start(port, &site.at)?;
    run::say(format!("Serving {} (Ctrl+C stops)", site.folder.display()));
    println!("\n    {address}\n");
    answer(&server, &site);
    Ok(())
}

/// Opens a port: the given one, or the first free one from 8080 on. Returns the address too.
fn start(port: Option<u16>, at: &str) -> Result<(TcpListener, String)> {
    let tried = port.map_or(PORT..=PORT + 99, |port| port..=port);
    let mut last = anyhow!("no port was tried");
    for port in tried {
        match TcpListener::bind(("127.0.0.1", port)) {
            Ok(server) => {
                let address = format!("http://{}{at}", server.local_addr()?);
                return Ok((server, address));
            }
            Err(error) => last = anyhow!("port {port}: {error}"),
        }
    }
    Err(last.context("no port is free"))
}

/// Serves a site on any free port from a thread of its own, as long as this program runs.
pub(crate) fn in_background(site: Site) -> Result<String> {
    let (server, address) = start(Some(0), &site.at)?;
    std::thread::spawn(move || answer(&server, &site));
    Ok(address)
}

fn answer(server: &TcpListener, site: &Site) {
    for stream in server.incoming().filter_map(io::Result::ok) {
        let site = site.clone();
        std::thread::spawn(move || {
            // A browser that went away needs no answer.
            let _ = converse(&stream, &site);
            let _ = stream.shutdown(Shutdown::Both);
        });
    }
}

/// The most that a request may say, in bytes.
const LONGEST: u64 = 1 << 16;

/// Reads one request and answers it.
fn converse(stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut lines = BufReader::new(stream.take(LONGEST)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // The headers say nothing that would change the answer.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let (status, mime, body) = match find(site, &request) {
        Ok((mime, body)) => ("200 OK", mime, body),
        Err(error) => ("404 Not Found", "text/plain; charset=utf-8", error_page(&error)),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {}\r\n\
         Content-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = stream;
    stream.write_all(head.as_bytes())?;
    if !request.starts_with("HEAD ") {
        stream.write_all(&body)?;
    }
    stream.flush()
}

fn error_page(error: &anyhow::Error) -> Vec<u8> {
    format!("{error:#}\n").into_bytes()
}

/// The file that a request line asks for: its MIME type and its bytes.
fn find(site: &Site, request: &str) -> Result<(&'static str, Vec<u8>)> {
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if !matches!(method, "GET" | "HEAD") {
        bail!("only GET is answered here");
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let inside = path.strip_prefix(&site.at).context("this is outside the site")?;
    let inside = if inside.is_empty() { "index.html" } else { inside };
    let relative = Path::new(inside);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let allowed = site.only.is_empty() || site.only.iter().any(|it| relative.starts_with(it));
    if !plain || !allowed {
        bail!("{path} is not part of the site");
    }
    let file = site.folder.join(relative);
    let body = fs::read(&file).with_context(|| format!("there is no {path}"))?;
    Ok((mime(&file), body))
}

/// The MIME type of a file, by its extension.
fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|it| it.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "scope" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        Site { folder, only: &["index.html", "static"], at: "/some/where/".to_owned() }
    }

    #[test]
    fn files_of_the_site_are_found_below_its_sub_path() {
        let found = |request| find(&site(), request).map(|(mime, _)| mime).ok();
        let html = Some("text/html; charset=utf-8");
        assert_eq!(found("GET /some/where/ HTTP/1.1"), html);
        assert_eq!(found("HEAD /some/where/index.html?x HTTP/1.1"), html);
        assert_eq!(
            found("GET /some/where/static/style.css HTTP/1.1"),
            Some(mime("a.css".as_ref()))
        );
    }

    #[test]
    fn nothing_else_is_found() {
        for path in [
            "/",
            "/some/where/Cargo.toml",
            "/some/where/../../Cargo.toml",
            "/some/where//etc/passwd",
            "/some/where/static/../Cargo.toml",
            "/some/where/static",
        ] {
            assert!(find(&site(), &format!("GET {path} HTTP/1.1")).is_err(), "{path}");
        }
        assert!(find(&site(), "POST /some/where/ HTTP/1.1").is_err());
        assert!(find(&site(), "").is_err());
    }
}
