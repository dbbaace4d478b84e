//! The command box: one line of the scenario language, with what can be typed next.

use super::Button;
use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::t;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the box shows.
#[derive(PartialEq)]
pub struct CommandProps {
    /// What was typed so far.
    pub text: AttrValue,
    /// What can be typed next.
    pub hints: Rc<Vec<String>>,
    /// What is wrong with the last line.
    pub complaint: Option<AttrValue>,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// The text with its last word replaced.
fn completed(text: &str, word: &str) -> String {
    let kept = text.rfind(char::is_whitespace).map_or("", |end| &text[..=end]);
    // A completion may be the whole line as well as the next word.
    let kept = if word.starts_with(kept.trim_start()) { "" } else { kept };
    [kept, word, " "].concat()
}

/// The box.
pub fn command_box(props: &CommandProps) -> Html {
    let (on, text) = (props.on.clone(), props.text.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            on.emit(Msg::Type(input.value()));
        }
    });
    let first = props.hints.first().map(|hint| completed(&text, hint));
    let on = props.on.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| match (&*event.key(), &first) {
        ("Enter", _) if !text.trim().is_empty() => on.emit(Msg::Command(text.to_string())),
        ("Escape", _) => on.emit(Msg::Open(None)),
        ("Tab", Some(first)) if !event.shift_key() && !text.is_empty() => {
            event.prevent_default();
            on.emit(Msg::Type(first.clone()));
        }
        _ => {}
    });
    let hint = |hint: &String| {
        let button = Button { class: "lnk m", ..Button::new(hint.clone()) };
        button.draw(&props.on, Msg::Type(completed(&props.text, hint)))
    };
    html! {
        <section class="cmd" aria-label={t().command}>
            if let Some(complaint) = &props.complaint { <pre role="alert">{ complaint }</pre> }
            <p class="hints">{ all(props.hints.iter().take(12).map(hint)) }</p>
            <label>
                <span class="m" aria-hidden="true">{ ":" }</span>
                <input class="m" type="text" aria-label={t().command} autocomplete="off"
                    autocapitalize="off" spellcheck="false"
                    value={props.text.clone()} {oninput} {onkeydown} />
            </label>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::completed;

    #[test]
    fn a_completion_replaces_the_last_word_or_the_line() {
        assert_eq!(completed("cr", "crash"), "crash ");
        assert_eq!(completed("crash n", "n1"), "crash n1 ");
        assert_eq!(completed("crash n", "crash n1"), "crash n1 ");
        assert_eq!(completed("crash ", "leader"), "crash leader ");
    }
}
