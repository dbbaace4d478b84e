//! One message on its way.

use super::crowd::{Member, Tight, place};
use super::{Shared, pick};
use crate::components::part::{Guards, Moving, Own};
use crate::geometry::Path;
use crate::geometry::crowd::SMALL;
use crate::html::{classes, html};
use crate::motion::{self, Beat, Mover};
use crate::scene::Pick;
use crate::shape::{self, BROKEN, PIECES, bars, clipped, cross, message_tone, sign};
use crate::svg::boxed;
use crate::words::w;
use clusterscope::exhibit::{Frame, MessageFrame};
use clusterscope::view::MessageKind;
use clusterscope_picture::motion::{TALL, Way, token_width};
use std::rc::Rc;
use yew::prelude::*;

/// How far the solid part of a way may end before its token's middle: the token hides that much,
/// and a line that grows has to be painted again.
const LAG: f64 = TALL / 2.0;

/// One message of a frame.
pub struct MessageProps {
    /// The layout and what moves.
    pub shared: Shared,
    /// The picture that it is in.
    pub frame: Rc<Frame>,
    /// Which message.
    pub index: usize,
    /// How many messages before it are at the same place all the time.
    pub slot: usize,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether it can be picked.
    pub open: bool,
    /// Whether it was lost just now; then it is one of the frame's lost messages.
    pub gone: bool,
}

impl MessageProps {
    fn message(&self) -> &MessageFrame {
        let messages = if self.gone { &self.frame.lost } else { &self.frame.messages };
        &messages[self.index]
    }

    /// The message's number.
    pub fn id(&self) -> u32 {
        self.message().id
    }

    fn lost(&self) -> bool {
        self.gone || self.message().lost
    }

    fn label(&self) -> &str {
        let view = &self.message().view;
        if self.shared.plan.compact { &view.short } else { &view.label }
    }

    fn tone(&self) -> &'static str {
        let view = &self.message().view;
        message_tone(view.kind, view.tone)
    }
}

impl PartialEq for MessageProps {
    fn eq(&self, other: &Self) -> bool {
        (self.selected, self.open, self.gone, self.slot)
            == (other.selected, other.open, other.gone, other.slot)
            && self.shared == other.shared
            && {
                let (a, b) = (self.message(), other.message());
                (a.id, a.from, a.to, a.sent, a.due, a.lost, a.held)
                    == (b.id, b.from, b.to, b.sent, b.due, b.lost, b.held)
                    && (&a.view.label, a.view.kind, a.view.tone)
                        == (&b.view.label, b.view.kind, b.view.tone)
            }
    }
}

/// The way of a token this wide and tall.
fn way(props: &MessageProps, size: (f64, f64)) -> Way {
    Way::new(&props.shared.plan, props.message(), size, props.slot, props.gone)
}

/// Marks an element once its message is lost.
fn breaker(element: web_sys::Element) -> impl FnMut(bool) {
    let mut was = false;
    // A token that is drawn again may carry the mark of before.
    let _ = element.remove_attribute("data-gone");
    move |broken| {
        if was != broken {
            was = broken;
            let _ = element.toggle_attribute_with_force("data-gone", broken);
        }
    }
}

/// The way of a message: what is behind it solid, what is before it dotted.
#[derive(PartialEq)]
pub struct Track(pub Rc<MessageProps>);

impl Moving for Track {
    fn draw(&self, own: &Own) -> Html {
        let props = &*self.0;
        let way = way(props, SMALL);
        let [group, tail, ..] = own.refs.clone();
        let length = way.lane.length;
        let lost = props.lost();
        let end = if lost { way.last } else { length };
        let head = Path::default().to(end - 7.0, -4.0).line(end, 0.0).line(end - 7.0, 4.0);
        html! {
            <g ref={group} class={classes!("track", props.tone())} transform={way.lane.transform()}>
                <line class="rest" x2={end} />
                <line ref={tail} class="tail" x2="1" transform="scale(0 1)" />
                if lost {
                    <path class="cross t-danger" d={cross(Path::default(), end, 0.0, 4.0)} />
                } else {
                    <path class="head" d={head} />
                }
            </g>
        }
    }

    fn follow(&self, own: &Own) -> Guards {
        let [group, tail, ..] = &own.refs;
        let (tail, mut mark) = (motion::transform(tail)?, breaker(group.cast()?));
        let (way, playhead) = (way(&self.0, SMALL), &self.0.shared.playhead);
        let (still, mut shown) = (playhead.still(), f64::NEG_INFINITY);
        Some(Box::new(playhead.on(Beat::Off, move |now| {
            let at = way.at(still.get(), now);
            if (at - shown).abs() >= LAG {
                shown = at;
                let _ = tail.set_scale(at as f32, 1.0);
            }
            mark(way.broken(still.get(), now));
        })))
    }
}

/// A message itself.
#[derive(PartialEq)]
pub struct Token(pub Rc<MessageProps>);

impl Moving for Token {
    fn draw(&self, own: &Own) -> Html {
        let props = &*self.0;
        let wide = token_width(props.message(), props.label());
        let message = props.message();
        let hit = if props.shared.plan.compact { 44.0 } else { 28.0 };
        html! {
            <g ref={own.refs[0].clone()} class={classes!("token", props.tone())}
                transform="translate(0 0)" role="button"
                data-pick={pick::encode(Pick::Message(message.id))}
                tabindex={if props.open { "0" } else { "-1" }}
                aria-pressed={if props.selected { "true" } else { "false" }}
                aria-disabled={(!props.open).then_some("true")}
                aria-label={name(props)}>
                { boxed("hit", (wide + 6.0).max(hit), hit, 3.0) }
                <g class={shape::case(message.view.kind)}>{ case(message, wide, props.label()) }</g>
                <g class={classes!("small", shape::case(message.view.kind))}>
                    { case_outline(message.view.kind, SMALL.0, SMALL.1) }
                    if message.view.kind != MessageKind::Request {
                        <path class="sign" d={sign(message.view.kind, 0.0)} />
                    }
                </g>
                if props.lost() {
                    { shards() }
                }
                if props.selected {
                    { boxed("chosen", wide + 10.0, TALL + 10.0, 2.0) }
                }
            </g>
        }
    }

    fn follow(&self, own: &Own) -> Guards {
        let (props, group) = (&*self.0, &own.refs[0]);
        let (mover, element) = (Mover::of(group)?, group.cast::<web_sys::Element>()?);
        let wide = token_width(props.message(), props.label());
        let ways = [(wide, TALL), SMALL].map(|size| way(props, size));
        let (tight, playhead) = (own.keep::<Tight>(), &props.shared.playhead);
        let (still, mut mark) = (playhead.still(), breaker(element.clone()));
        let (small, token) = (tight.clone(), mover.clone());
        let guard = playhead.on(Beat::Off, move |now| {
            let (x, y) = place(&ways, small.get(), still.get(), now);
            token.to(x, y);
            mark(ways[0].broken(still.get(), now));
        });
        let (id, chosen, size) = (props.id(), props.selected, (wide + 2.0, TALL + 2.0));
        let member = Member { id, element, mover, ways, tight, size, chosen };
        Some(Box::new((guard, props.shared.crush.join(member))))
    }
}

/// The outline of a token; also used by the legend.
pub fn case_outline(kind: MessageKind, w: f64, h: f64) -> Html {
    match kind {
        MessageKind::Request => boxed("", w, h, 0.0),
        MessageKind::Grant => boxed("", w, h, h / 2.0),
        MessageKind::Refusal => html! { <path d={clipped(w, h)} /> },
    }
}

fn case(message: &MessageFrame, wide: f64, label: &str) -> Html {
    let kind = message.view.kind;
    let pause = if message.held { 13.0 } else { 0.0 };
    let icon = if kind == MessageKind::Request { 0.0 } else { 15.0 };
    html! {
        <>
            { case_outline(kind, wide, TALL) }
            if icon > 0.0 {
                <path class="sign" d={sign(kind, 13.0 - wide / 2.0)} />
            }
            <text x={(icon - pause) / 2.0} y="4.5">{ label.to_owned() }</text>
            if message.held {
                <path class="held" d={bars(Path::default(), wide / 2.0 - 12.0, 0.0, 4.5)} />
            }
        </>
    }
}

/// What is left of a lost message.
pub fn shards() -> Html {
    html! {
        <g class="shards t-danger">
            <path class="pieces" d={PIECES} />
            <path class="cross" d={BROKEN} />
            <text y="27">{ w().lost }</text>
        </g>
    }
}

/// What kind of message, from whom to whom, and what is printed on it.
fn name(props: &MessageProps) -> String {
    let message = props.message();
    let name = |id: clusterscope::protocol::NodeId| {
        props.frame.nodes.get(id.index()).map_or("", |node| node.name.as_str())
    };
    let mut text =
        [message.kind, w().from, name(message.from), w().link_to, name(message.to)].concat();
    text.push_str(", ");
    text.push_str(props.label());
    for (is, word) in [(props.lost(), w().lost), (message.held, w().held)] {
        if is {
            text.push_str(", ");
            text.push_str(word);
        }
    }
    text
}
