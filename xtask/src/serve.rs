//! A small web server for the page, as strict as any that the page must work under.

use crate::home::Home;
use crate::{build, run};
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use tiny_http::{Header, Method, Request, Response, Server};

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
fn start(port: Option<u16>, at: &str) -> Result<(Server, String)> {
    let tried = port.map_or(PORT..=PORT + 99, |port| port..=port);
    let mut last = anyhow!("no port was tried");
    for port in tried {
        match Server::http(("127.0.0.1", port)) {
            Ok(server) => {
                let address = server.server_addr().to_ip().context("no address")?;
                return Ok((server, format!("http://{address}{at}")));
            }
            Err(error) => last = anyhow!("port {port}: {error}"),
        }
    }
    Err(last.context("no port is free"))
}

/// Serves a site on any free port from a thread of its own, as long as this program runs.
pub(crate) fn in_background(site: Site) -> Result<String> {
    let (server, address) = start(Some(0), &site.at)?;
    let server = Arc::new(server);
    for _ in 0..4 {
        let (server, site) = (Arc::clone(&server), site.clone());
        std::thread::spawn(move || answer(&server, &site));
    }
    Ok(address)
}

fn answer(server: &Server, site: &Site) {
    for request in server.incoming_requests() {
        let response = match find(site, &request) {
            Ok((mime, body)) => Response::from_data(body).with_header(header("Content-Type", mime)),
            Err(error) => Response::from_string(format!("{error:#}\n"))
                .with_status_code(404)
                .with_header(header("Content-Type", "text/plain; charset=utf-8")),
        };
        let response = response
            .with_header(header("Content-Security-Policy", POLICY))
            .with_header(header("X-Content-Type-Options", "nosniff"))
            .with_header(header("Cache-Control", "no-store"));
        // A browser that went away needs no answer.
        let _ = request.respond(response);
    }
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values are plain ASCII")
}

/// The file that a request asks for: its MIME type and its bytes.
fn find(site: &Site, request: &Request) -> Result<(&'static str, Vec<u8>)> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        bail!("only GET is answered here");
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
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
