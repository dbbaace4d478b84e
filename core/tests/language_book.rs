//! The reference of the language is true: every example in it is understood.

use clusterscope::exhibit::room;
use clusterscope::scenario::{parse, parse_command, print, print_command};

const BOOK: &str = include_str!("../../docs/language.md");

/// What stands around lines that are a part of a script.
const HEAD: &str = "protocol raft nodes=5\nend at 5s\n";

/// The fenced blocks: the word behind the fence, the line, the text.
fn fences() -> Vec<(&'static str, usize, String)> {
    let mut fences = Vec::new();
    let mut open: Option<(&str, usize, String)> = None;
    for (number, line) in BOOK.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(kind), None) => open = Some((kind, number + 1, String::new())),
            (Some(_), Some(_)) => fences.extend(open.take()),
            (None, Some((_, _, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is never closed");
    fences
}

#[test]
fn every_example_of_the_reference_is_understood() {
    let fences = fences();
    assert!(fences.len() > 5);
    for (kind, line, text) in fences {
        match kind {
            "scope" => check(&text, line),
            "script" => check(&[HEAD, &text].concat(), line),
            "command" => text.lines().for_each(|it| check_command(it, line)),
            other => panic!("docs/language.md:{line}: what is a fence of `{other}`?"),
        }
    }
}

fn check(text: &str, line: usize) {
    let read = parse(text, &room);
    let scenario = read.unwrap_or_else(|told| panic!("docs/language.md:{line}: {told}"));
    let printed = print(&scenario);
    let again = parse(&printed, &room_of).unwrap_or_else(|told| panic!("{told}\n{printed}"));
    assert_eq!(print(&again), printed);
}

fn room_of(slug: &str) -> Option<&'static dyn clusterscope::exhibit::Room> {
    room(slug)
}

fn check_command(line: &str, number: usize) {
    let room = room("raft").expect("a room");
    let lexicon = room.lexicon(&room.defaults());
    let command = parse_command(line, &lexicon);
    let command = command.unwrap_or_else(|told| panic!("docs/language.md:{number}: {told}"));
    let printed = print_command(&command, &lexicon);
    assert_eq!(parse_command(&printed, &lexicon), Ok(command), "{printed}");
}

#[test]
fn every_command_has_an_example_in_the_reference() {
    let room = room("raft").expect("a room");
    let verbs = clusterscope::scenario::complete("", &room.lexicon(&room.defaults()));
    let examples: Vec<String> =
        fences().into_iter().filter(|it| it.0 == "command").map(|it| it.2).collect();
    for verb in verbs {
        let shown = examples
            .iter()
            .flat_map(|text| text.lines())
            .any(|line| line.split(' ').next() == Some(&verb));
        assert!(shown, "{verb}");
    }
}
