//! Looking into wasm files.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// Removes the sections that only a debugger reads.
pub(crate) fn slim(file: &Path) -> Result<()> {
    let wasm = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let mut slim = wasm.get(..8).context("the wasm file is too short")?.to_vec();
    for section in sections(&wasm)? {
        let debugging = section.id == 0 && matches!(section.name, "name" | "producers");
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
        found.push(Section { id: wasm[at], name, bytes });
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
    fn numbers_of_several_bytes_are_read() {
        assert_eq!(leb128(&[0xe5, 0x8e, 0x26], 0).expect("a number"), (624_485, 3));
    }
}
