//! Other runs of the scenario, other futures of this one, and what the scenario expects.

use super::{Button, icon};
use crate::html::{all, classes, html};
use crate::msg::Msg;
use crate::session::run_name;
use crate::texts::{hundredths, moment, t};
use clusterscope::exhibit::{Expectation, Extent, Fulfilment, Future, Other, Run};
use std::rc::Rc;
use yew::prelude::*;

/// What the panel shows.
#[derive(PartialEq)]
pub struct RunsProps {
    /// Runs of the scenario.
    pub runs: Rc<Vec<Run>>,
    /// Futures that acts have opened.
    pub futures: Rc<Vec<Future>>,
    /// What is expected.
    pub expectations: Rc<Vec<Expectation>>,
    /// How much is recorded, and what it costs.
    pub extent: Extent,
    /// What stands beside the picture.
    pub beside: Option<Other>,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// A row: take it up, or show it beside.
fn row(
    props: &RunsProps,
    name: String,
    about: Html,
    current: bool,
    take: Msg,
    other: Other,
) -> Html {
    let shown = props.beside == Some(other);
    let beside =
        Button { pressed: Some(shown), about: name.clone().into(), ..Button::new(t().beside) };
    let pick = Button { class: "lnk", pressed: Some(current), ..Button::new(name) };
    html! {
        <>
            { pick.draw(&props.on, take) }{ about }
            if !current {
                { beside.draw(&props.on, Msg::Compare((!shown).then_some(other))) }
            }
        </>
    }
}

fn scenario(props: &RunsProps) -> Html {
    let draw = |(at, run): (usize, &Run)| {
        let name = run_name(run, &props.runs);
        let about = html! { <span class="t3">{ run.forks_at.map(moment) }</span> };
        let row = row(props, name, about, run.current, Msg::Run(at), Other::Run(at));
        html! { <li key={at} aria-current={run.current.then_some("true")}>{ row }</li> }
    };
    html! {
        if props.runs.len() > 1 {
            <h3>{ t().runs }</h3>
            <ul class="tree">{ all(props.runs.iter().enumerate().map(draw)) }</ul>
        }
    }
}

fn futures(props: &RunsProps) -> Html {
    const DEPTHS: [&str; 6] = ["d0", "d1", "d2", "d3", "d4", "d5"];
    let draw = |future: &Future| {
        let root = future.parent.is_none();
        let name = if root { t().as_written } else { &future.act }.to_string();
        let at = (!root).then(|| moment(future.at));
        let about = html! { <span class="t3">{ at }</span> };
        let (take, other) = (Msg::Future(future.id), Other::Future(future.id));
        let class = classes!(DEPTHS[future.depth.min(5)], future.on_path.then_some("path"));
        html! {
            <li {class} key={future.id} aria-current={future.current.then_some("true")}>
                { row(props, name, about, future.current, take, other) }
            </li>
        }
    };
    html! {
        <>
            <h3>{ t().futures }</h3>
            if props.futures.len() > 1 {
                <ul class="tree">{ all(props.futures.iter().map(draw)) }</ul>
            } else {
                <p class="t3">{ t().futures_help }</p>
            }
        </>
    }
}

fn expectation(one: &Expectation, on: &Callback<Msg>) -> Html {
    let (class, icon, word, at, why) = match &one.state {
        Fulfilment::Pending => ("v wait", icon::WAIT, t().pending, None, ""),
        Fulfilment::Met(at) => ("v", icon::TICK, t().met, Some(*at), ""),
        Fulfilment::Failed(at, why) => ("v fail", icon::CROSS, t().failed, Some(*at), &**why),
    };
    html! {
        <li>
            <span {class}>{ icon::draw(icon) }{ word }</span>
            <code>{ one.text.trim() }</code>
            if !why.is_empty() { <p class="t2">{ why }</p> }
            if let Some(at) = at {
                { Button { class: "lnk", ..Button::new(t().go_there) }.draw(on, Msg::Seek(at)) }
            }
        </li>
    }
}

/// How much memory the history takes.
fn memory(extent: &Extent) -> Html {
    let mib = |bytes: usize| hundredths((bytes as u64 * 100) >> 20);
    html! {
        <>
            <h3>{ t().memory }</h3>
            <p class="t3">
                { extent.events }{ " " }{ t().event }{ "s, " }
                { mib(extent.bytes) }{ " " }{ t().of }{ " " }{ extent.cap >> 20 }{ " MiB. " }
                if extent.full { <b class="bad">{ t().memory_full }</b> }
            </p>
        </>
    }
}

/// The panel.
pub fn runs(props: &RunsProps) -> Html {
    html! {
        <section class="runs" aria-label={t().tab_runs}>
            <h2 class="vh">{ t().tab_runs }</h2>
            { scenario(props) }
            { futures(props) }
            <h3>{ t().expectations }</h3>
            if props.expectations.is_empty() {
                <p class="t3">{ t().no_expectations }</p>
            } else {
                <ul class="wants">
                    { all(props.expectations.iter().map(|one| expectation(one, &props.on))) }
                </ul>
            }
            { memory(&props.extent) }
        </section>
    }
}
