//! The words that the drawings print themselves.

/// A node that does not run.
pub const CRASHED: &str = "Crashed";
/// A node whose process is stopped.
pub const PAUSED: &str = "Paused";
/// A node that was never started.
pub const UNBORN: &str = "Not started";
/// Before how long a node is down.
pub const DOWN_FOR: &str = "down for ";
/// Before how long a node is paused.
pub const PAUSED_FOR: &str = "paused for ";
/// Before what is left of a timer.
pub const TIMER: &str = "timer ";
/// Before what is left of a timer that is about to run out.
pub const TIMES_OUT: &str = "times out in ";
/// A message that will not arrive.
pub const LOST: &str = "lost";
/// A message that waits to be released.
pub const HELD: &str = "held";
/// The kinds of message, in the legend.
pub const KINDS: [&str; 3] = ["request", "grant", "refusal"];
/// What the bracket under a log means.
pub const SETTLED: &str = "known committed";
/// A link that lets nothing through.
pub const CUT: &str = "link cut";
/// The stage as a whole.
pub const STAGE: &str = "Nodes and messages";
/// The diagram as a whole.
pub const LANES: &str = "Time runs to the right, a lane for each node";
/// What led to the selected event.
pub const PAST: &str = "led to it";
/// What followed from the selected event.
pub const FUTURE: &str = "followed from it";
/// That the diagram leaves something out.
pub const TRUNCATED: &str = "not all shown";
/// The unit of the axis.
pub const MS: &str = "ms";
/// The unit of the axis when it is long.
pub const SECONDS: &str = "s";
/// Before the ends of a link.
pub const LINK: &str = "Link ";
/// Between the ends of a link.
pub const LINK_TO: &str = " to ";
/// Between the label of a message and its sender.
pub const FROM: &str = ", ";
/// After the number of messages that are not drawn.
pub const MORE: &str = " more messages";
/// Before the name of a node, for its lane.
pub const LANE: &str = "Lane ";
/// Beside the mark of a crash.
pub const CRASH: &str = "crash";
/// Beside the mark of a cut.
pub const CUTS: &str = "cut";
/// Beside the mark of a closed stream.
pub const CLOSES: &str = "closed";
/// Beside the mark of a pause.
pub const PAUSES: &str = "pause";
/// Beside the mark of a restart.
pub const RESTARTS: &str = "restart";
/// Beside the mark where a pause ends.
pub const RESUMES: &str = "resume";
/// Beside the mark of a healed link.
pub const HEALS: &str = "heal";
/// Beside the mark of a request.
pub const ASKS: &str = "ask";
/// Beside the mark of a doubled message.
pub const DOUBLES: &str = "doubled";
