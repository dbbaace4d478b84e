//! The story of a run: one sentence for each cause, with the room's reasons.

use super::{EventKind, Playable, Sentence, Told, letter};
use crate::narrate::{Lang, Weight};
use crate::protocol::{Effect, Input, NodeId};
use crate::scenario::print_command;
use crate::scenario::syntax::{Command, Lexicon, spoken};
use crate::simulate::Simulation;
use crate::simulate::moment::{Happened, Loss, Moment, Telling};
use crate::view::Line;
use crate::world::{Action, DiskFate};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Tells moments of one run in one language.
pub(super) struct Teller<'a, P: Playable> {
    pub(super) run: &'a Simulation<P>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) lang: Lang,
}

impl<P: Playable> Teller<'_, P> {
    /// A sentence by its number, from 1.
    pub(super) fn sentence(&self, index: usize) -> Sentence {
        let chronicle = self.run.chronicle();
        let (first, last) = chronicle.sentence(index);
        let record = &chronicle.records[first - 1];
        let others = chronicle.records[first..last]
            .iter()
            .rposition(|record| record.telling == Telling::Likewise)
            .map_or(0, |place| place + 1);
        let moments = self.run.moments(first - 1, first + others);
        let mut lines = moments.first().map(|moment| self.moment(moment)).unwrap_or_default();
        let likewise: Vec<NodeId> = moments
            .iter()
            .skip(1)
            .filter(|moment| moment.telling == Telling::Likewise)
            .map(|moment| moment.node)
            .collect();
        if !likewise.is_empty() {
            lines.push(plain(likewise_text(self.lang, &self.names(&likewise))));
        }
        let caption = moments.first().and_then(|moment| self.caption(moment));
        let (node, kind, at) = (record.node, record.kind, record.at);
        Sentence { index, first, last, at, node, kind, lines, caption }
    }

    fn caption(&self, moment: &Moment<P>) -> Option<String> {
        let says = &self.run.rules().plan.lines[usize::from(moment.line?)].says;
        (!says.is_empty()).then(|| spoken(says, self.lang))
    }

    /// What happened at one moment, and why.
    pub(super) fn moment(&self, moment: &Moment<P>) -> Vec<Line> {
        let protocol = self.run.protocol();
        let mut lines: Vec<Line> = Vec::new();
        let action = match &moment.what {
            Happened::Acted(action) => Some(action),
            other => {
                lines.push(plain(self.other(moment, other)));
                None
            }
        };
        if let Some(head) = action.and_then(|action| self.head(moment, action)) {
            lines.push(plain(head));
        }
        let Some(outcome) = &moment.outcome else { return lines };
        for effect in &outcome.effects {
            match effect {
                Effect::Note(note) if protocol.weight(note) > Weight::Routine => {
                    lines.push(protocol.note(outcome.by, note, self.lang));
                }
                Effect::Respond(response) => {
                    let told = protocol.response(response, self.lang);
                    lines.push(plain(learns(self.lang, self.name(outcome.by), &told)));
                }
                _ => {}
            }
        }
        if lines.is_empty() {
            lines.extend(self.routine(moment, outcome.input.as_ref()));
        }
        if outcome.crashed {
            let sends = outcome.sends().count();
            lines.push(crashed_within(self.lang, self.name(outcome.by), sends));
        }
        lines
    }

    /// One event by itself, in full.
    pub(super) fn told(&self, moment: &Moment<P>) -> Told {
        let mut sends = Vec::new();
        let effects = moment.outcome.as_ref().map_or(&[][..], |outcome| &outcome.effects);
        for effect in effects {
            if let Effect::Send { to, message } = effect {
                sends.push((*to, self.run.protocol().message(message, self.lang).label));
            }
        }
        let (what, telling, lines) = (moment.into(), moment.telling, self.moment(moment));
        Told { what, telling, lines, sends }
    }

    /// What there is to say of a step that says nothing of weight.
    fn routine(&self, moment: &Moment<P>, input: Option<&Input<P>>) -> Option<Line> {
        let protocol = self.run.protocol();
        let outcome = moment.outcome.as_ref()?;
        if let Some(note) = outcome.notes().next() {
            return Some(protocol.note(outcome.by, note, self.lang));
        }
        let me = self.name(outcome.by);
        Some(plain(match input? {
            Input::Deliver { from, message } => {
                let label = protocol.message(message, self.lang).label;
                format!("{me} receives {label} from {}.", self.name(*from))
            }
            Input::Fire(timer) => format!("{me}: {}.", protocol.timer(timer, self.lang)),
            Input::Closed { peer } => {
                format!("{me} learns that its stream with {} is closed.", self.name(*peer))
            }
            Input::Ask(_) => return None,
        }))
    }

    fn head(&self, moment: &Moment<P>, action: &Action<P>) -> Option<String> {
        let me = self.name(moment.node);
        let protocol = self.run.protocol();
        Some(match (self.lang, action) {
            (Lang::En, Action::Ask(_, request)) => {
                format!("The user asks {me}: {}.", protocol.request(request))
            }
            (Lang::En, Action::Crash { disk: DiskFate::Lost, .. }) => {
                format!("{me} crashes and loses its disk: it forgets everything.")
            }
            (Lang::En, Action::Crash { disk: DiskFate::Version(_), .. }) => {
                format!("{me} crashes: its memory is gone, and what it wrote lazily last.")
            }
            (Lang::En, Action::Crash { .. }) => {
                format!("{me} crashes: its memory is gone, its disk is kept.")
            }
            (Lang::En, Action::Restart(_)) if moment.kind == EventKind::Start => {
                format!("{me} starts.")
            }
            (Lang::En, Action::Restart(_)) => format!("{me} restarts from its disk."),
            (Lang::En, Action::Close { from, to, .. }) => {
                format!("The stream from {} to {} breaks.", self.name(*from), self.name(*to))
            }
            _ => return None,
        })
    }

    fn other(&self, moment: &Moment<P>, what: &Happened<P>) -> String {
        match what {
            Happened::Lost(Action::Lose(envelope), loss) => {
                let label = letter(self.run.protocol(), envelope, self.lang).label;
                let (from, to) = (self.name(envelope.from), self.name(envelope.to));
                lost(self.lang, &label, from, to, *loss)
            }
            Happened::Commanded(command) => self.commanded(command),
            Happened::Failed(command, why) => {
                format!("`{}` could not be done: {why}.", print_command(command, self.lexicon))
            }
            Happened::Said => self.caption(moment).unwrap_or_default(),
            Happened::Acted(_) | Happened::Lost(..) => String::new(),
        }
    }

    fn commanded(&self, command: &Command) -> String {
        let line = print_command(command, self.lexicon);
        match (self.lang, command) {
            (Lang::En, Command::Pause(..)) => {
                format!("{}: the process stops while the world goes on.", line)
            }
            (Lang::En, Command::Resume(_)) => {
                format!("{line}: the process goes on; what waited for it comes now.")
            }
            (Lang::En, Command::Cut(_)) => format!("{line}: what is sent that way is lost."),
            (Lang::En, Command::Split(_)) => {
                format!("{line}: the groups cannot talk to each other.")
            }
            (Lang::En, Command::Heal(_)) => format!("{line}: messages pass again."),
            (Lang::En, Command::CrashDuring { .. }) => {
                format!("{line}: it will happen in that very step.")
            }
            (Lang::En, _) => format!("{line}."),
        }
    }

    /// A node's name.
    pub(super) fn name(&self, node: NodeId) -> &str {
        self.run.rules().roles.get(node.index()).map_or("?", |role| &role.name)
    }

    fn names(&self, nodes: &[NodeId]) -> String {
        let mut text = String::new();
        for (i, &node) in nodes.iter().enumerate() {
            match i {
                0 => {}
                i if i + 1 == nodes.len() => text.push_str(and(self.lang)),
                _ => text.push_str(", "),
            }
            text.push_str(self.name(node));
        }
        text
    }
}

fn plain(text: String) -> Line {
    Line { text, why: String::new(), source: "" }
}

fn and(lang: Lang) -> &'static str {
    match lang {
        Lang::En => " and ",
    }
}

fn likewise_text(lang: Lang, names: &str) -> String {
    match lang {
        Lang::En => format!("Likewise {names}."),
    }
}

fn learns(lang: Lang, me: &str, told: &str) -> String {
    match lang {
        Lang::En => format!("{me} tells the user: {told}."),
    }
}

fn crashed_within(lang: Lang, me: &str, sends: usize) -> Line {
    match lang {
        Lang::En => Line {
            text: format!("{me} crashes within this step."),
            why: format!("Its disk is written; of its messages {sends} left."),
            source: "",
        },
    }
}

fn lost(lang: Lang, label: &str, from: &str, to: &str, loss: Loss) -> String {
    match (lang, loss) {
        (Lang::En, Loss::Network) => format!("{label} from {from} to {to} is lost on the way."),
        (Lang::En, Loss::Cut) => {
            format!("{label} from {from} to {to} is lost: the link is cut.")
        }
        (Lang::En, Loss::Down) => format!("{label} from {from} is lost: {to} is down."),
        (Lang::En, Loss::Dropped) => format!("{label} from {from} to {to} is dropped."),
        (Lang::En, Loss::Closed) => {
            format!("{label} from {from} to {to} is lost: their stream is closed.")
        }
    }
}
