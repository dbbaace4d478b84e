//! What lies over the page: the keyboard map, the rules spelled out, notices.

use super::{Button, icon};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::t;
use clusterscope::exhibit::Rule;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

/// A modal dialog with a heading: the browser keeps the focus inside and closes it on Escape. It
/// opens once it is in the page; see [`reveal`].
pub fn dialog(title: &'static str, on: &Callback<Msg>, inside: Html) -> Html {
    let close = on.clone();
    let onclose = Callback::from(move |_: Event| close.emit(Msg::Open(None)));
    html! {
        <dialog aria-label={title} {onclose}>
            <h2>{ title }</h2>
            { inside }
        </dialog>
    }
}

/// One that is only read.
fn told(title: &'static str, on: &Callback<Msg>, inside: Html) -> Html {
    let close = Button { class: "play", ..Button::new(t().close) }.draw(on, Msg::Open(None));
    dialog(title, on, html! { <>{ inside }{ close }</> })
}

/// What was laid over the page is in the page now: opens the dialog, or the command box takes the
/// focus.
pub fn reveal() {
    let find = |selector| crate::browser::document().query_selector(selector).ok().flatten();
    if let Some(dialog) = find("dialog").and_then(|it| it.dyn_into::<HtmlDialogElement>().ok()) {
        if !dialog.open() {
            let _ = dialog.show_modal();
        }
    } else if let Some(input) = find(".cmd input").and_then(|it| it.dyn_into::<HtmlElement>().ok())
    {
        let _ = input.focus();
    }
}

/// What lies over the page is about to go: a dialog that is closed gives the focus back.
pub fn conceal() {
    let open = crate::browser::document().query_selector("dialog[open]").ok().flatten();
    if let Some(dialog) = open.and_then(|it| it.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// The keyboard map.
pub fn help(on: &Callback<Msg>) -> Html {
    let keys = [
        (t().key_play, "Space"),
        (t().key_steps, "← →"),
        (t().key_ten, "Shift ← →"),
        (t().key_event, ", ."),
        (t().key_marker, "[ ]"),
        (t().key_ends, "Home End"),
        (t().key_node, "1 … 9"),
        (t().key_crash, "c"),
        (t().key_undo, "Ctrl Z, Ctrl Shift Z"),
        (t().key_command, ":"),
        (t().key_full, "f"),
        (t().key_escape, "Esc"),
        (t().key_help, "?"),
    ];
    let row = |(what, keys)| html! { <div><dt>{ what }</dt><dd><kbd>{ keys }</kbd></dd></div> };
    let map = html! {
        <>
            <dl>{ all(keys.into_iter().map(row)) }</dl>
            if let Some(version) = crate::browser::version() {
                <p class="t3">
                    { t().product }{ " " }{ version }{ " · " }
                    <a href="THIRD-PARTY-LICENSES.txt">{ t().licences }</a>
                </p>
            }
        </>
    };
    told(t().keyboard, on, map)
}

/// All rules, spelled out.
pub fn rules(rules: &Rc<Vec<Rule>>, event: usize, on: &Callback<Msg>) -> Html {
    let row = |rule: &Rule| {
        let bad = rule.broken.as_ref().is_some_and(|broken| broken.event <= event);
        let (class, icon) = if bad { ("v fail", icon::CROSS) } else { ("v", icon::TICK) };
        html! {
            <li>
                <b {class}>{ icon::draw(icon) }{ rule.title }</b>
                <p>{ rule.help }{ " " }<cite>{ rule.source }</cite></p>
            </li>
        }
    };
    let list = html! { <ul class="spelled">{ all(rules.iter().map(row)) }</ul> };
    told(t().invariants, on, list)
}

/// Something that the user should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What.
    pub text: AttrValue,
    /// What more there is to it, word for word.
    pub detail: AttrValue,
    /// What can be done about it.
    pub offer: Option<(&'static str, Msg)>,
    /// Whether it is bad news.
    pub bad: bool,
}

impl Notice {
    /// Good news.
    pub fn new(text: impl Into<AttrValue>) -> Self {
        Self { text: text.into(), detail: AttrValue::default(), offer: None, bad: false }
    }

    /// Bad news.
    pub fn bad(text: impl Into<AttrValue>, detail: String) -> Self {
        Self { detail: detail.into(), bad: true, ..Self::new(text) }
    }
}

/// Draws a notice; the region stays, so that what appears in it is announced.
pub fn notice(notice: Option<&Notice>, on: &Callback<Msg>) -> Html {
    let inside = notice.map(|notice| {
        let class = if notice.bad { "note bad" } else { "note" };
        html! {
            <div {class}>
                <p>
                    <b>{ &notice.text }</b>{ " " }
                    if let Some((name, msg)) = &notice.offer {
                        { Button { class: "lnk", ..Button::new(*name) }.draw(on, msg.clone()) }
                    }
                </p>
                if !notice.detail.is_empty() { <pre tabindex="0">{ &notice.detail }</pre> }
                { Button::bare(t().close, icon::CROSS).draw(on, Msg::Dismiss) }
            </div>
        }
    });
    html! { <div class="notes" role="status">{ inside }</div> }
}
