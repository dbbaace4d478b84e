//! What the system is as a whole: what can be counted, and the last lookup in words.

use crate::html::{all, html};
use crate::panels;
use crate::texts::t;
use clusterscope::exhibit::Frame;
use clusterscope::view::{Overview, Ring};
use std::rc::Rc;
use yew::prelude::*;

/// What the panel shows: a picture, or two beside each other, and what each is called.
pub struct OverviewProps {
    /// The pictures.
    pub frames: Vec<(String, Rc<Frame>)>,
}

/// Much happens that changes nothing of what is counted.
impl PartialEq for OverviewProps {
    fn eq(&self, other: &Self) -> bool {
        self.seen().eq(other.seen())
    }
}

impl OverviewProps {
    fn seen(&self) -> impl Iterator<Item = (&String, &Overview)> {
        self.frames.iter().map(|(name, frame)| (name, &frame.overview))
    }
}

/// Whether there is anything to show.
pub fn any(frame: &Frame) -> bool {
    let overview = &frame.overview;
    !overview.panels.is_empty() || overview.ring.as_ref().is_some_and(|ring| !ring.walk.is_empty())
}

/// The steps of the last lookup.
fn walk(ring: &Ring) -> Html {
    let step = |text: &str| html! { <li>{ text }</li> };
    html! {
        if !ring.walk.is_empty() {
            <h3>{ t().last_lookup }</h3>
            <ol class="steps">{ all(ring.walk.iter().map(|look| step(&look.text))) }</ol>
        }
    }
}

/// The panel.
pub fn overview(props: &OverviewProps) -> Html {
    let two = props.frames.len() > 1;
    let draw = |(at, (name, frame)): (usize, &(String, Rc<Frame>))| {
        let overview = &frame.overview;
        let twin = two.then(|| &*props.frames[1 - at].1.overview.panels);
        html! {
            <div>
                <h3 class={if two { "of" } else { "vh" }}>{ &**name }</h3>
                { panels::all(&overview.panels, twin) }
                { overview.ring.as_deref().map(walk) }
            </div>
        }
    };
    html! {
        <section class={if two { "over both" } else { "over" }} aria-label={t().tab_overview}>
            <h2 class="vh">{ t().tab_overview }</h2>
            { all(props.frames.iter().enumerate().map(draw)) }
        </section>
    }
}
