//! The keyboard map: from a key and what holds the focus to a wish.

use crate::msg::{Msg, Overlay};

/// What holds the focus, as far as keys care: it keeps the keys that it uses itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Nothing in particular.
    Page,
    /// Something that Space and Enter press.
    Button,
    /// The time slider: arrows, Home, End and the page keys are its own.
    Slider,
    /// Something that takes all keys: a text field, a list.
    Field,
}

/// A key that was pressed.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// Its name, as the browser says it.
    pub key: &'a str,
    /// With Ctrl, or Command.
    pub ctrl: bool,
    /// With Shift.
    pub shift: bool,
    /// With Alt.
    pub alt: bool,
    /// Because it is held down.
    pub repeat: bool,
}

/// The wish that a key stands for. Repeated presses only walk.
pub fn wish(press: Press<'_>, focus: Focus) -> Option<Msg> {
    if press.alt || focus == Focus::Field {
        return None;
    }
    if press.ctrl {
        return match (press.key, press.shift) {
            ("z" | "Z", false) => Some(Msg::Undo),
            ("z" | "Z", true) => Some(Msg::Redo),
            _ => None,
        };
    }
    if let Some(walk) = walk(press, focus) {
        return Some(walk);
    }
    match press.key {
        _ if press.repeat => None,
        " " if focus != Focus::Button => Some(Msg::Play),
        "Escape" => Some(Msg::Escape),
        "c" => Some(Msg::Crash),
        "f" => Some(Msg::FullScreen),
        "/" => Some(Msg::Find),
        ":" => Some(Msg::Open(Some(Overlay::Command))),
        "?" => Some(Msg::Open(Some(Overlay::Help))),
        digit if digit.len() == 1 => {
            let place = digit.bytes().next()?.checked_sub(b'1')?;
            (place < 9).then_some(Msg::Node(place.into()))
        }
        _ => None,
    }
}

fn walk(press: Press<'_>, focus: Focus) -> Option<Msg> {
    let sentences = if press.shift { 10 } else { 1 };
    match press.key {
        "," => Some(Msg::Event(-1)),
        "." => Some(Msg::Event(1)),
        "[" => Some(Msg::Marker(-1)),
        "]" => Some(Msg::Marker(1)),
        _ if focus == Focus::Slider => None,
        "ArrowLeft" => Some(Msg::Step(-sentences)),
        "ArrowRight" => Some(Msg::Step(sentences)),
        "Home" => Some(Msg::Start),
        "End" => Some(Msg::Latest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press<'_> {
        Press { key, ctrl: false, shift: false, alt: false, repeat: false }
    }

    #[test]
    fn space_plays_but_a_focused_button_keeps_it() {
        assert_eq!(wish(press(" "), Focus::Page), Some(Msg::Play));
        assert_eq!(wish(press(" "), Focus::Slider), Some(Msg::Play));
        assert_eq!(wish(press(" "), Focus::Button), None);
    }

    #[test]
    fn a_field_keeps_all_keys() {
        for key in [" ", "ArrowLeft", "c", "?", "1", "Escape", "["] {
            assert_eq!(wish(press(key), Focus::Field), None, "{key}");
        }
    }

    #[test]
    fn the_slider_keeps_the_keys_that_move_it() {
        for key in ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp"] {
            assert_eq!(wish(press(key), Focus::Slider), None, "{key}");
        }
        assert_eq!(wish(press("."), Focus::Slider), Some(Msg::Event(1)));
    }

    #[test]
    fn arrows_walk_by_sentence_and_ten_with_shift() {
        assert_eq!(wish(press("ArrowRight"), Focus::Page), Some(Msg::Step(1)));
        let jump = Press { shift: true, ..press("ArrowLeft") };
        assert_eq!(wish(jump, Focus::Button), Some(Msg::Step(-10)));
    }

    #[test]
    fn digits_choose_nodes_and_other_characters_do_nothing() {
        assert_eq!(wish(press("1"), Focus::Page), Some(Msg::Node(0)));
        assert_eq!(wish(press("9"), Focus::Page), Some(Msg::Node(8)));
        for key in ["0", "x", "é", "Tab", "F5", ""] {
            assert_eq!(wish(press(key), Focus::Page), None, "{key}");
        }
    }

    #[test]
    fn undo_and_redo_need_ctrl_and_other_chords_are_left_alone() {
        let ctrl = |key, shift| Press { ctrl: true, shift, ..press(key) };
        assert_eq!(wish(ctrl("z", false), Focus::Page), Some(Msg::Undo));
        assert_eq!(wish(ctrl("Z", true), Focus::Page), Some(Msg::Redo));
        assert_eq!(wish(ctrl("c", false), Focus::Page), None);
        assert_eq!(wish(Press { alt: true, ..press("ArrowLeft") }, Focus::Page), None);
    }

    #[test]
    fn a_key_held_down_walks_but_does_not_toggle() {
        let held = |key| Press { repeat: true, ..press(key) };
        assert_eq!(wish(held("ArrowRight"), Focus::Page), Some(Msg::Step(1)));
        assert_eq!(wish(held(" "), Focus::Page), None);
        assert_eq!(wish(held("c"), Focus::Page), None);
    }
}
