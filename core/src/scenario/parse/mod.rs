//! From text to data, with complaints that say where and what was meant.
//!
//! A text is first sorted into sections: what stands outside braces, and each `fork` and
//! `variant`. Then each section is read. A variant reads the main run's lines again under its own
//! settings, so that names mean what they mean there.

mod checks;
mod command;
mod header;
mod outline;
mod script;
mod target;

pub(super) use self::command::{ASK, TWEAKS};
use self::header::{CHECK, Lines, TEACHES, TITLE};
use self::outline::{Outline, Section};
use self::script::Clock;
use super::Complaint;
use super::inquiry::Inquiry;
use super::syntax::{
    Command, Comment, Fork, HEADERS, Lexicon, Part, Place, Plan, Scenario, Setup, Text, Variant,
};
use super::words::{Cursor, Fault, Line, general};
use crate::exhibit::Room;
use crate::protocol::Micros;
use alloc::string::String;
use alloc::vec::Vec;

/// The longest text, in bytes.
pub const TEXT_MAX: usize = 64 * 1024;
/// The most lines.
pub const LINES_MAX: usize = 2_000;
/// The longest line, in bytes.
pub const LINE_MAX: usize = 2_000;
/// The most forks and variants.
pub const BLOCKS_MAX: usize = 64;

/// Finds rooms by their names.
pub type Find<'f> = dyn Fn(&str) -> Option<&'static dyn Room> + 'f;

/// Understands a scenario text; `find` finds rooms by their names.
pub fn parse(text: &str, find: &Find<'_>) -> Result<Scenario, Complaint> {
    read(text, find, false).map_err(|fault| *fault)
}

/// Understands a line of the command box.
pub fn parse_command(line: &str, lexicon: &Lexicon) -> Result<Command, Complaint> {
    if line.len() > LINE_MAX {
        return Err(Complaint::general("this command is too long"));
    }
    let mut cursor = Cursor::new(Line { number: 1, text: line });
    command::command(&mut cursor, lexicon).map_err(|fault| *fault)
}

/// Understands a `check` line of the command box, which asks one question or sets bounds; `None`
/// where the line is something else.
pub fn parse_check(line: &str, lexicon: &Lexicon) -> Option<Result<Inquiry, Complaint>> {
    let mut cursor = Cursor::new(Line { number: 1, text: line });
    (line.len() <= LINE_MAX && cursor.eat(HEADERS[CHECK]))
        .then(|| checks::one(&mut cursor, lexicon).map_err(|fault| *fault))
}

/// The words that can come next in the command box: those that begin as the last word of `prefix`
/// does, or that may follow where `prefix` ends in white space.
pub fn complete(prefix: &str, lexicon: &Lexicon) -> Vec<String> {
    let prefix = prefix.get(..LINE_MAX.min(prefix.len())).unwrap_or("");
    let mut cursor = Cursor::probing(prefix);
    // It is no command, and asks a viewer that can search: nobody is led there by chance.
    if !prefix.is_empty() && cursor.eat(HEADERS[CHECK]) {
        let _ = checks::one(&mut cursor, lexicon);
    } else {
        let _ = command::command(&mut cursor, lexicon);
    }
    let (words, partial) = cursor.gathered();
    let mut fitting: Vec<String> = Vec::new();
    for word in words {
        if word.starts_with(partial) && !fitting.contains(&word) {
            fitting.push(word);
        }
    }
    fitting
}

/// Understands a moment and a command: `at 400ms#2 crash n1`, or `+30ms crash n1` for that long
/// after `before`.
pub(super) fn act(
    line: Line<'_>,
    before: Micros,
    lexicon: &Lexicon,
) -> Result<(Micros, u32, Command), Fault> {
    let mut cursor = Cursor::new(line);
    let (at, nth) = match cursor.peek().and_then(|word| word.strip_prefix('+')) {
        Some(word) => {
            cursor.at += 1;
            let moment = super::quantity::moment(word);
            let (span, nth) =
                moment.map_err(|reason| cursor.complain(&["`", word, "` ", reason]))?;
            (before.saturating_add(span), nth)
        }
        None => {
            cursor.pick("`at`", &["at"])?;
            cursor.read("a moment", super::quantity::moment)?
        }
    };
    Ok((at, nth, command::command(&mut cursor, lexicon)?))
}

/// Understands a scenario text. A variant that changes nothing is an error, or is dropped where
/// the reader is `forgiving`.
pub(super) fn read(text: &str, find: &Find<'_>, forgiving: bool) -> Result<Scenario, Fault> {
    let outline = Outline::of(text)?;
    let room = header::room(&outline.main, find)?;
    let reader = Reader { room, main: &outline.main, find };
    let (plan, lexicon, written) = reader.plan(None, room)?;
    let mut forks = Vec::new();
    for section in &outline.forks {
        forks.push(fork(section, &plan, &lexicon)?);
    }
    let mut variants = Vec::new();
    for section in &outline.variants {
        let variant = reader.variant(section)?;
        if variant.room != room || differs(&plan, &variant.plan) {
            variants.push(variant);
        } else if !forgiving {
            let line = section.open.unwrap_or(Line { number: 1, text: "" });
            return Err(line.complain_whole("nothing in this variant differs from the main run"));
        }
    }
    Ok(Scenario {
        title: header::texts(&outline.main, TITLE)?,
        teaches: header::texts(&outline.main, TEACHES)?,
        room,
        plan,
        forks,
        variants,
        acts: Vec::new(),
        written,
        comments: comments(&outline),
    })
}

/// Whether another plan has other settings or more to do, and does not only look elsewhere.
fn differs(plan: &Plan, other: &Plan) -> bool {
    let rest = |plan: &Plan| (plan.seed, plan.end, plan.manual);
    let commands = |plan: &Plan| plan.lines.iter().filter(|cue| !cue.looks_on()).count();
    (&plan.setup, &plan.network) != (&other.setup, &other.network)
        || (&plan.disks, &plan.picks) != (&other.disks, &other.picks)
        || (&plan.inquiry.bounds, plan.inquiry.time) != (&other.inquiry.bounds, other.inquiry.time)
        || rest(plan) != rest(other)
        || commands(plan) != commands(other)
}

/// The lines of the main script that a variant's own do not take the place of. What a line says
/// about another goes with it.
fn spared<'a>(main: impl Iterator<Item = Line<'a>>, own: &Section<'_>) -> Vec<Line<'a>> {
    fn first<'a>(line: &Line<'a>) -> Option<&'a str> {
        line.text.split_whitespace().next()
    }
    let rivals = ["expect", "measure"]
        .map(|word| own.script.iter().any(|line| first(line) == Some(word)).then_some(word));
    let mut left = false;
    let spares = |line: &Line<'a>| {
        let word = first(line);
        left = (left && word == Some("say")) || word.is_some_and(|it| rivals.contains(&Some(it)));
        !left
    };
    main.filter(spares).collect()
}

/// Reads plans: the main run's, and those of variants on top of it.
struct Reader<'s, 'a> {
    room: &'static dyn Room,
    main: &'s Section<'a>,
    find: &'s Find<'s>,
}

impl Reader<'_, '_> {
    fn plan(
        &self,
        own: Option<&Section<'_>>,
        room: &'static dyn Room,
    ) -> Result<(Plan, Lexicon, Vec<usize>), Fault> {
        let sections = Lines { main: self.main, own, abroad: room != self.room };
        let (setup, written) = header::setup(&sections, room)?;
        self.refuse(room, &setup, own)?;
        let lexicon = room.lexicon(&setup);
        let network = header::network(&sections, &lexicon)?;
        let (seed, manual) = (header::seed(&sections)?, header::manual(&sections)?);
        let disks = header::disks(&sections, &lexicon)?;
        let picks = header::picks(&sections, &lexicon)?;
        let end = header::end(&sections)?;
        let inquiry = checks::inquiry(&sections, &lexicon)?;
        let mut clock = Clock { start: 0, earliest: 0, end };
        let main = self.main.script.iter().copied();
        // Own expectations take the place of the main run's, which may be in words that only the
        // main run's room has; and so do own measures.
        let main = match own {
            Some(own) => spared(main, own),
            None => main.collect(),
        };
        let mut lines = script::script(&main, &mut clock, &lexicon)?;
        if let Some(own) = own {
            lines.extend(script::script(&own.script, &mut clock, &lexicon)?);
        }
        let plan = Plan { setup, network, seed, end, manual, disks, picks, inquiry, lines };
        Ok((plan, lexicon, written))
    }

    fn refuse(
        &self,
        room: &'static dyn Room,
        setup: &Setup,
        own: Option<&Section<'_>>,
    ) -> Result<(), Fault> {
        let Some(reason) = room.refuse(setup) else { return Ok(()) };
        let line = own.and_then(protocol_line).or(own.and_then(|own| own.open));
        let line = line.or(protocol_line(self.main));
        Err(line.map_or_else(|| general(&reason), |line| line.complain_whole(&reason)))
    }

    fn variant(&self, own: &Section<'_>) -> Result<Variant, Fault> {
        let name = own.name()?;
        let line = protocol_line(own);
        let room = line.map_or(Ok(self.room), |line| header::named_room(line, self.find))?;
        let abroad = room != self.room;
        let (plan, _, mut written) = self.plan(Some(own), room).map_err(|mut complaint| {
            if abroad || !own.holds(complaint.line) {
                let mut message = [&*complaint.message, " (in variant `", name, "`"].concat();
                if abroad {
                    let slug = room.card(crate::narrate::Lang::En).slug;
                    message.push_str(&[", whose protocol is ", slug].concat());
                }
                message.push(')');
                complaint.message = message;
            }
            complaint
        })?;
        if !abroad {
            written.clear();
        }
        Ok(Variant { name: String::from(name), room, plan, written })
    }
}

fn protocol_line<'a>(section: &Section<'a>) -> Option<Line<'a>> {
    section.lines(header::PROTOCOL).next()
}

fn fork(section: &Section<'_>, plan: &Plan, lexicon: &Lexicon) -> Result<Fork, Fault> {
    let name = String::from(section.name()?);
    let at = section.moment(plan.end)?;
    let mut clock = Clock { start: at, earliest: at, end: plan.end };
    Ok(Fork { name, at, lines: script::script(&section.script, &mut clock, lexicon)? })
}

fn comments(outline: &Outline<'_>) -> Vec<Comment> {
    let sections = [&outline.main].into_iter().chain(&outline.forks).chain(&outline.variants);
    let last = outline.forks.len() + outline.variants.len() + 1;
    let mut comments: Vec<Comment> = Vec::new();
    for (block, section) in sections.enumerate() {
        for &(part, text) in &section.remarks {
            let at_end = block == 0 && part == Part::Close;
            let above = Place { block: if at_end { last } else { block }, part };
            let place = comments.partition_point(|other| other.above <= above);
            comments.insert(place, Comment { above, text: String::from(text) });
        }
    }
    comments
}

/// A text with an optional language tag in front.
fn text(cursor: &mut Cursor<'_>, what: &str) -> Result<Text, Fault> {
    let tagged = cursor.words.len() > cursor.at + 1;
    let tag = cursor.peek().filter(|word| tagged && super::is_tag(word));
    cursor.at += usize::from(tag.is_some());
    let lang = String::from(tag.filter(|tag| *tag != "en").unwrap_or(""));
    match cursor.rest() {
        "" => Err(cursor.complain_at(cursor.at, &[what, " needs a text"])),
        text => Ok(Text { lang, text: String::from(text) }),
    }
}
