//! A small room for tests of the language: servers that echo, and a client that asks them.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]

use clusterscope::check::{Change, Claim, Fact, Fault, Flaw, Invariant, Invariants};
use clusterscope::exhibit::{Door, Example, Exhibited, Famous, Masked, Room};
use clusterscope::narrate::{Card, Family, Lang, Narrate, Weight};
use clusterscope::protocol::{
    Context, Delay, Input, MS, Micros, NodeId, NodeMut, NodeRef, Protocol,
};
use clusterscope::protocol::{Role, RoleKind};
use clusterscope::scenario::syntax::Setup;
use clusterscope::scenario::vocabulary::{Form, Kind, Knob, KnobKind, Reject, Vocabulary, Words};
use clusterscope::view::{Layout, Line, MessageView, NodeView};
use clusterscope::view::{MessageKind, Tone};
use clusterscope::world::Sight;

/// The door to the echo room.
pub const ECHO: &dyn Room = Door::<Echo>::OPEN;

/// The door to a room that is the echo room in all but its name and revision.
pub const TWIN: &dyn Room = &Twin;

/// Finds the echo room, its twin, and those of the registry.
pub fn find(slug: &str) -> Option<&'static dyn Room> {
    match slug {
        "echo" => Some(ECHO),
        "twin" => Some(TWIN),
        _ => clusterscope::exhibit::room(slug),
    }
}

struct Twin;

impl Room for Twin {
    fn card(&self, lang: Lang) -> Card {
        Card { slug: "twin", title: "Twin", revision: 8, ..ECHO.card(lang) }
    }
    fn knobs(&self) -> &'static [Knob] {
        ECHO.knobs()
    }
    fn flaws(&self) -> &'static [Flaw] {
        ECHO.flaws()
    }
    fn notes(&self) -> &'static [&'static str] {
        ECHO.notes()
    }
    fn tolerates(&self) -> &'static [Fault] {
        ECHO.tolerates()
    }
    fn scenarios(&self) -> &'static [Example] {
        ECHO.scenarios()
    }
    fn checks(&self) -> &'static [Example] {
        ECHO.checks()
    }
    fn famous(&self) -> &'static [Famous] {
        ECHO.famous()
    }
    fn defaults(&self) -> Setup {
        ECHO.defaults()
    }
    fn refuse(&self, setup: &Setup) -> Option<String> {
        ECHO.refuse(setup)
    }
    fn claims(&self) -> Vec<Claim> {
        ECHO.claims()
    }
    fn gauges(&self) -> Vec<(&'static str, &'static str)> {
        ECHO.gauges()
    }

    fn words(&self) -> Words {
        ECHO.words()
    }
    fn reads_clocks(&self) -> bool {
        ECHO.reads_clocks()
    }
    fn masked(&self, setup: &Setup) -> Masked {
        ECHO.masked(setup)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Echo {
    nodes: u64,
    retry: bool,
    patience: Micros,
    order: u64,
    doubles: bool,
    forgets: bool,
}

impl Default for Echo {
    fn default() -> Self {
        Self { nodes: 3, retry: true, patience: 200 * MS, order: 0, doubles: false, forgets: false }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    Ping(u64),
    Pong(u64),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    Patience,
    Heartbeat,
}

impl Protocol for Echo {
    type Disk = u64;
    type Memory = u64;
    type Message = Message;
    type Timer = Timer;
    type Request = u64;
    type Response = u64;
    type Note = ();
    type Witness = ();

    fn cast(&self) -> Vec<Role> {
        let server = |i| Role { name: format!("n{i}"), kind: RoleKind::Server, starts: true };
        let client = |i| Role { name: format!("c{i}"), kind: RoleKind::Client, starts: true };
        (1..=self.nodes).map(server).chain((1..=2).map(client)).collect()
    }

    fn boot(&self, disk: &mut u64, _: &mut Context<'_, Self>) -> u64 {
        *disk
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match input {
            Input::Ask(number) => {
                ctx.send(NodeId((number % self.nodes) as u16), Message::Ping(number));
                ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
            }
            Input::Deliver { from, message: Message::Ping(number) } => {
                *node.disk += 1;
                ctx.send(from, Message::Pong(number));
            }
            Input::Deliver { message: Message::Pong(number), .. } => ctx.respond(number),
            Input::Fire(_) | Input::Closed { .. } => ctx.note(()),
        }
    }
}

impl Invariants for Echo {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "one-pong",
            title: "One pong",
            help: "A ping has one pong.",
            source: "none",
            check: |_: &Self, _: &Change<'_, Self>| Vec::<Fact>::new(),
        },
        Invariant {
            name: "no-lies",
            title: "No lies",
            help: "A pong says what the ping said.",
            source: "none",
            check: |_: &Self, _: &Change<'_, Self>| Vec::<Fact>::new(),
        },
    ];
    const FLAWS: &'static [Flaw] = &[
        Flaw { name: "doubles", help: "Answers twice.", breaks: &["one-pong"] },
        Flaw { name: "forgets", help: "Forgets the ping.", breaks: &["no-lies"] },
    ];
    const TOLERATES: &'static [Fault] = Fault::ALL;

    fn flawed(&self, flaw: usize) -> bool {
        [self.doubles, self.forgets][flaw]
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        *[&mut self.doubles, &mut self.forgets][flaw] = on;
    }
}

impl Narrate for Echo {
    const NOTES: &'static [&'static str] = &[];
    const LAYOUT: Layout = Layout::Circle;

    fn card(_: Lang) -> Card {
        Card {
            slug: "echo",
            title: "Echo",
            family: Family::Consensus,
            summary: "Echoes.",
            source: "none",
            revision: 3,
        }
    }

    fn node(&self, _: NodeId, _: NodeRef<'_, Self>, _: Lang) -> NodeView {
        NodeView::default()
    }

    fn message(&self, _: &Message, _: Lang) -> MessageView {
        MessageView {
            label: String::new(),
            short: String::new(),
            kind: MessageKind::Request,
            tone: Tone::Idle,
            fields: Vec::new(),
        }
    }

    fn timer(&self, _: &Timer, _: Lang) -> String {
        String::new()
    }

    fn request(&self, request: &u64) -> String {
        format!("ping {request}")
    }

    fn response(&self, response: &u64, _: Lang) -> String {
        format!("pong {response}")
    }

    fn note(&self, _: NodeId, _: &(), _: Lang) -> Line {
        Line::default()
    }

    fn weight(&self, _: &()) -> Weight {
        Weight::Plain
    }
}

const fn form(word: &'static str, usage: &'static str, example: &'static str) -> Form {
    Form { word, usage, help: "", example }
}

fn numbered(words: &[&str], first: &[&'static str]) -> Result<u64, Reject> {
    let reject = |word, reason: &str, expected: &[&'static str]| {
        Err(Reject { word, reason: reason.into(), expected: expected.to_vec() })
    };
    match words {
        [word, ..] if !first.contains(word) => reject(0, &format!("`{word}` is unknown"), first),
        [_] => reject(1, "a number is missing here", &[]),
        [_, number] => match number.parse() {
            Ok(number) => Ok(number),
            Err(_) => reject(1, &format!("`{number}` is not a number"), &[]),
        },
        _ => reject(2, "this is one word too many", &[]),
    }
}

impl Vocabulary for Echo {
    type Predicate = u64;

    const WORDS: Words = Words {
        requests: &[form("ping", "ping NUMBER", "ping 1"), form("sing", "sing NUMBER", "sing 7")],
        predicates: &[
            form("answered", "answered NUMBER", "answered 1"),
            form("crash", "crash NUMBER", "crash 1"),
        ],
        selectors: &[form("busiest", "busiest", "busiest"), form("idle", "idle", "idle")],
        disk: Some(form("count", "count NUMBER", "count 4")),
        messages: &[
            Kind { name: "Ping", fields: &["number", "try"] },
            Kind { name: "Pong", fields: &["number"] },
        ],
        timers: &[Kind { name: "patience", fields: &[] }, Kind { name: "beat", fields: &[] }],
    };
    const KNOBS: &'static [Knob] = &[
        Knob { name: "nodes", kind: KnobKind::Number { min: 1, max: 9, unit: "nodes" }, help: "" },
        Knob { name: "retry", kind: KnobKind::Switch, help: "" },
        Knob { name: "patience", kind: KnobKind::Span { min: MS, max: 5000 * MS }, help: "" },
        Knob { name: "order", kind: KnobKind::Choice(&["fifo", "lifo", "random"]), help: "" },
    ];

    fn knob(&self, knob: usize) -> u64 {
        [self.nodes, u64::from(self.retry), self.patience, self.order][knob]
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.nodes = value,
            1 => self.retry = value != 0,
            2 => self.patience = value,
            _ => self.order = value,
        }
    }

    fn refuse(&self) -> Option<String> {
        let lonely = self.nodes == 1 && self.order == 2;
        lonely.then(|| "one node has no random order".into())
    }

    fn parse_request(&self, words: &[&str]) -> Result<u64, Reject> {
        numbered(words, &["ping", "sing"])
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<u64, Reject> {
        numbered(words, &["answered", "crash"])
    }

    fn parse_disk(&self, _: NodeId, words: &[&str]) -> Result<u64, Reject> {
        numbered(words, &["count"])
    }

    fn holds(&self, _: &u64, _: &dyn Sight<Self>, _: &dyn Sight<Self>) -> bool {
        false
    }

    fn select(&self, _: usize, _: &dyn Sight<Self>) -> Vec<NodeId> {
        vec![NodeId(0)]
    }

    fn sample(&self, luck: u64) -> u64 {
        luck
    }

    fn message_kind(&self, message: &Message) -> usize {
        usize::from(matches!(message, Message::Pong(_)))
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        usize::from(matches!(timer, Timer::Heartbeat))
    }

    fn message_field(&self, message: &Message, _: usize) -> String {
        match message {
            Message::Ping(number) | Message::Pong(number) => number.to_string(),
        }
    }
}

impl Exhibited for Echo {
    const SCENARIOS: &'static [Example] = &[Example { slug: "whole", text: WHOLE }];
}

/// A scenario that says everything the language can, as the formatter writes it.
pub const WHOLE: &str = include_str!("whole.scope");
