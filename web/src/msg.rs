//! Everything that a user, a key or the clock can ask of the page.

use crate::checking;
use crate::components::client::Form;
use crate::exporting;
use crate::importing;
use crate::scene::Pick;
use clusterscope::exhibit::Other;
use clusterscope::protocol::Micros;
use std::rc::Rc;

/// A wish; [`crate::app::App`] grants it.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// The browser is about to paint: the moment on its clock, in milliseconds.
    Paint(f64),
    /// Play or pause.
    Play,
    /// So many sentences on, or back.
    Step(i32),
    /// So many events on, or back.
    Event(i32),
    /// To the next marker, or the one before.
    Marker(i32),
    /// To the start.
    Start,
    /// To the last event that is recorded.
    Latest,
    /// To a position.
    Seek(usize),
    /// To the event that broke a rule, with what led to it.
    ShowHow(usize),
    /// To a moment.
    SeekTime(Micros),
    /// To the place in the list of speeds.
    Speed(usize),
    /// Skip idle time, or stop doing so.
    SkipIdle,
    /// The time line shows more, or less.
    Zoom(i32),
    /// The space-time diagram shows the next kind of logical clock, or none.
    Clock,

    /// Something was pointed at.
    Pick(Pick),
    /// The node with this place was chosen by key.
    Node(usize),
    /// Crash the selected node, or restart it.
    Crash,
    /// A fault, by its place in the palette, waits for its target; the same again disarms it.
    Arm(usize),
    /// Splits off the nodes that were picked.
    Split,
    /// Disarm, close, or clear the selection: the first that applies.
    Escape,
    /// Do what a line of the scenario language says.
    Do(String),
    /// The same, from the command box, which closes if it worked.
    Command(String),
    /// The form for clients holds this.
    Form(Form),
    /// The command box holds this text.
    Type(String),
    /// Take back the last act.
    Undo,
    /// Do it again.
    Redo,
    /// Take up another future.
    Future(usize),
    /// Take up another run of the scenario.
    Run(usize),
    /// Show something beside the present picture, or stop doing so.
    Compare(Option<Other>),
    /// Show what may have caused the selected event and what it may have caused, or stop.
    Causes,

    /// Open a shipped scenario: room and scenario by place.
    Example(usize, usize),
    /// All that was wanted has been fetched, or could not be.
    Arrived(bool),
    /// Fetch what is missing again.
    Retry,
    /// Search the gallery for this.
    Search(String),
    /// Search the gallery: the field takes the keys.
    Find,
    /// Open a file that was read: its name, a line feed, and what is in it.
    File(Rc<Vec<u8>>),
    /// The fragment changed under us: back, forward, or a link pasted.
    Fragment,
    /// Change a setting: name and value.
    Set(String, String),
    /// The same run under another seed.
    Seed(String),
    /// A seed nobody has seen.
    FreshSeed,
    /// Copy the link.
    Share,
    /// Said by the browser: whether the link could be copied.
    Copied(bool),
    /// Save the run as a scenario file.
    Save,
    /// Said by the browser: whether a file could be offered.
    Saved(bool),
    /// Something in the Export menu.
    Export(exporting::Wish),
    /// Something about a trace.
    Import(importing::Wish),
    /// Something about a search, or about what could happen next.
    Check(checking::Wish),

    /// Show a panel.
    Tab(Tab),
    /// Open or close something that lies over the page.
    Open(Option<Overlay>),
    /// The next of automatic, light, dark.
    Theme,
    /// Fill the screen, or stop doing so.
    FullScreen,
    /// Take the notice away.
    Dismiss,
}

/// A panel: all but the story share one place, on a phone all of them do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What happens, and why.
    Why,
    /// The space-time diagram, on a phone.
    Time,
    /// What is selected.
    Node,
    /// What the system is as a whole, where the room says so.
    Overview,
    /// The palette of faults, on a phone.
    Faults,
    /// What clients can be asked.
    Client,
    /// Knobs, flaws, network.
    Setup,
    /// What was recorded elsewhere: its events, searched.
    Trace,
    /// Whether something can ever happen.
    Check,
    /// What could happen next.
    Explore,
    /// Futures, runs, expectations.
    Runs,
    /// What the header has no room for, on a phone.
    More,
}

impl Tab {
    /// The name that the style sheet knows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Why => "why",
            Self::Time => "time",
            Self::Node => "node",
            Self::Overview => "overview",
            Self::Faults => "faults",
            Self::Client => "client",
            Self::Setup => "setup",
            Self::Trace => "trace",
            Self::Check => "check",
            Self::Explore => "explore",
            Self::Runs => "runs",
            Self::More => "more",
        }
    }
}

/// What lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The keyboard map.
    Help,
    /// All invariants, spelled out.
    Rules,
    /// The command box.
    Command,
    /// The Export menu.
    Export,
    /// How a trace is read.
    Import,
    /// What clients asked and were told.
    History,
}
