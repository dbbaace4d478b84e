//! Amounts that are compared: a bar each, with what it was before and what would be ideal.

use crate::geometry::num;
use crate::html::{all, classes, html};
use crate::shape::{hatched, tone};
use crate::svg::hatch;
use crate::texts::t;
use clusterscope::view::{Bar, Bars};
use yew::prelude::*;

/// More bars than this stand upright beside each other, without names.
const MOST: usize = 24;

/// Hundredths of the widest, as a part of the room in per cent.
struct Scale(f64);

/// The highest amount, in hundredths.
fn most(bars: &Bars) -> u64 {
    let amounts = bars.bars.iter().map(|bar| bar.value.max(bar.was.unwrap_or(0)) * 100);
    amounts.chain(bars.ideal.iter().map(|ideal| ideal.0)).max().unwrap_or(0)
}

impl Scale {
    fn of(most: u64) -> Self {
        Self(most.max(1) as f64 / 97.0)
    }

    fn at(&self, hundredths: u64) -> f64 {
        hundredths as f64 / self.0
    }

    fn percent(&self, hundredths: u64) -> String {
        num(self.at(hundredths)) + "%"
    }
}

/// Draws them, on one scale with those that they stand beside.
pub(super) fn draw(bars: &Bars, twin: Option<&Bars>) -> Html {
    let scale = Scale::of(most(bars).max(twin.map_or(0, most)));
    let ideal = bars.ideal.as_ref().map(|(ideal, words)| (scale.at(*ideal), words));
    let aim = bars.ideal.as_ref().map(|ideal| ideal.0);
    let tones = bars.bars.iter().filter(|bar| hatched(bar.change)).map(|bar| hatch(tone(bar.tone)));
    let body = match bars.bars.len() > MOST {
        true => upright(bars, &scale),
        false => html! {
            <ul class="bars">
                if let Some((at, words)) = ideal {
                    <li aria-hidden="true"><i /><svg width="100%" height="18">
                        <text x={num(at) + "%"} y="12" text-anchor={anchor(at)}>{ &**words }</text>
                    </svg></li>
                }
                { all(bars.bars.iter().map(|bar| row(bar, &scale, aim))) }
            </ul>
        },
    };
    html! {
        <>
            <svg class="vh" aria-hidden="true">{ all(tones) }</svg>
            { body }
            if let Some((_, words)) = ideal { <p class="vh">{ &**words }</p> }
            if !bars.caption.is_empty() { <p class="t3">{ &*bars.caption }</p> }
        </>
    }
}

/// Words at the edge do not stick out.
fn anchor(at: f64) -> &'static str {
    match at {
        ..20.0 => "start",
        80.0.. => "end",
        _ => "middle",
    }
}

/// What fills a bar, where that is not its plain colour.
fn fill(bar: &Bar) -> Option<String> {
    hatched(bar.change).then(|| ["url(#hatch-", tone(bar.tone), ")"].concat())
}

fn row(bar: &Bar, scale: &Scale, ideal: Option<u64>) -> Html {
    let hatched = hatched(bar.change);
    let line = |class: &'static str, at: u64, from: &'static str, to: &'static str| {
        let x = scale.percent(at);
        html! { <line {class} x1={x.clone()} x2={x} y1={from} y2={to} /> }
    };
    html! {
        <li>
            <b>{ &*bar.label }</b>
            <svg width="100%" height="26" aria-hidden="true">
                <rect class={classes!("amount", tone(bar.tone), (!hatched).then_some("whole"))}
                    fill={fill(bar)} y="5" height="16" width={scale.percent(bar.value * 100)} />
                if let Some(ideal) = ideal { { line("ideal", ideal, "0", "26") } }
                if let Some(was) = bar.was { { line("former", was * 100, "2", "24") } }
            </svg>
            <span class="m"><b>{ bar.value.to_string() }</b>{ " " }{ &*bar.note }</span>
        </li>
    }
}

/// Many bars: upright, and only the highest and the lowest by name.
fn upright(bars: &Bars, scale: &Scale) -> Html {
    let wide = 100.0 / bars.bars.len() as f64;
    let columns = bars.bars.iter().enumerate().map(|(at, bar)| {
        let hatched = hatched(bar.change);
        let tall = scale.at(bar.value * 100);
        html! {
            <rect class={classes!("amount", tone(bar.tone), (!hatched).then_some("whole"))}
                fill={fill(bar)} x={num(at as f64 * wide) + "%"} width={num(0.8 * wide) + "%"}
                y={num(100.0 - tall) + "%"} height={num(tall) + "%"} />
        }
    });
    let line = bars.ideal.as_ref().map(|ideal| num(100.0 - scale.at(ideal.0)) + "%");
    let say = |bar: Option<&Bar>| {
        bar.map(|bar| [&bar.label, " ", &bar.value.to_string()].concat()).unwrap_or_default()
    };
    let most = say(bars.bars.iter().max_by_key(|bar| bar.value));
    let least = say(bars.bars.iter().min_by_key(|bar| bar.value));
    let ideal = bars.ideal.as_ref().map(|ideal| ["; ", &ideal.1].concat()).unwrap_or_default();
    let words = [t().most, " ", &most, "; ", t().least, " ", &least, &ideal].concat();
    html! {
        <>
            <svg class="upright" width="100%" height="110" role="img" aria-label={words.clone()}>
                { all(columns) }
                if let Some(y) = line {
                    <line class="ideal" x2="100%" y1={y.clone()} y2={y} />
                }
            </svg>
            <p class="t3">{ words }</p>
        </>
    }
}
