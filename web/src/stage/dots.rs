//! What lies on the circle: keys, each as a mark that says how it fares.

pub use clusterscope_picture::stage::dots::{nearest, place};

use super::Shared;
use crate::geometry::push_int;
use crate::html::{classes, html};
use crate::shape::tone;
use clusterscope::shared::Rc as Held;
use clusterscope::view::Ring;
use clusterscope_picture::stage::dots::{self as shared, marks};
use yew::prelude::*;

/// The dots of a circle.
pub struct DotsProps {
    /// The layout.
    pub shared: Shared,
    /// The circle.
    pub ring: Held<Ring>,
}

impl PartialEq for DotsProps {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.ring, &other.ring);
        self.shared == other.shared
            && (Held::ptr_eq(a, b) || (a.dots == b.dots && a.owners == b.owners))
    }
}

/// Draws them, those that look the same as one path.
pub fn dots(props: &DotsProps) -> Html {
    let Some(orbit) = props.shared.plan.orbit else { return Html::default() };
    html! {
        <g class="dots" aria-hidden="true">
            { for marks(&orbit, &props.ring).into_iter().map(|(kind, tone, wide, d)| html! {
                <path class={classes!(kind, tone)} stroke-width={wide} {d} />
            }) }
        </g>
    }
}

/// The last lookup, step by step.
#[derive(PartialEq)]
pub struct WalkProps {
    /// The layout.
    pub shared: Shared,
    /// The circle.
    pub ring: Held<Ring>,
}

/// Draws the way of a lookup along the circle, with the number of each step.
pub fn walk(props: &WalkProps) -> Html {
    let Some(orbit) = props.shared.plan.orbit else { return Html::default() };
    let walk = shared::walk(&orbit, &props.ring);
    let stops = walk.stops.iter().map(|((x, y), at, step)| {
        let mut number = String::new();
        push_int(&mut number, *at as u64 + 1);
        html! {
            <g class={classes!("step", tone(*step))}>
                <circle cx={*x} cy={*y} r="9" />
                <text x={*x} y={*y + 4.5}>{ number }</text>
            </g>
        }
    });
    html! {
        <g class="walk" aria-hidden="true">
            <path class="way" d={walk.way} />
            <path class="leader" d={walk.leaders} />
            { for stops }
        </g>
    }
}
