//! The words of notes.

use super::ZookeeperLock;
use super::note::Note;
use crate::locks;
use alloc::format;
use alloc::string::String;

type Reason = (String, &'static str);

impl ZookeeperLock {
    /// What happened, told of the node, and why.
    pub(super) fn words(&self, note: &Note) -> Reason {
        match note {
            Note::Served(served) => locks::served_words(*served, |id| self.name(id)),
            Note::Inside(inside) => locks::inside(*inside),
            Note::Opens { .. }
            | Note::Resumes(_)
            | Note::KnowsNot(_)
            | Note::Expires { .. }
            | Note::Creates { .. }
            | Note::Removes { .. }
            | Note::Misses(_)
            | Note::Overdue(_)
            | Note::Returns { .. } => self.server_words(note),
            Note::Connects(_)
            | Note::HasSession(_)
            | Note::HasLost(_)
            | Note::IsCutOff
            | Note::Pings
            | Note::Forgets(_)
            | Note::Ignores(_) => self.session_words(note),
            Note::Watches { .. }
            | Note::WatchesAll(_)
            | Note::Waits(_)
            | Note::IsTooLate(_)
            | Note::WaitsForNobody(_)
            | Note::Wakes(_) => waiting_words(note),
            _ => self.asking_words(note),
        }
    }

    fn server_words(&self, note: &Note) -> Reason {
        match note {
            Note::Opens { session, client } => (
                format!("opens session {session} for {}", self.name(*client)),
                "It lasts for as long as something is heard in it every so often.",
            ),
            Note::Resumes(session) => (
                format!("goes on with session {session}"),
                "A connection may break and come back; the session and its nodes stay.",
            ),
            Note::KnowsNot(session) => (
                format!("knows no session {session}"),
                "It has ended, and its nodes went with it. The client hears of that only now.",
            ),
            Note::Expires { session, client } => (
                format!("ends session {session} of {}", self.name(*client)),
                "Nothing was heard in it for too long. Whether its client crashed, sleeps or is \
                 cut off cannot be told.",
            ),
            Note::Creates { node, znode } => (
                format!("creates node {node} for {}", self.entry(znode.entry)),
                "Its number is larger than all before. It is ephemeral: it goes with its session.",
            ),
            Note::Removes { node, znode, told: 0 } => (
                format!("removes node {node} of {}", self.entry(znode.entry)),
                "Nobody watches it.",
            ),
            Note::Removes { node, znode, told } => (
                format!("removes node {node} of {} and tells {told}", self.entry(znode.entry)),
                "Who watches is told once, and has to look and to watch anew.",
            ),
            Note::Misses(entry) => (
                format!("has no node of {} to delete", self.entry(*entry)),
                "It was deleted before, or went with its session.",
            ),
            Note::Overdue(overdue) => overdue.words(&self.entry(overdue.owner)),
            Note::Returns { sessions } => (
                format!("is back, with {sessions} sessions"),
                "Each gets another full span: no client could be heard of meanwhile. Watches are \
                 gone, as connections are.",
            ),
            _ => (String::new(), ""),
        }
    }

    fn session_words(&self, note: &Note) -> Reason {
        match note {
            Note::Connects(None) => (
                String::from("asks for a session"),
                "What it creates goes with its session. It may count on it for one span from now.",
            ),
            Note::Connects(Some(session)) => (
                format!("connects again, to go on with session {session}"),
                "If not too much time has passed, its node is still there.",
            ),
            Note::HasSession(session) => (
                format!("has session {session}"),
                "It says that it is there every so often, or the session would end.",
            ),
            Note::HasLost(session) => (
                format!("hears that session {session} is over"),
                "Its node is gone, and so is the lock, if it had it.",
            ),
            Note::IsCutOff => (
                String::from("has no connection to ZooKeeper any more"),
                "Its session may go on, but nothing that it watches will be told.",
            ),
            Note::Pings => (String::from("says that it is there"), ""),
            Note::Forgets(number) => (
                format!("is back and has forgotten what it was doing, up to attempt {number}"),
                "It has forgotten its session as well: that ends when nothing is heard in it.",
            ),
            Note::Ignores(from) => {
                (format!("has no use for what {} says", self.name(*from)), "It comes too late.")
            }
            _ => (String::new(), ""),
        }
    }

    fn asking_words(&self, note: &Note) -> Reason {
        match note {
            Note::Asks(entry) => (
                format!("asks for a node, {}", self.entry(*entry)),
                "Its name begins with what nobody ever used, so that its client knows it again.",
            ),
            Note::Queues(request) => {
                (format!("will add {} later", request.add), "It does one thing at a time.")
            }
            Note::Looks(node) => (
                format!("has node {node}, and asks which others there are"),
                "The lowest number has the lock.",
            ),
            Note::FindsNothing(entry) => (
                format!("finds no node of {}, and asks for it again", self.entry(*entry)),
                "What it asked for before the connection broke was not done.",
            ),
            Note::Enters(node) => (
                format!("has the lock: node {node} is the first"),
                "There was none before it, and those that come get larger numbers. The number is \
                 its fencing token.",
            ),
            Note::Jumps(node) => (
                format!("takes the lock with node {node}"),
                "The node before its own is gone. It did not look whether others are before it.",
            ),
            Note::Leaves => (
                String::from("finds others before it, and leaves it at that"),
                "It was told to try once.",
            ),
            Note::GivesUp => (
                String::from("has waited long enough, and gives up"),
                "Who asks for a lock says how long that may take.",
            ),
            Note::Releases(entry) => {
                (format!("deletes its node, {}", self.entry(*entry)), "Who watches it is next.")
            }
            Note::IsFree => (String::from("is done with the lock"), ""),
            _ => (String::new(), ""),
        }
    }
}

fn waiting_words(note: &Note) -> Reason {
    match note {
        Note::Watches { on, node } => (
            format!("has node {node}, and asks to be told when node {on} goes"),
            "That is the one before its own. Only one client watches it, so only one is woken.",
        ),
        Note::WatchesAll(node) => (
            format!("has node {node}, and will be told of any change"),
            "So will everybody else who waits: all are woken for one who can go on.",
        ),
        Note::Waits(on) => (
            format!("waits for node {on} to go"),
            "The node was there when the watch was set, so its going will be told.",
        ),
        Note::IsTooLate(on) => (
            format!("hears that node {on} is gone already, and looks again"),
            "It went between the look and the watch. To look and to set the watch is one step, and \
             says which of the two it was.",
        ),
        Note::WaitsForNobody(on) => (
            format!("waits for node {on}, which is gone"),
            "The watch came after the look, and nobody says that it came too late.",
        ),
        Note::Wakes(0) => (
            String::from("hears of a change, and looks again"),
            "It may be first now, or somebody else may be.",
        ),
        Note::Wakes(on) => (
            format!("hears that node {on} is gone, and looks again"),
            "Its owner may have given up while others before it still wait.",
        ),
        _ => (String::new(), ""),
    }
}
