//! How a picture is to look.

use alloc::string::String;
use clusterscope::narrate::Lang;
use clusterscope::protocol::Micros;

/// The colours of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As its surroundings are (`prefers-color-scheme`); light where that is not known.
    #[default]
    Auto,
}

/// What of a run a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Nodes, and messages between them.
    #[default]
    Stage,
    /// The space-time diagram: a lane for each node, an arrow for each message.
    SpaceTime,
    /// The stage, and the diagram below it.
    Both,
}

impl View {
    /// Whether the stage is shown.
    pub fn stage(self) -> bool {
        self != Self::SpaceTime
    }

    /// Whether the space-time diagram is shown.
    pub fn lanes(self) -> bool {
        self != Self::Stage
    }
}

/// How a picture is to look.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Width and height in pixels, the words around the drawings included. Where lanes or words
    /// need more height, the picture is taller.
    pub size: (f64, f64),
    /// The colours.
    pub theme: Theme,
    /// What is shown.
    pub view: View,
    /// From when to when the space-time diagram runs; by itself, it shows what is around the
    /// moment.
    pub window: Option<(Micros, Micros)>,
    /// Whether the protocol, the scenario's title and the moment stand above.
    pub headline: bool,
    /// Whether what happens, and why, stands below.
    pub caption: bool,
    /// How many seconds of the run pass in a second, in an animated picture; by itself, as many as
    /// let one follow the messages without waiting for the end.
    pub speed: Option<f64>,
    /// What the names begin with that parts of the picture refer to each other by: pictures that
    /// stand in the same page need different ones.
    pub prefix: String,
    /// The language of what pictures say by themselves.
    pub lang: Lang,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            size: (784.0, 520.0),
            theme: Theme::Auto,
            view: View::Stage,
            window: None,
            headline: true,
            caption: true,
            speed: None,
            prefix: String::new(),
            lang: Lang::En,
        }
    }
}
