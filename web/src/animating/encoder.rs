//! A GIF, picture by picture: of each only the part that is another than before.

use super::Encode;
use gif::{Encoder, EncodingError, Frame, Repeat};

/// How coarsely colours are picked if a picture has too many, from 1 to 30.
const SPEED: i32 = 10;

/// A picture, four bytes a pixel.
struct Picture {
    wide: usize,
    pixels: Vec<u8>,
}

/// A part of a picture: left, top, right and bottom, the latter two just outside.
type Part = [usize; 4];

impl Picture {
    /// Takes pixels with less shades than they had: so few colours are left in a drawing that a
    /// palette holds them all, and what is alike stays alike.
    fn new(wide: usize, pixels: &[u8]) -> Self {
        let pixels = pixels.iter().map(|value| value & 0xf8 | value >> 5).collect();
        Self { wide, pixels }
    }

    fn row(&self, row: usize, part: Part) -> &[u8] {
        let at = |column: usize| (row * self.wide + column) * 4;
        &self.pixels[at(part[0])..at(part[2])]
    }

    fn rows(&self) -> usize {
        self.pixels.len() / 4 / self.wide
    }

    /// The part that differs from another picture of the same size: one pixel if none does.
    fn differs(&self, other: &Self) -> Part {
        let mut part = [self.wide, self.rows(), 0, 0];
        for row in 0..self.rows() {
            let all = [0, 0, self.wide, 0];
            let (new, old) = (self.row(row, all), other.row(row, all));
            if new == old {
                continue;
            }
            let pixels = || new.chunks(4).zip(old.chunks(4));
            let first = pixels().position(|(new, old)| new != old).unwrap_or(0);
            let last = pixels().rposition(|(new, old)| new != old).unwrap_or(0);
            part = [part[0].min(first), part[1].min(row), part[2].max(last + 1), row + 1];
        }
        if part[3] == 0 { [0, 0, 1, 1] } else { part }
    }

    /// A part of it as a frame.
    fn frame(&self, part: Part, delay: u16) -> Frame<'static> {
        let mut pixels: Vec<u8> =
            (part[1]..part[3]).flat_map(|row| self.row(row, part)).copied().collect();
        let [left, top, right, bottom] = part.map(|place| place as u16);
        let frame = Frame::from_rgba_speed(right - left, bottom - top, &mut pixels, SPEED);
        Frame { left, top, delay, ..frame }
    }
}

/// What is known of a film so far.
struct Film {
    encoder: Encoder<Vec<u8>>,
    wide: usize,
    size: usize,
    last: Option<Picture>,
}

impl Film {
    fn new((wide, high): (u16, u16)) -> Result<Self, EncodingError> {
        let mut encoder = Encoder::new(Vec::new(), wide, high, &[])?;
        encoder.set_repeat(Repeat::Infinite)?;
        let (wide, high) = (usize::from(wide), usize::from(high));
        Ok(Self { encoder, wide, size: wide * high * 4, last: None })
    }

    fn add(&mut self, pixels: &[u8], time: u64) -> Option<()> {
        if pixels.len() != self.size {
            return None;
        }
        let picture = Picture::new(self.wide, pixels);
        let whole = [0, 0, self.wide, picture.rows()];
        let part = self.last.as_ref().map_or(whole, |last| picture.differs(last));
        let delay = u16::try_from(time / 10).unwrap_or(u16::MAX);
        self.encoder.write_frame(&picture.frame(part, delay)).ok()?;
        self.last = Some(picture);
        Some(())
    }

    fn end(self) -> Option<Vec<u8>> {
        self.last?;
        self.encoder.into_inner().ok()
    }
}

/// Encodes a film.
pub(super) fn encoder(size: (u16, u16)) -> Encode {
    let mut film = Film::new(size).ok();
    Box::new(move |pixels| match pixels {
        Some((pixels, time)) => {
            let fine = film.as_mut().and_then(|film| film.add(pixels, time)).is_some();
            if !fine {
                film = None;
            }
            None
        }
        None => film.take()?.end(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A white picture of 4 by 3 with black pixels at these places.
    fn picture(black: &[usize]) -> Vec<u8> {
        let mut pixels = vec![255; 4 * 3 * 4];
        for place in black {
            pixels[place * 4..place * 4 + 3].fill(0);
        }
        pixels
    }

    #[test]
    fn a_film_is_decoded_to_the_pictures_that_it_was_made_of() {
        let mut encode = encoder((4, 3));
        let pictures = [picture(&[0]), picture(&[5, 10]), picture(&[5, 10]), picture(&[])];
        for pixels in &pictures {
            assert_eq!(encode(Some((pixels, 80))), None);
        }
        let film = encode(None).expect("a film");
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(&film[..]).expect("a GIF");
        assert_eq!((decoder.width(), decoder.height(), decoder.repeat()), (4, 3, Repeat::Infinite));
        let mut canvas = vec![0; 4 * 3 * 4];
        let mut seen = Vec::new();
        while let Some(frame) = decoder.read_next_frame().expect("a frame") {
            let (wide, left, top) = (frame.width as usize, frame.left as usize, frame.top as usize);
            for (row, pixels) in frame.buffer.chunks(wide * 4).enumerate() {
                let at = ((top + row) * 4 + left) * 4;
                canvas[at..at + pixels.len()].copy_from_slice(pixels);
            }
            seen.push((canvas.clone(), frame.delay));
        }
        assert_eq!(seen, pictures.map(|pixels| (pixels, 8)));
    }

    #[test]
    fn only_what_differs_is_encoded_again() {
        let of = |black: &[usize]| Picture::new(4, &picture(black));
        assert_eq!(of(&[5, 10]).differs(&of(&[])), [1, 1, 3, 3]);
        assert_eq!(of(&[]).differs(&of(&[])), [0, 0, 1, 1]);
    }

    #[test]
    fn a_picture_of_another_size_spoils_the_film() {
        let mut encode = encoder((4, 3));
        encode(Some((&picture(&[])[4..], 80)));
        assert_eq!(encode(None), None);
        assert_eq!(encoder((4, 3))(None), None, "and so does none");
    }
}
