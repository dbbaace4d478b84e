//! A line through points, the present one stressed.

use crate::geometry::num;
use crate::html::{all, classes, html};
use clusterscope::view::{Chart, Point};
use yew::prelude::*;

/// More points than this do not all have room for what stands above them.
const MOST: usize = 9;

/// Draws it; `narrow` where there is half the room.
pub(super) fn draw(chart: &Chart, narrow: bool) -> Html {
    let points = &chart.points;
    let heights = points.iter().map(|point| point.value).chain(chart.ideal);
    let (least, most) = heights.fold((u64::MAX, 0), |(a, b), one| (a.min(one), b.max(one)));
    let span = most.saturating_sub(least).max(1) as f64;
    let y = |value: u64| 22.0 + 56.0 * (1.0 - value.saturating_sub(least) as f64 / span);
    let x = |at: usize| num(5.0 + 90.0 * at as f64 / (points.len().max(2) - 1) as f64) + "%";
    let current = chart.current.map(usize::from);
    let stride = points.len().div_ceil(if narrow { MOST / 2 } else { MOST });
    let named = |at: usize| {
        let now = current.unwrap_or(0);
        Some(at) == current || at.abs_diff(now).is_multiple_of(stride.max(1))
    };
    let lines = points.windows(2).enumerate().map(|(at, pair)| html! {
        <line class="line" x1={x(at)} x2={x(at + 1)} y1={y(pair[0].value)} y2={y(pair[1].value)} />
    });
    let draw = |(at, point): (usize, &Point)| {
        let now = Some(at) == current;
        html! {
            <g class={classes!("point", now.then_some("now"))}>
                <circle cx={x(at)} cy={y(point.value)} r={if now { 5.5 } else { 3.0 }} />
                if named(at) {
                    <text x={x(at)} y={y(point.value) - 9.0}>{ &*point.text }</text>
                    <text class="t3" x={x(at)} y="100">{ &*point.label }</text>
                }
            </g>
        }
    };
    let mut words = String::new();
    for (at, point) in points.iter().enumerate() {
        for part in [if at > 0 { ", " } else { "" }, &point.label, ": ", &point.text] {
            words.push_str(part);
        }
    }
    html! {
        <svg class="chart" width="100%" height="106" role="img" aria-label={words}>
            if let Some(ideal) = chart.ideal {
                <line class="ideal" x2="100%" y1={y(ideal)} y2={y(ideal)} />
            }
            { all(lines) }
            { all(points.iter().enumerate().map(draw)) }
        </svg>
    }
}
