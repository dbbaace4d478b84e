//! How a file is read, where that is not plain: its form, and for logs the regular expression.

use super::Wish;
use super::read::File;
use crate::components::{Button, chosen, list, option, overlay, value};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::t;
use clusterscope_trace::Source;
use yew::prelude::*;

/// The dialog.
pub(super) fn draw(file: &File, on: &Callback<Msg>) -> Html {
    let place = |source: &Source| Source::ALL.iter().position(|other| other == source);
    let form = file.options.source.as_ref().and_then(place).map_or(0, |place| place + 1);
    let forms = [t().any_form].into_iter().chain(Source::ALL.iter().map(|source| source.title()));
    let forms = all(forms.enumerate().map(|(at, name)| option(at, at == form, name)));
    let wrong = file.read.as_ref().and_then(|read| read.as_ref().err());
    let text = |name, wish: fn(String) -> Wish, set: &Option<String>| {
        let (on, set) = (on.clone(), set.clone().unwrap_or_default());
        let oninput = Callback::from(move |event: InputEvent| {
            on.emit(wish(value(&event)).into());
        });
        html! {
            <label class="line">
                <span class="k">{ name }</span>
                <input class="m" type="text" value={set} autocomplete="off" autocapitalize="off"
                    spellcheck="false" {oninput} />
            </label>
        }
    };
    let inside = html! {
        <div class="export">
            <p><b>{ &*file.name }</b></p>
            if let Some(wrong) = wrong {
                <p>{ t().cannot_read }</p>
                <pre class="bad" role="alert">{ &**wrong }</pre>
            }
            <div class="how">
                { list(t().trace_form, "opt", chosen(on, |it| Wish::Form(it).into()), forms) }
            </div>
            { text(t().trace_pattern, Wish::Pattern, &file.options.pattern) }
            { text(t().trace_delimiter, Wish::Delimiter, &file.options.delimiter) }
            <p class="t3">{ t().trace_pattern_help }</p>
            <p class="do">
                { Button { class: "play", ..Button::new(t().trace_read) }
                    .draw(on, Wish::Read.into()) }
                <span class="sp" />
                { Button::new(t().close).draw(on, Msg::Open(None)) }
            </p>
        </div>
    };
    overlay::dialog(t().trace_open, on, inside)
}
