//! A line as words with places, and the cursor that walks over them and complains.

use super::Complaint;
use super::vocabulary::Reject;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A complaint on its way up: boxed, since each step of the way would copy it.
pub(super) type Fault = Box<Complaint>;

/// The fault with what was probably meant.
pub(super) fn meaning(mut fault: Fault, suggestion: Option<String>) -> Fault {
    fault.suggestion = suggestion;
    fault
}

/// A fault that is no place in the text.
pub(super) fn general(message: &str) -> Fault {
    Box::new(Complaint::general(message))
}

/// A line of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its number, from 1; 0 where it stands alone.
    pub(super) number: u32,
    /// All of it.
    pub(super) text: &'a str,
}

impl Line<'_> {
    /// A complaint about this line.
    pub(super) fn complain(self, column: u32, width: u32, message: String) -> Fault {
        Box::new(Complaint {
            line: self.number,
            column,
            width: width.max(1),
            source: String::from(self.text),
            message,
            suggestion: None,
        })
    }

    /// A complaint about all of this line.
    pub(super) fn complain_whole(self, message: &str) -> Fault {
        let skip = self.text.chars().take_while(|c| c.is_whitespace()).count();
        let width = self.text.trim().chars().count();
        self.complain(skip as u32 + 1, width as u32, String::from(message))
    }
}

/// A word and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    /// The column of its first character, from 1.
    column: u32,
    /// Where it starts, in bytes.
    start: usize,
    /// Whether a wide gap stands before it: two spaces, or a tab.
    pub(super) gap: bool,
}

/// Walks over the words of a line.
pub(super) struct Cursor<'a> {
    pub(super) line: Line<'a>,
    pub(super) words: Vec<Word<'a>>,
    /// The place of the next word.
    pub(super) at: usize,
    /// The word for which completions are wanted, and what could stand there.
    probe: Option<(usize, Vec<String>)>,
}

fn split(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut column, mut gap, mut open) = (1, 0, None);
    for (place, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if !c.is_whitespace() {
            open = open.or(Some((place, column)));
        } else {
            if let Some((start, first)) = open.take() {
                let text = &text[start..place];
                words.push(Word { text, column: first, start, gap: gap > 1 });
                gap = 0;
            }
            gap += if c == '\t' { 2 } else { 1 };
        }
        column += 1;
    }
    words
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: Line<'a>) -> Self {
        Self { line, words: split(line.text), at: 0, probe: None }
    }

    /// A cursor that gathers what could stand in place of the last word, or after it where white
    /// space follows it.
    pub(super) fn probing(text: &'a str) -> Self {
        let mut cursor = Self::new(Line { number: 0, text });
        if cursor.words.is_empty() || text.ends_with(char::is_whitespace) {
            let column = text.chars().count() as u32 + 1;
            cursor.words.push(Word { text: "", column, start: text.len(), gap: false });
        }
        cursor.probe = Some((cursor.words.len() - 1, Vec::new()));
        cursor
    }

    /// What the probe has gathered and the probed word.
    pub(super) fn gathered(self) -> (Vec<String>, &'a str) {
        let partial = self.words.last().map_or("", |word| word.text);
        (self.probe.map(|(_, words)| words).unwrap_or_default(), partial)
    }

    fn offer(&mut self, words: &[&str]) {
        if let Some((place, gathered)) = &mut self.probe
            && *place == self.at
        {
            gathered.extend(words.iter().map(|word| word.to_string()));
        }
    }

    /// Says that this word could stand next.
    pub(super) fn offer_one(&mut self, word: &str) {
        self.offer(&[word]);
    }

    /// The next word, if there is one.
    pub(super) fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).map(|word| word.text)
    }

    /// Takes the next word, which is `what`.
    pub(super) fn next(&mut self, what: &str) -> Result<&'a str, Fault> {
        match self.peek() {
            Some(word) => {
                self.at += 1;
                Ok(word)
            }
            None => Err(self.complain_at(self.at, &[what, " is missing here"])),
        }
    }

    /// Takes the next word if it is this one.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        self.offer(&[word]);
        let fits = self.peek() == Some(word);
        self.at += usize::from(fits);
        fits
    }

    /// Takes the next word, which must be one of these, and returns its place among them.
    pub(super) fn pick(&mut self, what: &str, words: &[&str]) -> Result<usize, Fault> {
        self.offer(words);
        let word = match self.peek() {
            Some(word) if !word.is_empty() => word,
            _ => return Err(self.complain_at(self.at, &[what, " is missing here"])),
        };
        let found = words.iter().position(|candidate| *candidate == word);
        self.at += 1;
        found.ok_or_else(|| self.unknown(what, word, words))
    }

    /// A complaint about the word just taken: it is none of these.
    pub(super) fn unknown(&self, what: &str, word: &str, words: &[&str]) -> Fault {
        let complaint = self.complain(&["`", word, "` is no ", bare(what)]);
        meaning(complaint, nearest(word, words))
    }

    /// Takes the next word and reads it.
    pub(super) fn read<T>(
        &mut self,
        what: &str,
        read: fn(&str) -> Result<T, &'static str>,
    ) -> Result<T, Fault> {
        let word = self.next(what)?;
        read(word).map_err(|reason| self.refuse(word, reason))
    }

    fn refuse(&self, word: &str, reason: &str) -> Fault {
        self.complain(&["`", word, "` ", reason])
    }

    /// The text from the next word to the end of the line, and leaves no word.
    pub(super) fn rest(&mut self) -> &'a str {
        let text = self.words.get(self.at).map_or("", |word| &self.line.text[word.start..]);
        self.at = self.words.len();
        text.trim_end()
    }

    /// The words from the next one up to `end`, which must please the judge.
    pub(super) fn judged(
        &mut self,
        end: usize,
        what: &str,
        forms: &[&str],
        judge: &dyn Fn(&[&str]) -> Result<(), Reject>,
    ) -> Result<Vec<String>, Fault> {
        self.offer(forms);
        let start = self.at;
        let words: Vec<&str> = self.words[start..end].iter().map(|word| word.text).collect();
        if words.iter().all(|word| word.is_empty()) {
            return Err(self.complain_at(start, &[what, " is missing here"]));
        }
        let unknown = !forms.is_empty() && !forms.contains(&words[0]);
        match judge(&words) {
            Ok(()) => {
                self.at = end;
                Ok(words.into_iter().map(String::from).collect())
            }
            Err(reject) => {
                let place = reject.word.min(words.len());
                let word = words.get(place).copied().unwrap_or("");
                let expected = if place == 0 && unknown && reject.expected.is_empty() {
                    forms
                } else {
                    &reject.expected
                };
                let suggestion = nearest(word, expected);
                let complaint = self.complain_at(start + place, &[&reject.reason]);
                Err(meaning(complaint, suggestion))
            }
        }
    }

    /// Complains unless all words have been taken.
    pub(super) fn finish(&self) -> Result<(), Fault> {
        match self.peek() {
            Some(word) if !word.is_empty() => {
                Err(self.complain_at(self.at, &["`", word, "` is not understood here"]))
            }
            _ => Ok(()),
        }
    }

    /// A complaint about the word just taken.
    pub(super) fn complain(&self, message: &[&str]) -> Fault {
        self.complain_at(self.at.saturating_sub(1), message)
    }

    /// A complaint about the word with this place, or about the end of the line.
    pub(super) fn complain_at(&self, place: usize, message: &[&str]) -> Fault {
        let (column, width) = match (self.words.get(place), self.words.last()) {
            (Some(word), _) => (word.column, word.text.chars().count()),
            (None, Some(last)) => (last.column + last.text.chars().count() as u32 + 1, 1),
            (None, None) => (1, 1),
        };
        self.line.complain(column, width as u32, message.concat())
    }

    /// Splits the next words at `->`, so that `n1->n5` reads like `n1 -> n5`.
    pub(super) fn loosen_arrow(&mut self) {
        for place in self.at..self.words.len() {
            let word = self.words[place];
            if word.text == "-" || word.text.contains('=') {
                return;
            }
            let Some(arrow) = find(word.text, "->") else { continue };
            let cuts = [0, arrow, arrow + 2, word.text.len()];
            let parts = cuts.windows(2).filter(|cut| cut[0] < cut[1]).map(|cut| Word {
                text: &word.text[cut[0]..cut[1]],
                column: word.column + word.text[..cut[0]].chars().count() as u32,
                start: word.start + cut[0],
                gap: word.gap && cut[0] == 0,
            });
            self.words.splice(place..=place, parts.collect::<Vec<_>>());
            return;
        }
    }
}

/// Where a short text first stands in another: without the tables of the library's search.
pub(super) fn find(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|part| part == wanted.as_bytes())
}

/// `a node` without its article.
fn bare(what: &str) -> &str {
    what.strip_prefix("an ").or(what.strip_prefix("a ")).unwrap_or(what)
}

/// The candidate nearest to a word, if one is near enough to have been meant.
pub(crate) fn nearest(word: &str, candidates: &[&str]) -> Option<String> {
    let word: Vec<char> = word.chars().take(48).collect();
    let most = (word.len() / 3).max(1);
    let (mut least, mut best) = (most + 1, None);
    for candidate in candidates.iter().filter(|it| !it.is_empty() && !word.is_empty()) {
        let distance = distance(&word, candidate);
        if distance < least {
            (least, best) = (distance, Some(String::from(*candidate)));
        }
    }
    best
}

/// How many letters must be added, removed, changed or swapped with their neighbours; a letter of
/// the other case is as good.
fn distance(from: &[char], to: &str) -> usize {
    let to: Vec<char> = to.chars().take(48).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = Vec::with_capacity(above.len());
        row.push(i + 1);
        for (j, b) in to.iter().enumerate() {
            let changed = above[j] + usize::from(!a.eq_ignore_ascii_case(b));
            let mut best = changed.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = core::mem::replace(&mut above, row);
    }
    above[to.len()]
}
