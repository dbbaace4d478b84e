//! A small room for tests of the engine: clients send numbered messages, servers write them down.

use clusterscope::check::{Change, Fact, Fault, Flaw, Invariant, Invariants};
use clusterscope::exhibit::{Door, Example, Exhibited, Room};
use clusterscope::narrate::{Card, Family, Lang, Narrate, Weight};
use clusterscope::protocol::{
    Channel, Context, Delay, Input, MS, NodeId, NodeMut, NodeRef, Protocol, Role, RoleKind,
};
use clusterscope::scenario::vocabulary::{Form, Kind, Knob, KnobKind, Reject, Vocabulary, Words};
use clusterscope::view::{Layout, Line, MessageKind, MessageView, NodeView, Tone};
use clusterscope::world::Sight;

/// Finds the rooms of these tests, and those of the registry.
pub(crate) fn find(slug: &str) -> Option<&'static dyn Room> {
    match slug {
        "post" => Some(Door::<Post>::OPEN),
        "timed-post" => Some(Door::<Post<true>>::OPEN),
        slug => clusterscope::exhibit::room(slug),
    }
}

pub(crate) const N1: NodeId = NodeId(0);
pub(crate) const N2: NodeId = NodeId(1);
pub(crate) const N3: NodeId = NodeId(2);
pub(crate) const C1: NodeId = NodeId(3);
pub(crate) const C2: NodeId = NodeId(4);

/// Two clients and three servers, of which n1 takes the post; with `TIMED` it reads clocks.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Post<const TIMED: bool = false> {
    /// 0: datagrams; 1: streams; 2: streams from clients to servers, datagrams back.
    channel: u64,
    /// Whether writes are lazy, save each third.
    lazy: bool,
    /// Whether n1 hands on what it gets.
    relay: bool,
    /// Whether servers set timers.
    ticks: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Message {
    Number(u64),
    Copy(u64),
    Ack(u64),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Request {
    /// Sends so many more numbers to a server.
    Send(u64, NodeId),
    /// Reads both clocks.
    Clocks,
    /// Rolls dice.
    Roll,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Disk {
    /// What came, from whom.
    pub log: Vec<(NodeId, u64)>,
    /// The number used last.
    pub sent: u64,
}

/// What a node went through since it started.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Lived {
    Got(NodeId, u64),
    Closed(NodeId),
    Fired,
    Read(u64, u64),
    Rolled(u32),
}

impl<const TIMED: bool> Protocol for Post<TIMED> {
    type Disk = Disk;
    type Memory = Vec<Lived>;
    type Message = Message;
    type Timer = u8;
    type Request = Request;
    type Response = u64;
    type Note = ();
    type Witness = u64;
    const TIMED: bool = TIMED;

    fn cast(&self) -> Vec<Role> {
        let role = |name: &str, kind| Role { name: name.into(), kind, starts: true };
        let servers = ["n1", "n2", "n3"].map(|name| role(name, RoleKind::Server));
        let clients = ["c1", "c2"].map(|name| role(name, RoleKind::Client));
        servers.into_iter().chain(clients).collect()
    }

    fn channel(&self, from: NodeId, to: NodeId) -> Channel {
        match self.channel {
            1 => Channel::Stream,
            2 if from >= C1 && to < C1 => Channel::Stream,
            _ => Channel::Datagram,
        }
    }

    fn boot(&self, _: &mut Disk, ctx: &mut Context<'_, Self>) -> Vec<Lived> {
        if self.ticks && ctx.me() < C1 {
            ctx.set_timer(0, Delay::between(100 * MS, 200 * MS));
        }
        Vec::new()
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        ctx.note(());
        match input {
            Input::Ask(Request::Send(count, to)) => {
                for _ in 0..count {
                    node.disk.sent += 1;
                    ctx.send(to, Message::Number(node.disk.sent));
                }
            }
            Input::Ask(Request::Clocks) => {
                node.memory.push(Lived::Read(ctx.monotonic(), ctx.wall()));
            }
            Input::Ask(Request::Roll) => {
                let roll = ctx.choose(1_000);
                node.memory.push(Lived::Rolled(roll));
                ctx.respond(roll.into());
            }
            Input::Deliver { from, message } => self.take(node, from, message, ctx),
            Input::Fire(_) => {
                node.memory.push(Lived::Fired);
                ctx.set_timer(0, Delay::between(100 * MS, 200 * MS));
            }
            Input::Closed { peer } => node.memory.push(Lived::Closed(peer)),
        }
    }

    fn witness(&self, witness: &mut u64, _: &clusterscope::protocol::Seen<'_, Self>) {
        *witness += 1;
    }
}

impl<const TIMED: bool> Post<TIMED> {
    fn take(
        &self,
        node: NodeMut<'_, Self>,
        from: NodeId,
        message: Message,
        ctx: &mut Context<'_, Self>,
    ) {
        match message {
            Message::Number(n) | Message::Copy(n) => {
                node.memory.push(Lived::Got(from, n));
                node.disk.log.push((from, n));
                if self.lazy && n % 3 != 0 {
                    ctx.lazily();
                }
                if matches!(message, Message::Number(_)) {
                    ctx.send(from, Message::Ack(n));
                    if self.relay {
                        ctx.send(N2, Message::Copy(n));
                        ctx.send(N3, Message::Copy(n));
                    }
                }
            }
            Message::Ack(n) => {
                node.memory.push(Lived::Got(from, n));
                ctx.respond(n);
            }
        }
    }
}

impl<const TIMED: bool> Invariants for Post<TIMED> {
    const INVARIANTS: &'static [Invariant<Self>] = &[Invariant {
        name: "no-nine",
        title: "No nine",
        help: "Nobody writes a nine down.",
        source: "none",
        check: |_: &Self, change: &Change<'_, Self>| {
            let nine = |disk: &Disk| disk.log.iter().any(|(_, n)| *n == 9);
            let guilty = change.world.all().filter(|(_, node)| nine(node.disk));
            guilty.map(|_| Fact { text: "a nine".into(), nodes: Vec::new() }).collect()
        },
    }];
    const FLAWS: &'static [Flaw] = &[];
    const TOLERATES: &'static [Fault] = &[
        Fault::Crash,
        Fault::CrashWithinStep,
        Fault::Cut,
        Fault::Partition,
        Fault::Loss,
        Fault::Duplication,
        Fault::Reordering,
        Fault::Delay,
        Fault::Pause,
        Fault::Skew,
        Fault::Drift,
        Fault::TimerLuck,
    ];

    fn flawed(&self, _: usize) -> bool {
        false
    }

    fn set_flaw(&mut self, _: usize, _: bool) {}
}

impl<const TIMED: bool> Narrate for Post<TIMED> {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = &[];

    fn card(_: Lang) -> Card {
        let slug = if TIMED { "timed-post" } else { "post" };
        Card {
            slug,
            title: "Post",
            family: Family::Consensus,
            summary: "Carries.",
            source: "none",
            revision: 1,
        }
    }

    fn node(&self, _: NodeId, _: NodeRef<'_, Self>, _: Lang) -> NodeView {
        NodeView::default()
    }

    fn message(&self, message: &Message, _: Lang) -> MessageView {
        MessageView {
            label: format!("{message:?}"),
            short: String::new(),
            kind: MessageKind::Request,
            tone: Tone::Idle,
            fields: Vec::new(),
        }
    }

    fn timer(&self, _: &u8, _: Lang) -> String {
        "its timer runs out".into()
    }

    fn request(&self, request: &Request) -> String {
        match request {
            Request::Send(count, to) => format!("send {count} n{}", to.0 + 1),
            Request::Clocks => "clocks".into(),
            Request::Roll => "roll".into(),
        }
    }

    fn response(&self, response: &u64, _: Lang) -> String {
        format!("{response} has come")
    }

    fn note(&self, _: NodeId, (): &(), _: Lang) -> Line {
        Line::default()
    }

    fn weight(&self, (): &()) -> Weight {
        Weight::Plain
    }
}

const fn form(word: &'static str, usage: &'static str) -> Form {
    Form { word, usage, help: "", example: usage }
}

fn reject<T>(word: usize) -> Result<T, Reject> {
    Err(Reject { word, reason: "is not understood".into(), expected: Vec::new() })
}

/// What can be waited for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Wanted {
    /// A server is down.
    Down,
    /// A server's log has this number.
    Got(u64),
    /// Somebody rolled so much in all.
    Rolled(u64),
    /// Somebody's wall clock said so many milliseconds.
    Read(u64),
}

impl<const TIMED: bool> Vocabulary for Post<TIMED> {
    type Predicate = Wanted;

    const WORDS: Words = Words {
        requests: &[form("send", "send 3"), form("clocks", "clocks"), form("roll", "roll")],
        predicates: &[
            form("got", "got 3"),
            form("down", "down"),
            form("rolled", "rolled 7"),
            form("read", "read 10"),
        ],
        selectors: &[form("busiest", "busiest")],
        disk: None,
        messages: &[
            Kind { name: "Number", fields: &["n"] },
            Kind { name: "Copy", fields: &["n"] },
            Kind { name: "Ack", fields: &["n"] },
        ],
        timers: &[Kind { name: "tick", fields: &[] }],
    };
    const KNOBS: &'static [Knob] = &[
        Knob { name: "stream", kind: KnobKind::Choice(&["off", "on", "up"]), help: "" },
        Knob { name: "lazy", kind: KnobKind::Switch, help: "" },
        Knob { name: "relay", kind: KnobKind::Switch, help: "" },
        Knob { name: "ticks", kind: KnobKind::Switch, help: "" },
    ];

    fn knob(&self, knob: usize) -> u64 {
        [self.channel, self.lazy.into(), self.relay.into(), self.ticks.into()][knob]
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.channel = value,
            1 => self.lazy = value != 0,
            2 => self.relay = value != 0,
            _ => self.ticks = value != 0,
        }
    }

    fn parse_request(&self, words: &[&str]) -> Result<Request, Reject> {
        match words {
            ["send", count] => match count.parse() {
                Ok(count) => Ok(Request::Send(count, N1)),
                Err(_) => reject(1),
            },
            ["send", count, to] => match (count.parse(), to[1..].parse::<u16>()) {
                (Ok(count), Ok(to)) => Ok(Request::Send(count, NodeId(to - 1))),
                _ => reject(1),
            },
            ["clocks"] => Ok(Request::Clocks),
            ["roll"] => Ok(Request::Roll),
            _ => reject(0),
        }
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Wanted, Reject> {
        let (wanted, n): (fn(u64) -> Wanted, _) = match words {
            ["down"] => return Ok(Wanted::Down),
            ["got", n] => (Wanted::Got, n),
            ["rolled", n] => (Wanted::Rolled, n),
            ["read", n] => (Wanted::Read, n),
            _ => return reject(0),
        };
        n.parse().map(wanted).or_else(|_| reject(1))
    }

    fn parse_disk(&self, _: NodeId, _: &[&str]) -> Result<Disk, Reject> {
        reject(0)
    }

    fn holds(&self, wanted: &Wanted, now: &dyn Sight<Self>, _: &dyn Sight<Self>) -> bool {
        match *wanted {
            Wanted::Down => [N1, N2, N3].iter().any(|node| !now.is_up(*node)),
            Wanted::Got(n) => now.all().any(|(_, it)| it.disk.log.iter().any(|entry| entry.1 == n)),
            Wanted::Rolled(n) => now.all().any(|(_, it)| {
                let rolls = it.memory.iter().map(|it| match it {
                    Lived::Rolled(roll) => u64::from(*roll),
                    _ => 0,
                });
                rolls.sum::<u64>() == n
            }),
            Wanted::Read(ms) => now.all().any(|(_, it)| {
                it.memory.iter().any(|it| matches!(it, Lived::Read(_, wall) if *wall == ms * MS))
            }),
        }
    }

    fn select(&self, _: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        let busy = [N1, N2, N3].into_iter().filter(|node| !world.node(*node).disk.log.is_empty());
        busy.max_by_key(|node| world.node(*node).disk.log.len()).into_iter().collect()
    }

    fn sample(&self, luck: u64) -> Request {
        Request::Send(1 + luck % 3, NodeId((luck % 5 % 3) as u16))
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Number(_) => 0,
            Message::Copy(_) => 1,
            Message::Ack(_) => 2,
        }
    }

    fn timer_kind(&self, _: &u8) -> usize {
        0
    }

    fn message_field(&self, message: &Message, _: usize) -> String {
        let (Message::Number(n) | Message::Copy(n) | Message::Ack(n)) = message;
        n.to_string()
    }
}

impl<const TIMED: bool> Exhibited for Post<TIMED> {
    const SCENARIOS: &'static [Example] = &[];
}
