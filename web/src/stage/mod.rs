//! The stage: nodes where they stand, and messages between them.

pub mod crowd;
pub mod dots;
pub mod legend;
pub mod links;
pub mod message;
pub mod node;
pub mod pick;
pub mod ring;
pub mod strip;

use crate::components::part::{Guards, Moving, Own, moving, part};
use crate::geometry::place::{Plan, Spot};
use crate::geometry::{num, push_int};
use crate::html::{all, classes, html};
use crate::motion::{Beat, Playhead};
use crate::scene::{Live, Pick, SceneProps, Wants};
use crate::words::w;
use clusterscope::exhibit::{Frame, MessageFrame};
use clusterscope::protocol::RoleKind;
use clusterscope::view::{Layout, Ring, Turn};
use crowd::Crush;
use dots::{DotsProps, WalkProps};
use legend::LegendProps;
use links::LinksProps;
use message::{MessageProps, Token, Track};
use node::NodeProps;
use ring::{BandProps, PlaceProps};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// No more messages than this are drawn; among small marks, no more than the second.
const MOST: [usize; 2] = [200, 80];

/// The layout and what moves, for all parts of a stage.
#[derive(Clone)]
pub struct Shared {
    /// The layout.
    pub plan: Rc<Plan>,
    /// The moment shown, which moves every frame.
    pub playhead: Playhead,
    /// Which tokens have room for their words.
    pub crush: Rc<Crush>,
    /// The newest picture, for what follows it without being drawn again.
    pub live: Live,
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.plan, &other.plan)
            && self.playhead == other.playhead
            && self.live == other.live
    }
}

/// What a stage keeps from one picture to the next.
#[derive(Default)]
struct Memory {
    /// What the layout was made for, and the layout.
    laid: Option<(Ground, Rc<Plan>, Rc<Crush>)>,
    /// What the pointer is over.
    hover: Rc<Hover>,
}

/// The place on the circle that the pointer is over.
#[derive(Default)]
pub struct Hover {
    at: Cell<Option<Turn>>,
    watcher: RefCell<Callback<()>>,
}

impl Hover {
    /// The place.
    pub fn get(&self) -> Option<Turn> {
        self.at.get()
    }

    /// Tells whoever watches of another place.
    pub fn watch(&self, watcher: Callback<()>) {
        self.watcher.replace(watcher);
    }

    fn set(&self, at: Option<Turn>) {
        if self.at.replace(at) != at {
            let watcher = self.watcher.borrow().clone();
            watcher.emit(());
        }
    }
}

/// What the layout depends on: the last says whether there is a circle of positions.
type Ground = ((f64, f64), Layout, Vec<RoleKind>, bool);

impl Memory {
    fn lay(&mut self, ground: Ground) -> (Rc<Plan>, Rc<Crush>) {
        match &self.laid {
            Some((old, plan, crush)) if *old == ground => (plan.clone(), crush.clone()),
            _ => {
                let plan = Rc::new(match ground.3 {
                    true => Plan::around(ground.0, &ground.2),
                    false => Plan::new(ground.0, ground.1, &ground.2),
                });
                let crush = Crush::new(&plan);
                self.laid = Some((ground, plan.clone(), crush.clone()));
                (plan, crush)
            }
        }
    }
}

/// Draws nodes, links and messages; lays them out again whenever its container changes size.
impl Moving for SceneProps {
    const MEASURED: bool = true;

    fn draw(&self, own: &Own) -> Html {
        let (host, size, frame) = (own.refs[0].clone(), own.size, &self.live.get());
        let memory = own.keep::<RefCell<Memory>>();
        let mut memory = memory.borrow_mut();
        if size.0 < 1.0 || frame.nodes.is_empty() {
            return html! { <div ref={host} class="scene" /> };
        }
        let kinds = frame.nodes.iter().map(|node| node.kind).collect();
        let ring = &frame.overview.ring;
        let (plan, crush) = memory.lay((size, self.about.layout, kinds, ring.is_some()));
        let onclick = click(self, &host, &plan);
        let hover = memory.hover.clone();
        let onpointermove = over(self, &host, &plan, &hover);
        let onpointerleave = ring.as_ref().map(|_| {
            let hover = hover.clone();
            Callback::from(move |_: PointerEvent| hover.set(None))
        });
        let (playhead, live) = (self.playhead.clone(), self.live.clone());
        let shared = Shared { plan, playhead, crush, live };
        let (x, y) = (num(size.0), num(size.1));
        let view = ["0 0 ", &x, " ", &y].concat();
        let wants = self.wants.map(|wants| match wants {
            Wants::Node => "wants-node",
            Wants::Link => "wants-link",
            Wants::Message => "wants-message",
        });
        let tokens = messages(self, frame, &shared);
        // Among small marks there are too many ways to tell them apart, and dots are dear to paint.
        let tracks = tokens.iter().filter(|_| !crowded(&shared.plan));
        let compact = shared.plan.compact.then_some("compact");
        html! {
            <div ref={host} class="scene">
                { for ring.as_ref().map(|ring| all(circle(self, ring, &shared).map(|drawn| {
                    html! {
                        <svg class={classes!("stage-svg under", compact)} width={x.clone()}
                            height={y.clone()} viewBox={view.clone()}>{ drawn }</svg>
                    }
                }))) }
                <svg class={classes!("stage-svg", wants, compact)} width={x} height={y}
                    viewBox={view} role="group" aria-label={w().stage} {onclick}
                    {onpointermove} {onpointerleave} onkeydown={key(self)}>
                    { part(links(self, frame, &shared), links::links) }
                    { for ring.as_ref().map(|ring| place(self, ring, &shared, hover)) }
                    <g class="messages">
                        { all(tracks.map(|one| moving(one.id(), Track(one.clone())))) }
                    </g>
                    <g class="nodes">{ all(nodes(self, frame, &shared)) }</g>
                    { for ring.as_ref().map(|ring| {
                        let (shared, ring) = (shared.clone(), ring.clone());
                        part(WalkProps { shared, ring }, dots::walk)
                    }) }
                    <g class="messages">
                        { all(tokens.iter().map(|one| moving(one.id(), Token(one.clone())))) }
                    </g>
                    { legend(frame, &shared.plan) }
                    { overflow(frame, &shared.plan) }
                </svg>
            </div>
        }
    }

    /// Gives words to tokens that have room, after every event and now and then between events.
    fn follow(&self, own: &Own) -> Guards {
        self.live.watch(own.again());
        let memory = own.keep::<RefCell<Memory>>();
        let (_, _, crush) = memory.borrow().laid.clone()?;
        let still = self.playhead.still();
        let settle = move |now| crush.settle(still.get(), now);
        Some(Box::new(self.playhead.on(Beat::Full, settle)))
    }
}

/// The circle of positions, and what lies on it: below all that moves, each on a sheet of its own,
/// so that what moves above it does not have it painted again.
fn circle(props: &SceneProps, ring: &clusterscope::shared::Rc<Ring>, shared: &Shared) -> [Html; 2] {
    let chosen = match props.selected {
        Some(Pick::Node(node)) => Some(node),
        _ => None,
    };
    let band = BandProps { shared: shared.clone(), ring: ring.clone(), chosen };
    let dots = DotsProps { shared: shared.clone(), ring: ring.clone() };
    let dots = html! { <>{ part(dots, dots::dots) }{ ring::headline(shared, ring) }</> };
    [part(band, ring::band), dots]
}

/// What can be picked of the circle.
fn place(
    props: &SceneProps,
    ring: &clusterscope::shared::Rc<Ring>,
    shared: &Shared,
    hover: Rc<Hover>,
) -> Html {
    let selected = match props.selected {
        Some(Pick::Place(at)) => Some(at),
        _ => None,
    };
    let (shared, ring, on_pick) = (shared.clone(), ring.clone(), props.on_pick.clone());
    moving("place", PlaceProps { shared, ring, selected, hover, on_pick })
}

fn nodes<'a>(
    props: &'a SceneProps,
    frame: &'a Rc<Frame>,
    shared: &'a Shared,
) -> impl Iterator<Item = Html> + 'a {
    let open = props.wants.is_none_or(|wants| wants == Wants::Node);
    frame.nodes.iter().enumerate().map(move |(index, node)| {
        let selected = props.selected == Some(Pick::Node(node.id));
        let guilty = props.guilty.contains(&node.id);
        let (shared, frame) = (shared.clone(), frame.clone());
        moving(index, NodeProps { shared, frame, index, selected, guilty, open })
    })
}

/// The messages that were lost just now, and over them those in flight.
fn messages(props: &SceneProps, frame: &Rc<Frame>, shared: &Shared) -> Vec<Rc<MessageProps>> {
    let open = props.wants.is_none_or(|wants| wants == Wants::Message);
    let all = &frame.messages;
    let draw = |id: u32, index: usize, slot: usize, gone: bool| {
        let selected = props.selected == Some(Pick::Message(id));
        let (shared, frame) = (shared.clone(), frame.clone());
        Rc::new(MessageProps { shared, frame, index, slot, selected, open, gone })
    };
    let gone = frame.lost.iter().enumerate().map(|(index, it)| draw(it.id, index, 0, true));
    let flying = all.iter().enumerate().take(MOST[usize::from(crowded(&shared.plan))]).map(
        |(index, message)| {
            let place = |m: &MessageFrame| (m.from, m.to, m.sent, m.due);
            let before = &all[index.saturating_sub(4)..index];
            let slot = before.iter().filter(|other| place(other) == place(message)).count();
            draw(message.id, index, slot, false)
        },
    );
    gone.chain(flying).collect()
}

/// The usual links, and those on which something happens.
fn links(props: &SceneProps, frame: &Frame, shared: &Shared) -> LinksProps {
    let armed = props.wants == Some(Wants::Link);
    let links = clusterscope_picture::stage::links::of(&shared.plan, frame, props.selected, armed);
    let names =
        if armed { frame.nodes.iter().map(|node| node.name.clone()).collect() } else { Vec::new() };
    LinksProps { shared: shared.clone(), links, names }
}

fn legend(frame: &Frame, plan: &Plan) -> Html {
    let strips = frame.nodes.iter().any(|node| !node.view.strip.is_empty());
    let shows = LegendProps::of(plan, strips, !frame.cuts.is_empty());
    let signs =
        frame.overview.ring.as_ref().map(|ring| clusterscope_picture::stage::legend::signs(ring));
    let shows = shows.map(|shows| LegendProps { signs, ..shows });
    shows.map_or_else(Html::default, |shows| part(shows, legend::legend))
}

/// Whether there are so many nodes that some are but marks.
fn crowded(plan: &Plan) -> bool {
    plan.spots.iter().any(Spot::tiny)
}

/// How many messages are not drawn.
fn overflow(frame: &Frame, plan: &Plan) -> Html {
    let (wide, more) =
        (plan.size.0, frame.messages.len().saturating_sub(MOST[usize::from(crowded(plan))]));
    if more == 0 {
        return Html::default();
    }
    let mut text = String::from("+");
    push_int(&mut text, more as u64);
    text.push_str(w().more);
    html! {
        <text class="more" x={wide - 12.0} y="20" text-anchor="end">{ text }</text>
    }
}

/// Whether what was pointed at is what an armed fault wants.
pub fn wanted(wants: Option<Wants>, pick: Pick) -> bool {
    matches!(
        (wants, pick),
        (None, _)
            | (Some(Wants::Node), Pick::Node(_))
            | (Some(Wants::Link), Pick::Link(..))
            | (Some(Wants::Message), Pick::Message(_))
    )
}

/// Where a pointer is on the stage.
fn at(host: &NodeRef, event: &MouseEvent) -> Option<(f64, f64)> {
    let corner = host.cast::<web_sys::Element>()?.get_bounding_client_rect();
    Some((f64::from(event.client_x()) - corner.left(), f64::from(event.client_y()) - corner.top()))
}

/// What lies on the circle under a point: a dot that is near, or the arc there.
fn placed(frame: &Frame, plan: &Plan, at: (f64, f64)) -> Option<Turn> {
    let (ring, orbit) = (frame.overview.ring.as_ref()?, plan.orbit?);
    let (turn, far) = orbit.find(at);
    let near = if plan.compact { 22.0 } else { 8.0 };
    if far < orbit.band.1 - 3.0 || far > orbit.reach + near {
        return None;
    }
    let dot = dots::nearest(&orbit, &ring.dots, at).filter(|(_, away)| *away <= near);
    match dot {
        Some((dot, _)) if far > orbit.band.0 - 3.0 => Some(dot),
        _ => (far < orbit.band.0 + 3.0 && !ring.arcs.is_empty()).then_some(turn),
    }
}

/// Follows the pointer over the circle; a finger does not hover.
fn over(
    props: &SceneProps,
    host: &NodeRef,
    plan: &Rc<Plan>,
    hover: &Rc<Hover>,
) -> Option<Callback<PointerEvent>> {
    plan.orbit?;
    let (live, hover) = (props.live.clone(), hover.clone());
    let (host, plan) = (host.clone(), plan.clone());
    Some(Callback::from(move |event: PointerEvent| {
        let still = pick::of(event.target()).is_some() || event.pointer_type() != "mouse";
        let at = at(&host, &event).filter(|_| !still);
        hover.set(at.and_then(|at| placed(&live.get(), &plan, at)));
    }))
}

fn click(props: &SceneProps, host: &NodeRef, plan: &Rc<Plan>) -> Callback<MouseEvent> {
    let (on_pick, wants, live) = (props.on_pick.clone(), props.wants, props.live.clone());
    let (host, plan) = (host.clone(), plan.clone());
    Callback::from(move |event: MouseEvent| {
        let pick = pick::of(event.target()).or_else(|| {
            let at = at(&host, &event)?;
            let id = |index: usize| clusterscope::protocol::NodeId(index as u16);
            let reach = if plan.compact { 22.0 } else { 9.0 };
            let node = plan.mark_at(at, reach).map(|index| Pick::Node(id(index)));
            let link = || {
                let (a, b) = plan.link_at(at, if plan.compact { 16.0 } else { 9.0 })?;
                Some(Pick::Link(id(a), id(b)))
            };
            let open = wants.is_none();
            let place = || placed(&live.get(), &plan, at).filter(|_| open).map(Pick::Place);
            node.or_else(place).or_else(link)
        });
        if let Some(pick) = pick.filter(|pick| wanted(wants, *pick)) {
            on_pick.emit(pick);
        }
    })
}

/// Enter and Space pick what has the focus, and reach nobody else.
pub fn key(props: &SceneProps) -> Callback<KeyboardEvent> {
    let (on_pick, wants) = (props.on_pick.clone(), props.wants);
    Callback::from(move |event: KeyboardEvent| {
        let chord = event.ctrl_key() || event.meta_key() || event.alt_key();
        if chord || !matches!(event.key().as_str(), "Enter" | " ") {
            return;
        }
        if let Some(pick) = pick::of(event.target()).filter(|pick| wanted(wants, *pick)) {
            event.prevent_default();
            event.stop_propagation();
            on_pick.emit(pick);
        }
    })
}
