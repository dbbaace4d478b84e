//! A run that plays, in pixels.

use super::palette::Palette;
use super::raster::Raster;
use alloc::borrow::Cow;
use clusterscope::exhibit::Stage;
use clusterscope::protocol::Micros;
use clusterscope_picture::Options;
use clusterscope_picture::film::{Film, Millis};
use gif::{DisposalMethod, Encoder, EncodingError, Frame, Repeat};
use resvg::tiny_skia::Pixmap;

/// How long a picture is shown, in milliseconds: a multiple of ten, as the format counts.
const EVERY: Millis = 100;
/// So many pictures at most: longer films are shown at fewer moments.
const MOST: Millis = 600;
/// So many pictures are looked at for colours.
const SAMPLES: usize = 12;

/// A stretch of a run as a GIF, which plays over and over.
pub(super) fn write(
    stage: &mut dyn Stage,
    from: Micros,
    to: Micros,
    options: &Options,
) -> Result<Vec<u8>, String> {
    let film = Film::new(stage, from, to, options);
    let raster = Raster::new(1);
    let every = EVERY * film.length().div_ceil(EVERY * MOST);
    let moments: Vec<Millis> = (0..film.length()).step_by(every as usize).collect();
    let mut shoot = |at: Millis| raster.pixels(&film.still(stage, at, options));
    let samples = moments.iter().step_by(moments.len().div_ceil(SAMPLES)).chain(moments.last());
    // Chosen once, so that what stands still has the same colour in all pictures.
    let mut palette =
        Palette::of(&samples.map(|at| shoot(*at)).collect::<Result<Vec<_>, String>>()?);
    let first = shoot(moments.first().copied().unwrap_or(0))?;
    let size = sides(&first)?;
    let wrong = |error: EncodingError| error.to_string();
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, size.0, size.1, &palette.flat()).map_err(wrong)?;
    encoder.set_repeat(Repeat::Infinite).map_err(wrong)?;
    let mut shown = palette.indices(&first);
    let mut waiting = frame(&[], &shown, size);
    for at in moments.iter().skip(1) {
        waiting.delay += (every / 10) as u16;
        let next = palette.indices(&shoot(*at)?);
        if next != shown {
            encoder.write_frame(&waiting).map_err(wrong)?;
            waiting = frame(&shown, &next, size);
            shown = next;
        }
    }
    waiting.delay += (every / 10) as u16;
    encoder.write_frame(&waiting).map_err(wrong)?;
    drop(encoder);
    Ok(out)
}

/// Width and height, as far as the format can say.
fn sides(pixels: &Pixmap) -> Result<(u16, u16), String> {
    let side = |side: u32| u16::try_from(side).map_err(|_| format!("{side} pixels are too many"));
    Ok((side(pixels.width())?, side(pixels.height())?))
}

/// The part of a picture that differs from the one before.
fn frame(before: &[u8], now: &[u8], (wide, tall): (u16, u16)) -> Frame<'static> {
    let (w, h) = (usize::from(wide), usize::from(tall));
    let differs = |x: usize, y: usize| before.get(y * w + x) != now.get(y * w + x);
    let row = |y: &usize| (0..w).any(|x| differs(x, *y));
    let top = (0..h).find(row).unwrap_or(0);
    let bottom = (0..h).rev().find(row).unwrap_or(0);
    let column = |x: &usize| (top..=bottom).any(|y| differs(*x, y));
    let left = (0..w).find(column).unwrap_or(0);
    let right = (0..w).rev().find(column).unwrap_or(0);
    let part = (top..=bottom).flat_map(|y| now[y * w + left..=y * w + right].iter().copied());
    Frame {
        top: top as u16,
        left: left as u16,
        width: (right - left + 1) as u16,
        height: (bottom - top + 1) as u16,
        dispose: DisposalMethod::Keep,
        buffer: Cow::Owned(part.collect()),
        ..Frame::default()
    }
}
