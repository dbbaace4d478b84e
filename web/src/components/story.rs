//! What happens, and why: the sentences around the present one.

use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::t;
use clusterscope::exhibit::{About, Sentence};
use clusterscope::view::Line;
use std::rc::Rc;
use yew::prelude::*;

/// What the story shows.
#[derive(PartialEq)]
pub struct StoryProps {
    /// The sentences, in order.
    pub story: Rc<Vec<Sentence>>,
    /// The number of the present one; 0 before the first.
    pub present: usize,
    /// The position, where a rule was broken just there.
    pub broken_at: Option<usize>,
    /// What was opened.
    pub about: Rc<About>,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

fn source(line: &Line) -> Html {
    html! { if !line.source.is_empty() { { " " }<cite>{ line.source }</cite> } }
}

fn reason(line: &Line, present: bool) -> Html {
    if line.why.is_empty() && line.source.is_empty() {
        return Html::default();
    }
    html! {
        <p class="w">
            if present && !line.why.is_empty() { <b>{ t().why }</b>{ " " } }
            { &*line.why }{ source(line) }
        </p>
    }
}

fn sentence(sentence: &Sentence, props: &StoryProps) -> Html {
    let present = sentence.index == props.present;
    let bad = props.broken_at.is_some_and(|at| (sentence.first..=sentence.last).contains(&at));
    let class = match (present, sentence.index > props.present) {
        (true, _) if bad => "now bad",
        (true, _) => "now",
        (_, true) => "next",
        _ => "past",
    };
    let (on, first) = (props.on.clone(), sentence.first);
    let onclick = Callback::from(move |_: MouseEvent| on.emit(Msg::Seek(first)));
    let mut lines = sentence.lines.iter();
    let head = lines.next().cloned().unwrap_or_default();
    // A caption of its own is a sentence already, and nobody wants to know the next one.
    let caption = sentence.caption.as_ref().filter(|it| class != "next" && **it != head.text);
    let rest = lines.take(if present { 6 } else { 0 });
    html! {
        <li {class} key={sentence.index} aria-current={present.then_some("step")}>
            <span class="m tm">{ (sentence.at / 1000).to_string() }</span>
            <div>
                if present {
                    <p class="h">{ &*head.text }</p>
                } else {
                    <button type="button" class="h" {onclick}>
                        if class == "next" { { t().next }{ " " } }
                        { &*head.text }
                    </button>
                }
                { reason(&head, present) }
                { all(rest.map(|line| html! {
                    <p class="w">{ &*line.text }{ " " }{ &*line.why }{ source(line) }</p>
                })) }
                if let Some(caption) = caption { <p class="say">{ &**caption }</p> }
            </div>
        </li>
    }
}

/// The story.
pub fn story(props: &StoryProps) -> Html {
    html! {
        <section class="why" aria-label={t().story}>
            <h2>{ t().heading_story }</h2>
            <div class="scroll" tabindex="0">
                <ol class="story">
                    if props.present == 0 {
                        <li class="now" key="0" aria-current="step">
                            <span class="m tm">{ "0" }</span>
                            <div>
                                <p class="h">{ t().nothing_yet }</p>
                                <p class="w">{ t().press_play }</p>
                                <p class="say">{ &*props.about.teaches }</p>
                                <p class="w small">
                                    { props.about.card.summary }{ " " }
                                    <cite>{ props.about.card.source }</cite>
                                </p>
                            </div>
                        </li>
                    }
                    { all(props.story.iter().map(|one| sentence(one, props))) }
                </ol>
            </div>
        </section>
    }
}
