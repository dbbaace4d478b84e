//! What could happen next, for a user who is the network.

use super::Wish;
use crate::components::{Button, icon};
use crate::html::{all, classes, html};
use crate::msg::Msg;
use crate::scene::Pick;
use crate::session::Session;
use crate::texts::t;
use clusterscope::check::explore::{Idle, Step, StepKind};
use clusterscope::exhibit::Frame;
use clusterscope::protocol::{MS, Micros};
use clusterscope::scenario::print;
use clusterscope::scenario::syntax::{Network, Plan, Scenario, Text};
use yew::prelude::*;

/// Model time between two steps where none passes by itself, so that they can be told apart.
const STEP: Micros = 10 * MS;
/// How long a run by hand is, and how much longer it gets where steps need it.
const LENGTH: Micros = 1000 * MS;

/// The kinds of step, in the order of the list.
const KINDS: [StepKind; 7] = [
    StepKind::Deliver,
    StepKind::Fire,
    StepKind::Ask,
    StepKind::Restart,
    StepKind::Crash,
    StepKind::Lose,
    StepKind::Duplicate,
];

/// The same protocol as a scenario in which nothing happens unless told.
pub(super) fn by_hand(scenario: &Scenario, run: u16) -> String {
    let (room, plan) = scenario.run(run);
    let text = |text: &str| Vec::from([Text { lang: String::new(), text: text.into() }]);
    print(&Scenario {
        title: text(t().by_hand_title),
        teaches: text(t().by_hand_teaches),
        room,
        plan: Plan {
            network: Network::default(),
            manual: true,
            end: LENGTH,
            lines: Vec::new(),
            ..plan.clone()
        },
        forks: Vec::new(),
        variants: Vec::new(),
        acts: Vec::new(),
        written: Vec::new(),
        comments: Vec::new(),
    })
}

/// Lets some time pass before a step, where none passes by itself.
pub(super) fn give_time(session: &mut Session) {
    let then = session.position.now + STEP;
    if then >= session.extent.end {
        let _ = session.act("extend 1s");
    }
    session.seek_time(then);
}

/// What a step happens to, on the stage.
pub(super) fn target(step: &Step, frame: &Frame) -> Pick {
    let name = |node: clusterscope::protocol::NodeId| {
        frame.nodes.get(node.index()).map_or("", |node| &node.name)
    };
    let message = frame.messages.iter().find(|it| {
        let link = [" ", it.kind, " ", name(it.from), " -> ", name(it.to), " #"].concat();
        step.command.ends_with(&[&link, &*it.nth.to_string()].concat())
    });
    message.map_or(Pick::Node(step.node), |message| Pick::Message(message.id))
}

fn heading(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Deliver => t().steps_deliver,
        StepKind::Fire => t().steps_fire,
        StepKind::Ask => t().steps_ask,
        StepKind::Restart => t().steps_restart,
        StepKind::Crash => t().steps_crash,
        StepKind::Lose => t().steps_lose,
        StepKind::Duplicate => t().steps_duplicate,
    }
}

/// What a step is called under its heading.
fn name(step: &Step, session: &Session) -> String {
    let (node, from) = (session.name(step.node), session.name(step.from));
    match step.kind {
        StepKind::Deliver | StepKind::Lose | StepKind::Duplicate => {
            [&*step.label, " ", from, " → ", node].concat()
        }
        StepKind::Fire => [node, ": ", &*step.label].concat(),
        StepKind::Ask => [node, " ", &*step.label].concat(),
        StepKind::Restart | StepKind::Crash => node.into(),
    }
}

/// Why a step is greyed.
fn reason(idle: &Idle) -> String {
    match idle {
        Idle::Same(other) => [t().same_as, " ", &(other + 1).to_string()].concat(),
        Idle::Nothing => t().changes_nothing.into(),
        Idle::Outside(bound, most) => [t().outside, " ", bound, " ", &most.to_string()].concat(),
    }
}

/// A step. One that is the same as another, or outside a bound, cannot be taken.
fn row(place: usize, step: &Step, session: &Session, on: &Callback<Msg>) -> Html {
    let name = name(step, session);
    let why = step.idle.as_ref().map(reason);
    let barred = matches!(step.idle, Some(Idle::Same(_) | Idle::Outside(..)));
    let kind = heading(step.kind);
    let wish = |wish: Wish| {
        let on = on.clone();
        Callback::from(move |()| on.emit(wish.clone().into()))
    };
    let (take, point, leave) =
        (wish(Wish::Take(place)), wish(Wish::Point(Some(place))), wish(Wish::Point(None)));
    let (focus, blur) = (point.clone(), leave.clone());
    html! {
        <li class={classes!(why.is_some().then_some("grey"))}>
            <button type="button" class="b" disabled={barred}
                onclick={take.reform(|_: MouseEvent| ())}
                onmouseenter={point.reform(|_: MouseEvent| ())}
                onmouseleave={leave.reform(|_: MouseEvent| ())}
                onfocus={focus.reform(|_: FocusEvent| ())}
                onblur={blur.reform(|_: FocusEvent| ())}>
                <span class="m t3">{ (place + 1).to_string() }</span>
                <span class="vh">{ kind }{ " " }</span>
                <span class="n">{ name }</span>
                if let Some(why) = why { <span class="t3">{ why }</span> }
            </button>
        </li>
    }
}

/// The panel; none is known while the run plays.
pub(super) fn draw(
    steps: Option<&[Step]>,
    session: &Session,
    manual: bool,
    on: &Callback<Msg>,
) -> Html {
    let acted = session.futures.first().is_some_and(|root| !root.current);
    let back = Button { disabled: !acted, ..Button::icon(t().take_back, icon::UNDO) };
    let steps = steps.map(|steps| list(steps, session, on));
    html! {
        <section class="explore" aria-label={t().tab_explore}>
            <h2 class="vh">{ t().tab_explore }</h2>
            <p class="t3">
                { t().explore_help }{ " " }
                if !manual { { t().explore_timed } }
            </p>
            <p class="do">
                { back.draw(on, Msg::Undo) }
                if !manual {
                    { Button::icon(t().by_hand, icon::ROOM).draw(on, Wish::ByHand.into()) }
                }
            </p>
            { steps.unwrap_or_else(|| html! { <p class="t2">{ t().pause_first }</p> }) }
        </section>
    }
}

fn list(steps: &[Step], session: &Session, on: &Callback<Msg>) -> Html {
    let group = |kind: StepKind| {
        let own = steps.iter().enumerate().filter(move |(_, step)| step.kind == kind);
        let rows = all(own.map(|(place, step)| row(place, step, session, on)));
        html! {
            if steps.iter().any(|step| step.kind == kind) {
                <h3>{ heading(kind) }</h3>
                <ul>{ rows }</ul>
            }
        }
    };
    html! {
        <>
            { all(KINDS.into_iter().map(group)) }
            if steps.is_empty() { <p class="t2">{ t().nothing_next }</p> }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clusterscope::check::explore;
    use clusterscope::exhibit::{open_text, room};
    use clusterscope::narrate::Lang;
    use clusterscope::scenario::parse;

    const TEXT: &str = "title t\nprotocol raft nodes=3 clients=1\nflaw forgets-vote\nseed 9\n\
                        end at 1s\ncheck bounds crashes 2\nat 1ms client c1 put x=1\n\
                        variant other {\nflaw votes-twice\n}\n";

    #[test]
    fn a_run_by_hand_has_the_settings_of_the_run_and_nothing_happens_in_it() {
        let scenario = parse(TEXT, &room).expect("a scenario");
        for run in [0, 1] {
            let text = by_hand(&scenario, run);
            let hand = parse(&text, &room).unwrap_or_else(|why| panic!("{why}\n{text}"));
            let (_, plan) = scenario.run(run);
            assert_eq!((&hand.plan.setup, &hand.plan.inquiry), (&plan.setup, &plan.inquiry));
            let mut stage = open_text(&text, Lang::En).expect("it opens");
            while stage.record(100) {}
            let started = stage.frame().nodes.len();
            assert_eq!(stage.extent().events, started, "the nodes start, and that is all");
        }
    }

    #[test]
    fn a_step_that_delivers_points_at_its_message_and_others_at_their_node() {
        let scenario = parse(TEXT, &room).expect("a scenario");
        let text = by_hand(&scenario, 0);
        let mut stage = open_text(&text, Lang::En).expect("it opens");
        while stage.record(100) {}
        stage.seek_time(LENGTH / 2);
        stage.act("timeout n2").expect("its timer runs");
        let scenario = parse(&stage.text(), &room).expect("the same with its act");
        let steps = explore::steps(&scenario, 0, stage.position().event, Lang::En);
        let frame = stage.frame();
        let mut messages = 0;
        for step in &steps {
            match target(step, &frame) {
                Pick::Message(id) => {
                    let message = frame.messages.iter().find(|it| it.id == id).expect("in flight");
                    assert_eq!((message.from, message.to), (step.from, step.node), "{step:?}");
                    messages += usize::from(step.kind == StepKind::Deliver);
                }
                pick => {
                    assert_eq!(pick, Pick::Node(step.node));
                    assert!(!matches!(step.kind, StepKind::Deliver | StepKind::Lose), "{step:?}");
                }
            }
        }
        assert_eq!(messages, 2, "n2 has asked both others for their votes");
    }
}
