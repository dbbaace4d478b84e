//! The strip that says whether all rules hold.

use super::{Button, icon};
use crate::html::{all, html};
use crate::msg::{Msg, Overlay, Tab};
use crate::session::broken;
use crate::texts::t;
use clusterscope::exhibit::{Expectation, Fulfilment, Rule};
use std::rc::Rc;
use yew::prelude::*;

/// What the strip shows.
#[derive(PartialEq)]
pub struct VerdictProps {
    /// The rules.
    pub rules: Rc<Vec<Rule>>,
    /// The position.
    pub event: usize,
    /// What the scenario expects.
    pub expectations: Rc<Vec<Expectation>>,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// How the expectations fare up to a position: a sign and a few words.
fn expected(props: &VerdictProps) -> Html {
    let states = || props.expectations.iter().map(|one| &one.state);
    let met = states().filter(|s| matches!(s, Fulfilment::Met(at) if *at <= props.event)).count();
    let failed = states().any(|s| matches!(s, Fulfilment::Failed(at, _) if *at <= props.event));
    let all = props.expectations.len();
    let (class, icon) = match failed {
        true => ("b v fail", icon::CROSS),
        false if met == all => ("b v", icon::TICK),
        false => ("b v wait", icon::WAIT),
    };
    let count = [&met.to_string(), " ", t().of, " ", &all.to_string(), " "].concat();
    let words = if failed { t().expectation_failed } else { t().expectations_met };
    let name = if failed { words.to_string() } else { count + words };
    html! {
        if all > 0 {
            { Button { icon, class, ..Button::new(name) }.draw(&props.on, Msg::Tab(Tab::Runs)) }
        }
    }
}

fn holding(props: &VerdictProps) -> Html {
    if props.rules.is_empty() {
        return html! { <p class="t3">{ t().no_rules }</p> };
    }
    let count = props.rules.len().to_string();
    let lead = [&count, " ", t().of, " ", &count, " ", t().all_hold].concat();
    let lead = Button { class: "b lead", ..Button::new(lead) };
    html! {
        <>
            { lead.draw(&props.on, Msg::Open(Some(Overlay::Rules))) }
            <ul class="rules">
                { all(props.rules.iter().map(|rule| html! {
                    <li class="v" key={rule.name}>{ icon::draw(icon::TICK) }{ rule.title }</li>
                })) }
            </ul>
            { expected(props) }
        </>
    }
}

fn breaking(props: &VerdictProps, first: &Rule) -> Html {
    let Some(violation) = &first.broken else { return Html::default() };
    let facts = violation.facts.iter().map(|fact| fact.text.as_str()).collect::<Vec<_>>();
    let others: Vec<_> = broken(&props.rules, props.event)
        .filter(|rule| rule.name != first.name)
        .map(|rule| rule.title)
        .collect();
    let show = Button { class: "b inv", ..Button::new(t().show_how) };
    let history = Button { class: "b inv", ..Button::new(t().show_history) };
    html! {
        <>
            <b class="lead">{ icon::draw(icon::CROSS) }{ first.title }{ " " }{ t().is_broken }</b>
            <span class="what">
                { facts.join("; ") }
                if let Some(outside) = &violation.outside { { " — " }{ &**outside } }
            </span>
            { show.draw(&props.on, Msg::ShowHow(violation.event)) }
            if broken(&props.rules, props.event).any(|rule| rule.history) {
                { history.draw(&props.on, Msg::Open(Some(Overlay::History))) }
            }
            if !others.is_empty() {
                <span class="rest">{ t().also_broken }{ " " }{ others.join(", ") }</span>
            }
        </>
    }
}

/// The strip.
pub fn verdict(props: &VerdictProps) -> Html {
    let first = broken(&props.rules, props.event)
        .min_by_key(|rule| rule.broken.as_ref().map_or(usize::MAX, |broken| broken.event));
    let class = if first.is_some() { "verdict bad" } else { "verdict" };
    html! {
        <section {class} aria-label={t().invariants}>
            { first.map_or_else(|| holding(props), |first| breaking(props, first)) }
        </section>
    }
}
