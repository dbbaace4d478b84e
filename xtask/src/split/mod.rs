//! Splits the page's program into parts that are fetched when they are first needed.
//!
//! The program is compiled and linked as one, so nothing is in two parts, and a build that is not
//! split runs as well. Afterwards all functions and data are dealt out. The page begins with the
//! *entry*; what it can only reach through a gate, a function of the module `gates`, is the
//! *engine*. Behind other modules of gates lie parts for what only some visitors do, and what those
//! share is one more, *common*; what only one room needs, by the folder of `protocols` that its
//! name tells, is a part of its own.
//!
//! All parts share one memory and one table of functions. A part's data go to the addresses, and
//! its functions to the slots, that the linker gave them; both lie empty until the part is there.
//! It calls functions of the parts before it by importing them, and what is called through the
//! table, as rooms are, needs nothing at all.
//!
//! The figure's program is its own engine, and has a room inside: then the second part keeps what
//! the other rooms share. What the rules call unused is left out; whoever calls it nevertheless
//! stops the program.

mod built;
mod data;
mod emit;
mod linked;
mod plan;
mod rewrite;

use anyhow::Result;
use built::Built;
use data::Owners;
use emit::{Shared, Writer};
use linked::Linked;
use plan::{COMMON, ENTRY, Plan};

/// A part of the program.
pub(crate) struct Part {
    /// What the rules call it, or the folder of a room.
    pub(crate) name: String,
    /// The module.
    pub(crate) wasm: Vec<u8>,
}

/// A program in parts.
pub(crate) struct Split {
    /// The module that the page begins with.
    pub(crate) entry: Vec<u8>,
    /// The others, the second part first; each needs that one, and none of the rest, but those
    /// that are opened later need what they share.
    pub(crate) parts: Vec<Part>,
    /// The names of those that are opened later.
    pub(crate) later: Vec<String>,
    /// The name under which they find each other: that of this build and no other.
    pub(crate) build: String,
}

/// How functions are known, by what their mangled names contain.
pub(crate) struct Rules {
    /// The parts that gates lead into: from the entry into the second one, that all others need,
    /// then into those that are opened later.
    pub(crate) gates: &'static [Gates],
    /// Methods of a stage that nothing calls, by the ends of their names.
    pub(crate) unused: &'static [&'static str],
    /// The only ways into what nobody asks for, written as gates are.
    pub(crate) absent: &'static [&'static str],
    /// The rooms that the entry has inside.
    pub(crate) inside: &'static [&'static str],
    /// Ways from the engine into a room: all of this.
    pub(crate) doors: &'static [&'static str],
    /// What is asked of rooms that are not there.
    pub(crate) cards: &'static str,
    /// What stands before a room's name.
    pub(crate) rooms: &'static str,
}

/// The only ways into a part.
pub(crate) struct Gates {
    /// The part.
    pub(crate) part: &'static str,
    /// Its gates, each by what its name contains, with a star between.
    pub(crate) ways: &'static [&'static str],
}

/// The methods of what writes down and shows what clients were told.
const BOOK: &str = "2kv6scribe*4Book";
/// What rooms of commitment do for a search alone.
const UNCOUNT: &str = "6commit5story*7uncount";

/// The rules for the page's program: gates are functions of its modules `gates`, and doors are what
/// `Door<P>` answers as a `Room`, but for the card. Nobody asks a stage to tell an event by itself
/// but who writes the run down.
pub(crate) const PAGE: Rules = Rules {
    gates: &[
        Gates { part: "engine", ways: &["16clusterscope_web5gates"] },
        Gates {
            part: "exporting",
            ways: &["16clusterscope_web9exporting5gates", "7Theatre*5Stage4told"],
        },
        // What clients were told: who writes that down and shows it is the same for all rooms.
        Gates {
            part: "telling",
            ways: &["16clusterscope_web7telling5gates", "7Theatre*5Stage7history", BOOK],
        },
        Gates { part: "importing", ways: &["16clusterscope_web9importing5gates"] },
        Gates {
            part: "checking",
            ways: &["16clusterscope_web8checking5gates", "7Theatre*5Stage7inquire", UNCOUNT],
        },
        Gates { part: "animating", ways: &["16clusterscope_web9animating5gates"] },
    ],
    unused: &[
        "5Stage4find",
        "5Stage8set_lang",
        "5Stage14set_memory_cap",
        "5Stage5tally",
        "5Stage8undoable",
    ],
    absent: &[],
    inside: &[],
    doors: &["4Door", "4Room"],
    cards: "4Room4card",
    rooms: "9protocols",
};

/// The rules for the figure's program: it begins with the engine and Raft, which most figures are
/// of. What draws a circle of positions comes with the other rooms, and what of a stage only the
/// page asks for does not come at all.
pub(crate) const FIGURE: Rules = Rules {
    gates: &[Gates {
        part: "commons",
        ways: &["5stage4ring4draw", "5stage4dots9draw_walk", "4Plan6around"],
    }],
    unused: &[
        "5Stage4told",
        "7Theatre8about_of",
        "5Stage8about_of",
        "5Stage6causes",
        "5Stage6clocks",
        "5Stage7compare",
        "5Stage8complete",
        "5Stage7density",
        "5Stage12expectations",
        "5Stage4find",
        "5Stage7futures",
        "5Stage7history",
        "5Stage7inquire",
        "5Stage7measure",
        "5Stage4redo",
        "5Stage13select_future",
        "5Stage8settings",
        "5Stage5tally",
        "5Stage8undoable",
        "5Stage12with_setting",
    ],
    absent: &[BOOK, UNCOUNT],
    inside: &["raft"],
    ..PAGE
};

impl Rules {
    /// The place of the gates that this function is one of.
    fn gates_of(&self, name: &str) -> Option<usize> {
        self.gates.iter().position(|gates| gates.ways.iter().any(|way| is_on(way, name)))
    }

    fn is_absent(&self, name: &str) -> bool {
        self.absent.iter().any(|way| is_on(way, name))
    }

    fn is_unused(&self, name: &str) -> bool {
        name.contains("7Theatre") && self.unused.iter().any(|end| name.ends_with(end))
    }

    /// The room that this function is a door of.
    fn door<'a>(&self, name: &'a str) -> Option<&'a str> {
        if name.contains(self.cards) || !self.doors.iter().all(|word| name.contains(word)) {
            return None;
        }
        let rest = name.split(self.rooms).nth(1)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let length: usize = rest.get(..digits)?.parse().ok()?;
        rest.get(digits..digits + length)
    }
}

/// Whether a function is one of those that these words mean, with stars between them.
fn is_on(way: &str, name: &str) -> bool {
    way.split('*').all(|word| name.contains(word))
}

/// Splits what wasm-bindgen built, by what the linker knew about it.
pub(crate) fn split(linked: &[u8], built: &[u8], rules: &Rules) -> Result<Split> {
    let linked = Linked::read(linked)?;
    let program = Built::read(built)?;
    let plan = Plan::new(&program, &linked, rules)?;
    let build = format!("{:08x}", digest(&program));
    let (shared, owners) = (Shared::new(&program, &plan)?, Owners::new(&linked, &plan));
    let writer = Writer { built: &program, plan: &plan, shared: &shared, build: &build };
    let module = |part| writer.module(part, &owners.section(&program, part)?);
    let entry = module(ENTRY)?;
    let mut parts = Vec::new();
    for (part, name) in plan.parts.iter().enumerate().skip(1) {
        // Where nothing is opened later, nothing is shared either.
        if part != COMMON || plan.functions.contains(&COMMON) {
            parts.push(Part { name: name.clone(), wasm: module(part)? });
        }
    }
    let later = plan.later().to_vec();
    Ok(Split { entry, parts, later, build })
}

/// A number that differs between programs, by their code and data. Names do not count: they differ
/// with the folder that a program is built in.
fn digest(program: &Built<'_>) -> u32 {
    let code = program.bodies.iter().flat_map(|body| body.as_bytes());
    let data = program.data.iter().flat_map(|(_, bytes)| *bytes);
    let sum = |sum: u32, byte: &u8| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    code.chain(data).fold(0x811c_9dc5, sum)
}

#[cfg(test)]
mod tests;
