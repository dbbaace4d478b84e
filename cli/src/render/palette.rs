//! The colours of a GIF: no more than 256.

use alloc::collections::BTreeMap;
use resvg::tiny_skia::Pixmap;

/// A colour: red, green, blue.
type Colour = [u8; 3];

/// The colours that a picture may have.
pub(super) struct Palette {
    colours: Vec<Colour>,
    /// Which of them stands for a colour.
    nearest: BTreeMap<Colour, u8>,
}

impl Palette {
    /// The colours that are seen most in these pictures.
    pub(super) fn of(pictures: &[Pixmap]) -> Self {
        let mut counts: BTreeMap<Colour, u64> = BTreeMap::new();
        for (colour, count) in pictures.iter().flat_map(runs) {
            *counts.entry(colour).or_default() += count;
        }
        let mut colours: Vec<(u64, Colour)> =
            counts.into_iter().map(|(colour, count)| (count, colour)).collect();
        colours.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        colours.truncate(256);
        let colours: Vec<Colour> = colours.into_iter().map(|(_, colour)| colour).collect();
        Self { colours, nearest: BTreeMap::new() }
    }

    /// All of them, one after the other.
    pub(super) fn flat(&self) -> Vec<u8> {
        self.colours.concat()
    }

    /// A picture by places in the palette.
    pub(super) fn indices(&mut self, picture: &Pixmap) -> Vec<u8> {
        let mut all = Vec::with_capacity(picture.pixels().len());
        for (colour, count) in runs(picture) {
            let place = self.place(colour);
            all.resize(all.len() + count as usize, place);
        }
        all
    }

    fn place(&mut self, colour: Colour) -> u8 {
        let colours = &self.colours;
        *self.nearest.entry(colour).or_insert_with(|| {
            let away = |other: &Colour| -> u32 {
                let apart = |i: usize| u32::from(colour[i].abs_diff(other[i]));
                (0..3).map(|i| apart(i) * apart(i)).sum()
            };
            let places = (0..colours.len()).min_by_key(|place| away(&colours[*place]));
            places.map_or(0, |place| place as u8)
        })
    }
}

/// The colours of a picture from pixel to pixel, those that repeat with how often they do. Its
/// ground is opaque, and so is all of it.
fn runs(picture: &Pixmap) -> impl Iterator<Item = (Colour, u64)> + '_ {
    let mut pixels =
        picture.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]);
    let mut next = pixels.next();
    core::iter::from_fn(move || {
        let colour = next?;
        let mut count = 1;
        loop {
            next = pixels.next();
            if next != Some(colour) {
                return Some((colour, count));
            }
            count += 1;
        }
    })
}
