//! What is selected: a node's disk and memory apart, a message's contents, and what can be done.

use super::{Button, icon};
use crate::faults::{self, FAULTS};
use crate::geometry::orbit::arc_at;
use crate::html::{all, html};
use crate::msg::Msg;
use crate::panels;
use crate::scene::{Pick, Wants};
use crate::stage::ring::readout;
use crate::texts::{hundredths, moment, t};
use clusterscope::exhibit::{Frame, MessageFrame, NodeFrame, Status};
use clusterscope::view::{Keeping, Panel, Ring, Turn};
use std::rc::Rc;
use yew::prelude::*;

/// What the inspector shows.
#[derive(PartialEq)]
pub struct InspectorProps {
    /// The picture.
    pub frame: Rc<Frame>,
    /// What is selected.
    pub selected: Option<Pick>,
    /// Whether causes and effects of the selected event are shown.
    pub causes: bool,
    /// Whether nothing can be done to the run.
    pub recorded: bool,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// What can be done to the target, each a button of its own.
fn acts(props: &InspectorProps, wants: Wants, target: Pick, about: &str) -> Html {
    if props.recorded {
        return Html::default();
    }
    let about = AttrValue::from(about.to_string());
    let button = |at: usize| {
        let line = faults::line(at, &props.frame, target)
            .filter(|_| faults::possible(at, &props.frame, target))?;
        let fault = &FAULTS[at];
        let undo = faults::suffered(at, &props.frame, target);
        let name = if undo { fault.undo_name } else { fault.name }(t());
        let keys = (at == faults::CRASH).then_some("c");
        Some(
            Button { about: about.clone(), keys, ..Button::new(name) }
                .draw(&props.on, Msg::Do(line)),
        )
    };
    let fitting = (0..FAULTS.len()).filter(|at| faults::group(*at) == wants);
    html! { <div class="acts">{ all(fitting.filter_map(button)) }</div> }
}

fn status(node: &NodeFrame, now: u64) -> Html {
    let word = match node.status {
        Status::Up => return html! { { &*node.view.detail } },
        Status::Down => t().down,
        Status::Paused => t().paused,
        Status::Unborn => t().unborn,
    };
    html! { <>{ word }{ " " }{ moment(now.saturating_sub(node.since)) }</> }
}

/// What part a node plays; one that does not run plays none.
fn role(node: &NodeFrame) -> Html {
    match node.status {
        Status::Up | Status::Paused => html! { { [&node.view.role, " "].concat() } },
        Status::Down | Status::Unborn => Html::default(),
    }
}

/// The panels of one kind of keeping, side by side with the others.
fn side(node: &NodeFrame, keeping: Keeping, extra: Html) -> Html {
    let (class, icon, name, help) = match keeping {
        Keeping::Disk => ("disk", icon::DISK, t().on_disk, t().on_disk_help),
        Keeping::Memory | Keeping::Nowhere => {
            ("mem", icon::MEMORY, t().in_memory, t().in_memory_help)
        }
    };
    // A node that does not run has no memory: what it last held is gone.
    let gone = keeping == Keeping::Memory && !matches!(node.status, Status::Up | Status::Paused);
    let kept = |panel: &&Panel| panel.keeping == keeping && !gone;
    let panels = node.view.panels.iter().enumerate().filter(|(_, panel)| kept(panel));
    let panels = panels.map(|(at, panel)| {
        let changed = node.changed.iter().filter(|place| place.0 == at).map(|place| place.1);
        panels::draw(panel, &changed.collect::<Vec<_>>())
    });
    html! {
        <div {class}>
            <h3>{ icon::draw(icon) }{ name }<span>{ help }</span></h3>
            { all(panels) }
            if gone {
                <p class="t2">{ t().memory_gone }</p>
            } else {
                { extra }
            }
        </div>
    }
}

/// What a node is armed with and how its clock is off: memory of a kind, drawn from the picture.
fn clocks(node: &NodeFrame, now: u64) -> Html {
    let timers = node.timers.iter();
    let signed = |value: i64| (if value < 0 { "−" } else { "+" }).to_string();
    html! {
        <dl>
            { all(timers.map(|timer| html! {
                <div>
                    <dt>{ timer.name }</dt>
                    <dd class="m">{ moment(timer.due.saturating_sub(now)) }</dd>
                </div>
            })) }
            if node.skew != 0 {
                <div>
                    <dt>{ t().clock }</dt>
                    <dd class="m">{ signed(node.skew) + &moment(node.skew.unsigned_abs()) }</dd>
                </div>
            }
            if node.drift != 0 {
                <div>
                    <dt>{ t().drift }</dt>
                    <dd class="m">
                        { signed(node.drift.into()) }
                        { hundredths(u64::from(node.drift.unsigned_abs()) / 100) }{ "%" }
                    </dd>
                </div>
            }
        </dl>
    }
}

fn node(props: &InspectorProps, node: &NodeFrame) -> Html {
    let now = props.frame.now;
    html! {
        <>
            <header>
                <h2>{ &*node.name }</h2>
                <span class="t2">{ role(node) }{ status(node, now) }</span>
            </header>
            { acts(props, Wants::Node, Pick::Node(node.id), &node.name) }
            <div class="dm">
                { side(node, Keeping::Disk, Html::default()) }
                { side(node, Keeping::Memory, clocks(node, now)) }
            </div>
            { flights(props, |message| message.from == node.id || message.to == node.id) }
        </>
    }
}

/// Messages in flight as a list, for whoever does not point at the stage.
fn flights(props: &InspectorProps, wanted: impl Fn(&MessageFrame) -> bool) -> Html {
    let name = |id| faults::find_node(&props.frame, id).map_or("", |node| &node.name);
    let mut messages = props.frame.messages.iter().filter(|one| wanted(one)).take(12).peekable();
    if messages.peek().is_none() {
        return Html::default();
    }
    let row = |one: &MessageFrame| {
        let way = [&one.view.label, " ", name(one.from), " → ", name(one.to)].concat();
        let button = Button { class: "lnk", ..Button::new(way) };
        html! { <li key={one.id}>{ button.draw(&props.on, Msg::Pick(Pick::Message(one.id))) }</li> }
    };
    let rows = all(messages.map(row));
    html! { <><h3>{ t().in_flight }</h3><ul class="flights">{ rows }</ul></> }
}

fn message(props: &InspectorProps, one: &MessageFrame) -> Html {
    let name = |id| faults::find_node(&props.frame, id).map_or("", |node| &node.name);
    let way = [name(one.from), " ", t().to, " ", name(one.to)].concat();
    let field = |name: &str, value: String| {
        html! {
            <div><dt>{ name.to_string() }</dt><dd class="m">{ value }</dd></div>
        }
    };
    html! {
        <>
            <header>
                <h2>{ one.kind }</h2><span class="t2">{ &*way }</span>
                if one.lost { <span class="bad">{ t().will_be_lost }</span> }
                if one.held { <span class="wait">{ t().held }</span> }
            </header>
            { acts(props, Wants::Message, Pick::Message(one.id), one.kind) }
            <dl class="row">
                { all(one.view.fields.iter().map(|one| field(&one.name, one.value.clone()))) }
                { field(t().sent, moment(one.sent)) }
                if !one.held { { field(t().due, moment(one.due)) } }
            </dl>
            { causes(props) }
        </>
    }
}

fn causes(props: &InspectorProps) -> Html {
    let button = Button { pressed: Some(props.causes), ..Button::new(t().causes) };
    html! { <div class="acts">{ button.draw(&props.on, Msg::Causes) }</div> }
}

fn event(props: &InspectorProps, event: usize) -> Html {
    html! {
        <>
            <header><h2>{ t().event }{ " " }{ event }</h2></header>
            <div class="acts">{ Button::new(t().go_there).draw(&props.on, Msg::Seek(event)) }</div>
            { causes(props) }
        </>
    }
}

fn link(props: &InspectorProps, from: Pick) -> Html {
    let Pick::Link(a, b) = from else { return Html::default() };
    let name = |id| faults::find_node(&props.frame, id).map_or("", |node| &node.name);
    let way = [name(a), " → ", name(b)].concat();
    html! {
        <>
            <header><h2>{ &*way }</h2></header>
            { acts(props, Wants::Link, from, &way) }
            { flights(props, |one| (one.from, one.to) == (a, b) || (one.from, one.to) == (b, a)) }
        </>
    }
}

/// A place on the circle of positions: what lies there, and whose it is.
fn place(ring: &Ring, at: Turn) -> Html {
    let (name, text) = readout(ring, at);
    let (part, full) = ((u64::from(at) * 10_000) >> 32, u64::from(at));
    html! {
        <>
            <header><h2>{ name }</h2><span class="t2">{ text }</span></header>
            <dl class="row">
                <div>
                    <dt>{ t().position }</dt>
                    <dd class="m">{ full.to_string() }{ " (" }{ hundredths(part) }{ "%)" }</dd>
                </div>
                { all(arc_at(&ring.arcs, at).map(|(arc, _)| html! {
                    <div>
                        <dt>{ t().owner }</dt>
                        <dd class="m">
                            { ring.owners.get(usize::from(arc.owner)).map(|one| &*one.name) }
                        </dd>
                    </div>
                })) }
            </dl>
        </>
    }
}

/// The inspector.
pub fn inspector(props: &InspectorProps) -> Html {
    let frame = &props.frame;
    let body = match props.selected {
        Some(Pick::Node(id)) => faults::find_node(frame, id).map(|one| node(props, one)),
        Some(Pick::Message(id)) => Some(match faults::find_message(frame, id) {
            Some(one) => message(props, one),
            None => html! { <><p class="t2">{ t().landed }</p>{ causes(props) }</> },
        }),
        Some(pick @ Pick::Link(..)) => Some(link(props, pick)),
        Some(Pick::Event(at)) => Some(event(props, at)),
        Some(Pick::Place(at)) => frame.overview.ring.as_deref().map(|ring| place(ring, at)),
        None => None,
    };
    html! {
        <section class="insp" aria-label={t().inspector}>
            { body.unwrap_or_else(|| html! {
                <><p class="t2">{ t().nothing_selected }</p>{ flights(props, |_| true) }</>
            }) }
        </section>
    }
}
