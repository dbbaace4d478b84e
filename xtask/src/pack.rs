//! Packing what stands inside a text: as small as a browser can unpack by itself.

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use core::num::NonZeroU64;

/// Bytes as text: deflated, then in base64, which survives whatever a text does.
pub(crate) fn packed(bytes: &[u8]) -> Result<String> {
    let mut small = Vec::new();
    let options = zopfli::Options { iteration_count: ROUNDS, ..Default::default() };
    zopfli::compress(options, zopfli::Format::Deflate, bytes, &mut small).context("deflating")?;
    Ok(BASE64_STANDARD.encode(small))
}

/// How often the best way to deflate is sought: more costs time and gains nothing.
const ROUNDS: NonZeroU64 = NonZeroU64::new(5).expect("it is not 0");
