//! Pixels from pictures.

use super::fonts;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// What makes pixels from pictures.
pub(super) struct Raster {
    options: Options<'static>,
    scale: f32,
}

impl Raster {
    /// So many pixels for a unit of the picture.
    pub(super) fn new(scale: u32) -> Self {
        Self { options: fonts::options(), scale: scale as f32 }
    }

    /// The pixels of a picture.
    pub(super) fn pixels(&self, svg: &str) -> Result<Pixmap, String> {
        let tree = Tree::from_str(svg, &self.options).map_err(|error| error.to_string())?;
        let side = |length: f32| (length * self.scale).ceil() as u32;
        let (wide, tall) = (side(tree.size().width()), side(tree.size().height()));
        let none = || format!("there is no memory for {wide} times {tall} pixels");
        let mut pixels = Pixmap::new(wide, tall).ok_or_else(none)?;
        let scale = Transform::from_scale(self.scale, self.scale);
        resvg::render(&tree, scale, &mut pixels.as_mut());
        Ok(pixels)
    }

    /// A picture as a PNG file.
    pub(super) fn png(&self, svg: &str) -> Result<Vec<u8>, String> {
        self.pixels(svg)?.encode_png().map_err(|error| error.to_string())
    }
}
