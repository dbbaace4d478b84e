//! The Export menu: the run that is open as a picture or as text, for a file or the clipboard.
//!
//! It is a part of the program by itself; [`gates`] is the only way in.

mod dialog;
mod film;
pub mod gates;
mod make;
mod name;

use crate::msg::Msg;
use crate::texts::t;
use clusterscope_trace::Format;
use film::Film;
use std::cell::RefCell;
use std::rc::Rc;

/// A wish that is made in the menu, or an answer to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Write this: a place in the list of kinds.
    Kind(usize),
    /// Show this of the run: a place in [`VIEWS`].
    View(usize),
    /// In this theme: a place in [`THEMES`].
    Theme(usize),
    /// This stretch of the run: a place in [`STRETCHES`].
    Stretch(usize),
    /// Make it, and offer it as a file.
    Download,
    /// Make it, and put it on the clipboard.
    Copy,
    /// Stop drawing a film.
    Cancel,
    /// The part that encodes films is there, or could not be fetched.
    Fetched(bool),
    /// A picture of the film has been drawn, or could not be.
    Drawn(bool),
    /// The file was offered, or could not be.
    Saved(bool),
    /// The text is on the clipboard, or could not be put there.
    Copied(bool),
}

impl From<Wish> for Msg {
    fn from(wish: Wish) -> Self {
        Self::Export(wish)
    }
}

/// What a run can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An SVG of the moment.
    Svg,
    /// The same as the browser draws it.
    Png,
    /// An SVG that plays a stretch.
    Animated,
    /// The same as the browser draws it.
    Gif,
    /// A text.
    Text(Format),
}

/// All kinds, in the order of the menu.
const KINDS: [Kind; 10] = [
    Kind::Svg,
    Kind::Png,
    Kind::Animated,
    Kind::Gif,
    Kind::Text(Format::Mermaid),
    Kind::Text(Format::PlantUml),
    Kind::Text(Format::ShiViz),
    Kind::Text(Format::Itf),
    Kind::Text(Format::Perfetto),
    Kind::Text(Format::Transcript),
];

impl Kind {
    /// What it is called, and what it is for.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Svg => ("SVG", t().export_svg),
            Self::Png => ("PNG", t().export_png),
            Self::Animated => (t().export_animated, t().export_animated_help),
            Self::Gif => ("GIF", t().export_gif),
            Self::Text(Format::Mermaid) => ("Mermaid", t().export_sequence),
            Self::Text(Format::PlantUml) => ("PlantUML", t().export_sequence),
            Self::Text(Format::ShiViz) => ("ShiViz", t().export_shiviz),
            Self::Text(Format::Itf) => ("ITF", t().export_itf),
            Self::Text(Format::Perfetto) => ("Perfetto", t().export_perfetto),
            Self::Text(Format::Transcript) => (t().export_transcript, t().export_transcript_help),
        }
    }

    /// Whether it is a picture.
    fn is_picture(self) -> bool {
        !matches!(self, Self::Text(_))
    }

    /// Whether it is of a stretch of the run, and not of a moment.
    fn is_stretch(self) -> bool {
        !matches!(self, Self::Svg | Self::Png)
    }

    /// Whether it is text, which can be copied.
    fn is_text(self) -> bool {
        !matches!(self, Self::Png | Self::Gif)
    }

    /// How its files end, without the dot.
    fn extension(self) -> &'static str {
        match self {
            Self::Svg | Self::Animated => "svg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Text(format) => format.extension(),
        }
    }
}

/// What the menu shows.
pub struct Menu {
    kind: Kind,
    /// What was chosen in each list.
    view: usize,
    theme: usize,
    /// For pictures, and for texts.
    stretches: [usize; 2],
    /// The film that is being drawn.
    film: Option<Rc<RefCell<Film>>>,
    /// What became of the last wish, and whether that is bad news.
    said: Option<(&'static str, bool)>,
}

impl Default for Menu {
    fn default() -> Self {
        // A picture shows what is seen around here, a text tells it all.
        Self { kind: Kind::Svg, view: 0, theme: 0, stretches: [0, 2], film: None, said: None }
    }
}

impl Menu {
    /// The stretch that is chosen for what is written.
    fn stretch(&self) -> usize {
        self.stretches[usize::from(!self.kind.is_picture())]
    }
}
