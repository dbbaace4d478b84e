//! The words that the drawings print themselves, language by language.

use crate::geometry::push_int;
use alloc::string::String;
use clusterscope::narrate::Lang;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $english:literal,)*) => {
        /// The words of one language.
        #[derive(Debug)]
        pub struct Words { $($(#[$doc])* pub $name: &'static str,)* }

        const ENGLISH: Words = Words { $($name: $english,)* };
    };
}

words! {
    /// A node that does not run.
    crashed: "Crashed",
    /// A node whose process is stopped.
    paused: "Paused",
    /// A node that was never started.
    unborn: "Not started",
    /// Before how long a node is down.
    down_for: "down for ",
    /// Before how long a node is paused.
    paused_for: "paused for ",
    /// Before what is left of a timer.
    timer: "timer ",
    /// Before what is left of a timer that is about to run out.
    times_out: "times out in ",
    /// A message that will not arrive.
    lost: "lost",
    /// A message that waits to be released.
    held: "held",
    /// A kind of message, in the legend.
    request: "request",
    /// A kind of message, in the legend.
    grant: "grant",
    /// A kind of message, in the legend.
    refusal: "refusal",
    /// What the bracket under a log means.
    settled: "known to be final",
    /// A link that lets nothing through.
    cut: "link cut",
    /// The stage as a whole.
    stage: "Nodes and messages",
    /// The diagram as a whole.
    lanes: "Time runs to the right, a lane for each node",
    /// What led to the selected event.
    past: "led to it",
    /// What followed from the selected event.
    future: "followed from it",
    /// What the numbers below the lanes are.
    lamport: "Lamport clocks, after each step",
    /// What the rows of numbers below the lanes are.
    vectors: "vector clocks, in the order of the lanes",
    /// That the diagram leaves something out.
    truncated: "not all shown",
    /// The unit of the axis.
    ms: "ms",
    /// The unit of the axis when it is long.
    seconds: "s",
    /// Before the ends of a link.
    link: "Link ",
    /// Between the ends of a link.
    link_to: " to ",
    /// Between the label of a message and its sender.
    from: ", ",
    /// After the number of messages that are not drawn.
    more: " more messages",
    /// Before the name of a node, for its lane.
    lane: "Lane ",
    /// Beside the mark of a crash.
    crash: "crash",
    /// Beside the mark of a cut.
    cuts: "cut",
    /// Beside the mark of a closed stream.
    closes: "closed",
    /// Beside the mark of a pause.
    pauses: "pause",
    /// Beside the mark of a restart.
    restarts: "restart",
    /// Beside the mark where a pause ends.
    resumes: "resume",
    /// Beside the mark of a healed link.
    heals: "heal",
    /// Beside the mark of a request.
    asks: "ask",
    /// All that lies on a circle of positions, for whoever goes through it by key.
    keys_on_circle: "Keys on the circle",
    /// That none of it is chosen.
    nothing_chosen: "none chosen",
    /// Before a former owner.
    was: "was ",
    /// Between a former owner and the present one.
    now: ", now ",
    /// Before the owner of a key.
    kept_by: "kept by ",
    /// After the part that an arc takes.
    of_circle: "% of the circle",
    /// A key in the legend.
    key: "key",
    /// A moving key in the legend.
    moving_key: "moving: from centre to rim",
    /// A moved key in the legend.
    moved_key: "has moved",
    /// A virtual node in the legend.
    virtual_node: "virtual node",
    /// The thin band in the legend.
    before: "inside: before",
    /// A key that is on its way.
    moving: "moving",
    /// A key that has arrived.
    moved: "has moved",
    /// A key that has too few copies.
    short: "a copy is missing",
    /// A key that nobody has.
    lost_key: "lost",
    /// Beside the mark of a doubled message.
    doubles: "doubled",
    /// Before the first event.
    nothing_yet: "Nothing has happened yet.",
    /// After the name of a rule.
    is_broken: " is broken",
    /// An operation whose client has not been told anything.
    open: "no answer yet",
    /// An operation that its client gave up.
    given_up: "given up",
    /// Before what could have been the answer.
    instead: ", could be ",
    /// Between what could have been the answer.
    or: " or ",
    /// What the numbers in a history mean.
    order: "The numbers are an order in which operations can have taken effect, each between call \
            and answer. No order explains the answer in red.",
    /// After the number of operations that are left out.
    earlier: " earlier operations are left out.",
}

/// The words of a language.
pub const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &ENGLISH,
    }
}

/// A moment for people: `612 ms`, `12.345 s`.
#[inline]
pub fn moment(micros: u64) -> String {
    let mut text = String::new();
    let ms = micros / 1000;
    if ms < 10_000 {
        push_int(&mut text, ms);
        return text + " ms";
    }
    push_int(&mut text, ms / 1000);
    let mut rest = String::new();
    // A leading one keeps the zeros.
    push_int(&mut rest, ms % 1000 + 1000);
    [&text, ".", &rest[1..], " s"].concat()
}

#[cfg(test)]
mod tests {
    #[test]
    fn moments_read_well() {
        assert_eq!(super::moment(612_999), "612 ms");
        assert_eq!(super::moment(9_999_999), "9999 ms");
        assert_eq!(super::moment(12_034_000), "12.034 s");
    }
}
