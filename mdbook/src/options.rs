//! What a fence says: a run, and how to show it.

use clusterscope::protocol::Micros;
use clusterscope::scenario::quantity;
use serde_json::Value;

/// The run that a fence asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    /// A shipped one, by its path: `raft/leader-crash`.
    Path(String),
    /// The fragment of a link: `v1.…`.
    Link(String),
    /// A scenario's text.
    Text(String),
}

/// What a fence asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// The run.
    pub(crate) run: Run,
    /// Attributes of the element.
    pub(crate) attributes: Attributes,
    /// The moment that the still picture shows, where it was said.
    pub(crate) poster: Option<Micros>,
    /// How many lines below the fence's first one the scenario begins.
    pub(crate) body_line: usize,
    /// The same of the line that names the run.
    pub(crate) name_line: usize,
}

/// Attributes, in the order in which they were given; a switch has no value.
pub(crate) type Attributes = Vec<(&'static str, Option<String>)>;

impl Wish {
    /// Adds what holds for all figures of a book, where the fence says nothing else.
    pub(crate) fn add(&mut self, defaults: &Attributes) {
        for (name, value) in defaults {
            if self.attributes.iter().all(|(it, _)| it != name) {
                self.attributes.push((name, value.clone()));
            }
        }
    }

    /// The value of an attribute that was given one.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(it, _)| *it == name)?.1.as_deref()
    }
}

/// What is wrong with a fence's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// How many lines below the fence's first one.
    pub(crate) line: usize,
    /// What.
    pub(crate) message: String,
}

/// What an option can say.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// It is on if it stands there.
    Switch,
    /// A whole number.
    Number,
    /// A factor above 0.
    Factor,
    /// It is on if it stands there; a number says how often.
    Times,
    /// A moment of the run: `392ms`.
    Moment,
    /// Words that the element reads.
    Words,
    /// One of these.
    One(&'static [&'static str]),
}

/// The moment of the still picture: the only option that is not an attribute of the element.
const POSTER: &str = "poster";

/// All options.
const OPTIONS: &[(&str, Kind)] = &[
    ("autoplay", Kind::Switch),
    ("controls", Kind::One(&["auto", "none", "full"])),
    ("fit", Kind::One(&["width", "height", "both", "none"])),
    ("lang", Kind::One(&["en"])),
    ("loop", Kind::Times),
    ("markers", Kind::Words),
    ("page", Kind::Words),
    ("pause-on-markers", Kind::Switch),
    (POSTER, Kind::Moment),
    ("seed", Kind::Number),
    ("speed", Kind::Factor),
    ("start-at", Kind::Moment),
    ("theme", Kind::One(&["auto", "light", "dark"])),
    ("view", Kind::One(&["stage", "space-time", "both"])),
];

/// Reads the info string behind the name, and the body.
pub(crate) fn read(info: &str, body: &str) -> Result<Wish, Wrong> {
    let mut reading = Reading::default();
    reading.line(0, info)?;
    let lines: Vec<&str> = body.lines().collect();
    let head = lines.iter().take_while(|line| is_head(line)).count();
    for (i, line) in lines[..head].iter().enumerate() {
        reading.line(i + 1, line)?;
    }
    let scenario = lines[head..].iter().any(|line| !line.trim().is_empty());
    let (name_line, run) = match (reading.run, scenario) {
        (Some((line, _)), true) => {
            let message = "a run is named above, and a scenario stands below it: which is it?";
            return Err(Wrong { line, message: message.into() });
        }
        (Some(named), false) => named,
        (None, true) => (0, Run::Text(lines[head..].join("\n") + "\n")),
        (None, false) => {
            let message = "the fence is empty: it needs a scenario, or a name such as \
                           raft/leader-crash";
            return Err(Wrong { line: 0, message: message.into() });
        }
    };
    let (attributes, poster) = (reading.attributes, reading.poster);
    Ok(Wish { run, attributes, poster, body_line: head + 1, name_line })
}

/// What mdBook itself reads of a preprocessor's table.
const OF_MDBOOK: &[&str] = &["command", "renderers", "before", "after", "optional"];

/// Where the whole page is, as an attribute.
pub(crate) const PAGE: &str = "page";

/// Reads what a book says of all its figures: the options, as keys of a table.
pub(crate) fn defaults<'a>(
    table: impl Iterator<Item = (&'a String, &'a Value)>,
) -> Result<Attributes, String> {
    let mut attributes = Attributes::new();
    for (key, value) in table.filter(|(key, _)| !OF_MDBOOK.contains(&key.as_str())) {
        let given = match value {
            Value::Bool(false) => continue,
            Value::Bool(true) => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let (name, kind) = known(key)?;
        if name == POSTER {
            return Err(format!("`{POSTER}` is a moment of one run: say it in its fence"));
        }
        check(name, kind, given.as_deref())?;
        attributes.push((name, given));
    }
    // The script of a book has no page beside it, unless somebody says so.
    if attributes.iter().all(|(name, _)| *name != PAGE) {
        attributes.push((PAGE, Some(String::from("none"))));
    }
    Ok(attributes)
}

/// An option by its name.
fn known(name: &str) -> Result<(&'static str, Kind), String> {
    OPTIONS.iter().find(|(it, _)| *it == name).copied().ok_or_else(|| {
        let known: Vec<&str> = OPTIONS.iter().map(|(name, _)| *name).collect();
        format!("there is no option `{name}`; there are {}", known.join(", "))
    })
}

/// Whether a line of the body says how to show the run. Lines of the language begin with a word
/// and a gap; none is one of these words alone, or has a `=` or a `/` in its first word.
fn is_head(line: &str) -> bool {
    let Some(first) = line.split_whitespace().next() else { return true };
    let name = first.split('=').next().unwrap_or_default();
    let word = |c: char| c.is_ascii_lowercase() || c == '-';
    let assigns = first.contains('=') && name.chars().all(word);
    assigns || is_switch(first) || run(first).is_some()
}

fn is_switch(word: &str) -> bool {
    OPTIONS.iter().any(|(name, kind)| *name == word && matches!(kind, Kind::Switch | Kind::Times))
}

/// The run that a word names.
fn run(word: &str) -> Option<Run> {
    let bare = word.strip_prefix('#').unwrap_or(word);
    if bare.starts_with("v1.") {
        return Some(Run::Link(bare.to_owned()));
    }
    let path = bare.contains('/') && bare.starts_with(|c: char| c.is_ascii_lowercase());
    path.then(|| Run::Path(bare.to_owned()))
}

#[derive(Default)]
struct Reading {
    run: Option<(usize, Run)>,
    attributes: Attributes,
    poster: Option<Micros>,
}

impl Reading {
    /// Takes in the words of one line.
    fn line(&mut self, line: usize, words: &str) -> Result<(), Wrong> {
        for word in split(words) {
            self.word(line, word).map_err(|message| Wrong { line, message })?;
        }
        Ok(())
    }

    fn word(&mut self, line: usize, word: &str) -> Result<(), String> {
        if let Some(run) = run(word) {
            return match self.run.replace((line, run)) {
                Some(_) => Err(format!("`{word}` is a second run: a figure shows one")),
                None => Ok(()),
            };
        }
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.trim_matches('"'))),
            None => (word, None),
        };
        let (name, kind) = known(name)?;
        check(name, kind, value)?;
        if name == POSTER {
            self.poster = value.and_then(|value| quantity::span(value).ok());
        } else if self.attributes.iter().any(|(it, _)| *it == name) {
            return Err(format!("`{name}` stands there twice"));
        } else {
            self.attributes.push((name, value.map(str::to_owned)));
        }
        Ok(())
    }
}

/// The words of a line; white space and commas part them, save between quotes.
fn split(words: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let parts = move |c: char| {
        quoted ^= c == '"';
        !quoted && (c == ',' || c.is_whitespace())
    };
    words.split(parts).filter(|word| !word.is_empty())
}

/// Whether an option can be given this value.
fn check(name: &str, kind: Kind, value: Option<&str>) -> Result<(), String> {
    let Some(value) = value else {
        return match kind {
            Kind::Switch | Kind::Times => Ok(()),
            _ => Err(format!("`{name}` needs a value: {name}={}", example(kind))),
        };
    };
    let fine = match kind {
        Kind::Switch => return Err(format!("`{name}` is a switch and takes no value")),
        Kind::Number | Kind::Times => value.parse::<u64>().is_ok(),
        Kind::Factor => value.parse::<f64>().is_ok_and(|it| it.is_finite() && it > 0.0),
        // The element counts in seconds and their parts.
        Kind::Moment => quantity::span(value).is_ok() && value.ends_with('s'),
        Kind::Words => !value.is_empty(),
        Kind::One(words) => words.contains(&value),
    };
    match (fine, kind) {
        (true, _) => Ok(()),
        (false, Kind::One(words)) => {
            Err(format!("`{name}` cannot be `{value}`: it is one of {}", words.join(", ")))
        }
        (false, _) => {
            Err(format!("`{name}` cannot be `{value}`: it is written like {}", example(kind)))
        }
    }
}

fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Switch => "",
        Kind::Number | Kind::Times => "7",
        Kind::Factor => "0.5",
        Kind::Moment => "392ms",
        Kind::Words => "\"400ms A crash; 1.2s\"",
        Kind::One(words) => words.first().unwrap_or(&""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(info: &str, body: &str) -> (usize, String) {
        let wrong = read(info, body).expect_err("it is refused");
        (wrong.line, wrong.message)
    }

    #[test]
    fn options_are_the_attributes_of_the_element() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../figure/js/options.js");
        let script = std::fs::read_to_string(path).expect("the element's options");
        let table = script.split("export const ATTRIBUTES = {").nth(1).expect("a table");
        let table = table.split("\n};").next().unwrap_or_default();
        let own = table.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        let names = own.filter_map(|line| Some(line.trim().split_once(':')?.0.trim_matches('\'')));
        let mut theirs: Vec<&str> =
            names.filter(|name| !["scenario", "src", "run"].contains(name)).collect();
        theirs.push(POSTER);
        theirs.sort_unstable();
        let ours: Vec<&str> = OPTIONS.iter().map(|(name, _)| *name).collect();
        assert_eq!(ours, theirs);
    }

    #[test]
    fn a_name_may_stand_in_the_info_string_or_in_the_body() {
        for (info, body) in
            [(" raft/leader-crash view=both", ""), ("", "view=both\nraft/leader-crash\n")]
        {
            let wish = read(info, body).expect("it is understood");
            assert_eq!(wish.run, Run::Path("raft/leader-crash".into()), "{info} {body}");
            assert_eq!(wish.attributes, [("view", Some("both".into()))]);
        }
    }

    #[test]
    fn options_stand_in_the_first_lines_and_the_rest_is_a_scenario() {
        let wish = read(",loop", "autoplay\nstart-at=1.5s\n\ntitle A run\nend at 1s\n");
        let wish = wish.expect("it is understood");
        assert_eq!(wish.run, Run::Text("title A run\nend at 1s\n".into()));
        assert_eq!(wish.body_line, 4);
        assert_eq!(wish.value("start-at"), Some("1.5s"));
        assert!(wish.attributes.contains(&("autoplay", None)));
        assert!(wish.attributes.contains(&("loop", None)));
    }

    #[test]
    fn a_value_in_quotes_may_have_gaps() {
        let wish = read(" raft/x", "markers=\"400ms A crash; 1.2s\", loop=3\n");
        let wish = wish.expect("it is understood");
        assert_eq!(wish.value("markers"), Some("400ms A crash; 1.2s"));
        assert_eq!(wish.value("loop"), Some("3"));
    }

    #[test]
    fn what_a_book_says_of_all_figures_holds_where_a_fence_says_nothing() {
        let table = serde_json::json!({
            "command": "x", "view": "both", "loop": true, "autoplay": false, "speed": 0.5,
        });
        let all = defaults(table.as_object().expect("a table").iter()).expect("it is understood");
        let mut wish = read(" raft/x view=stage", "").expect("it is understood");
        wish.add(&all);
        assert_eq!(wish.value("view"), Some("stage"));
        assert_eq!(wish.value("speed"), Some("0.5"));
        assert_eq!(wish.value("page"), Some("none"));
        assert!(wish.attributes.contains(&("loop", None)));
        assert!(wish.attributes.iter().all(|(name, _)| *name != "autoplay"));
        for bad in [r#"{"veiw": "both"}"#, r#"{"view": 3}"#, r#"{"poster": "1s"}"#] {
            let table: Value = serde_json::from_str(bad).expect("JSON");
            assert!(defaults(table.as_object().expect("a table").iter()).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_named_with_its_line() {
        assert_eq!(told("", "\nautoplay\nveiw=both\n").0, 3);
        assert!(told("", "veiw=both\n").1.starts_with("there is no option `veiw`"));
        assert!(told(" view=all raft/x", "").1.ends_with("one of stage, space-time, both"));
        assert!(told(" start-at=soon raft/x", "").1.contains("written like 392ms"));
        assert!(told(" speed raft/x", "").1.contains("speed=0.5"));
        assert!(told(" autoplay=on raft/x", "").1.contains("takes no value"));
        assert!(told(" loop=on raft/x", "").1.contains("written like 7"));
        assert!(told(" start-at=2m raft/x", "").1.contains("written like 392ms"));
        assert!(told(" loop loop raft/x", "").1.contains("twice"));
        assert!(told(" raft/x raft/y", "").1.contains("second run"));
        assert!(told(" raft/x", "title A run\n").1.contains("which is it?"));
        assert!(told("", "\n\n").1.contains("empty"));
    }
}
