//! Looking into wasm files, and making them smaller.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// Removes the sections that only a debugger reads.
pub(crate) fn slim(file: &Path) -> Result<()> {
    let wasm = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let mut slim = wasm.get(..8).context("the wasm file is too short")?.to_vec();
    for section in sections(&wasm)? {
        let debugging = section.id == 0
            && (matches!(section.name, "name" | "producers" | "linking")
                || section.name.starts_with("reloc."));
        if !debugging {
            slim.extend_from_slice(section.bytes);
        }
    }
    fs::write(file, slim).with_context(|| format!("writing {}", file.display()))
}

/// Fails if the module wants anything from "env": something then reached for an operating system.
pub(crate) fn forbid_env(file: &Path) -> Result<()> {
    let wasm = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    for section in sections(&wasm)? {
        if section.id == IMPORTS && section.bytes.windows(4).any(|it| it == b"\x03env") {
            bail!("{} imports from \"env\"", file.display());
        }
    }
    Ok(())
}

/// Gives short names to what the module imports from its script, there and here: they are long,
/// end in a hash that no compression can shorten, and stand in both files.
pub(crate) fn shorten(module: &Path, script: &Path) -> Result<()> {
    let wasm = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let mut text = fs::read_to_string(script).context("reading the module's script")?;
    let mut short = wasm.get(..8).context("the wasm file is too short")?.to_vec();
    let mut names = Vec::new();
    for section in sections(&wasm)? {
        if section.id == IMPORTS {
            let body = rename(section.body, &mut names)?;
            short.push(IMPORTS);
            push_leb128(&mut short, body.len());
            short.extend(body);
        } else {
            short.extend_from_slice(section.bytes);
        }
    }
    for (at, name) in names.iter().enumerate() {
        let (old, new) = (format!(" {name}: function("), format!(" i{at}: function("));
        if text.matches(&old).count() != 1 {
            bail!("{} does not export {name} as it should", script.display());
        }
        text = text.replacen(&old, &new, 1);
    }
    fs::write(script, text).context("writing the module's script")?;
    fs::write(module, short).with_context(|| format!("writing {}", module.display()))
}

/// A section of imports with `i0`, `i1` and so on for names; appends the names that they stand for.
fn rename(body: &[u8], names: &mut Vec<String>) -> Result<Vec<u8>> {
    let (count, mut at) = leb128(body, 0)?;
    let mut renamed = Vec::new();
    push_leb128(&mut renamed, count);
    let text = |at: usize| -> Result<(&[u8], usize)> {
        let (length, start) = leb128(body, at)?;
        let end = start + length;
        Ok((body.get(start..end).context("the imports end within a name")?, end))
    };
    for _ in 0..count {
        let (_, field) = text(at)?;
        renamed.extend_from_slice(&body[at..field]);
        let (name, kind) = text(field)?;
        if body.get(kind) != Some(&0) {
            bail!("the module imports something other than functions");
        }
        let name = String::from_utf8(name.to_vec()).context("an import has no readable name")?;
        let place = names.iter().position(|other| *other == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        let short = format!("i{place}");
        push_leb128(&mut renamed, short.len());
        renamed.extend(short.bytes());
        (_, at) = leb128(body, kind + 1)?;
        renamed.extend_from_slice(&body[kind..at]);
    }
    Ok(renamed)
}

/// The section that names what the module wants from outside.
const IMPORTS: u8 = 2;

/// A part of a wasm file.
struct Section<'a> {
    /// What it is; 0 is a custom section.
    id: u8,
    /// A custom section's name.
    name: &'a str,
    /// All of it, with its header.
    bytes: &'a [u8],
    /// The same without.
    body: &'a [u8],
}

fn sections(wasm: &[u8]) -> Result<Vec<Section<'_>>> {
    if !wasm.starts_with(b"\0asm") {
        bail!("this is not a wasm file");
    }
    let mut found = Vec::new();
    let mut at = 8;
    while at < wasm.len() {
        let (size, body) = leb128(wasm, at + 1)?;
        let end = body + size;
        let bytes = wasm.get(at..end).context("the wasm file ends within a section")?;
        let (length, start) = if wasm[at] == 0 { leb128(wasm, body)? } else { (0, body) };
        let name = wasm.get(start..start + length).unwrap_or_default();
        let name = core::str::from_utf8(name).unwrap_or_default();
        found.push(Section { id: wasm[at], name, bytes, body: &wasm[body..end] });
        at = end;
    }
    Ok(found)
}

/// An unsigned number in LEB128, and where it ends.
fn leb128(wasm: &[u8], mut at: usize) -> Result<(usize, usize)> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = *wasm.get(at).context("the wasm file ends within a number")?;
        at += 1;
        value |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return Ok((value, at));
        }
    }
}

/// Appends an unsigned number in LEB128.
fn push_leb128(to: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &[u8] = b"\0asm\x01\0\0\0\x00\x05\x04name\x02\x06\x01\x03env\x00\x07";

    #[test]
    fn sections_are_found_and_named() {
        let sections = sections(&MODULE[..MODULE.len() - 1]).expect("a module");
        let seen: Vec<_> = sections.iter().map(|it| (it.id, it.name)).collect();
        assert_eq!(seen, [(0, "name"), (IMPORTS, "")]);
    }

    #[test]
    fn a_file_that_ends_too_early_is_refused() {
        assert!(sections(MODULE).is_err());
        assert!(sections(b"no wasm at all").is_err());
    }

    #[test]
    fn imports_are_renamed_and_keep_their_types() {
        let body = b"\x03\x02./\x04name\0\x05\x02./\x05other\0\x06\x02./\x04name\0\x85\x01";
        let mut names = Vec::new();
        let renamed = rename(body, &mut names).expect("imports");
        assert_eq!(renamed, b"\x03\x02./\x02i0\0\x05\x02./\x02i1\0\x06\x02./\x02i0\0\x85\x01");
        assert_eq!(names, ["name", "other"]);
        assert!(rename(b"\x01\x02./\x04name\x03\x7f\x00", &mut names).is_err(), "a global");
        assert!(rename(&body[..9], &mut names).is_err(), "cut short");
    }

    #[test]
    fn numbers_of_several_bytes_are_read_and_written() {
        assert_eq!(leb128(&[0xe5, 0x8e, 0x26], 0).expect("a number"), (624_485, 3));
        let mut bytes = Vec::new();
        push_leb128(&mut bytes, 624_485);
        assert_eq!(bytes, [0xe5, 0x8e, 0x26]);
    }
}
