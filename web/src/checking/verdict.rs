//! How far a search is and what it found, in words.

use super::Wish;
use super::number::{grouped, odds};
use super::report::{Outcome, Stop, Told};
use super::running::{Ended, Running};
use crate::components::{Button, icon};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::{hundredths, t};
use clusterscope::check::Progress;
use yew::prelude::*;

/// Draws how far it is and what was answered; whether that is about another run than the one that
/// is open.
pub(super) fn draw(
    running: &Running,
    elsewhere: bool,
    copied: Option<(usize, bool)>,
    on: &Callback<Msg>,
) -> Html {
    let answers = running.answers.iter().zip(&running.claims).enumerate();
    let answers = answers.map(|(place, ((spent, progress, told), claim))| {
        let copied = copied.filter(|(it, _)| *it == place).map(|(_, fine)| fine);
        let memory = running.bytes >> 20;
        answer(place, claim, (*spent, progress, told), memory, copied, on)
    });
    // Each answer is told once, when it is there.
    html! {
        <>
            <h3>{ t().answers }</h3>
            if elsewhere { <p class="t2">{ &*running.about }</p> }
            if running.worker == Some(false) { <p class="t3">{ t().slices }</p> }
            <div role="status" aria-label={t().answers}>
                <ol class="answers">{ all(answers) }{ end(running) }</ol>
            </div>
            if running.end.is_none() { { progress(running) } }
        </>
    }
}

/// How far the search is.
fn progress(running: &Running) -> Html {
    let Some((spent, progress)) = &running.progress else {
        return html! { <p class="t3">{ t().starting }{ " …" }</p> };
    };
    let claim = running.claims.get(running.answers.len()).cloned().unwrap_or_default();
    let row = |name: &'static str, number: String| {
        html! { <div><dt>{ name }</dt><dd class="m">{ number }</dd></div> }
    };
    html! {
        <div class="going">
            <p class="t2">{ claim }{ " …" }</p>
            <dl class="row">
                { row(t().states, grouped(progress.states.into())) }
                { row(t().depth, progress.depth.to_string()) }
                { row(t().waiting, grouped(progress.queue.into())) }
                { row(t().rate, grouped(rate(progress, *spent))) }
                { row(t().mib, grouped(mib(progress))) }
                { row(t().spent, seconds(*spent)) }
            </dl>
        </div>
    }
}

/// States in a second.
fn rate(progress: &Progress, millis: u32) -> u64 {
    u64::from(progress.states) * 1000 / u64::from(millis.max(1))
}

/// Bytes as MiB, not less than they are.
fn mib(progress: &Progress) -> u64 {
    (progress.bytes as u64).div_ceil(1 << 20)
}

fn seconds(millis: u32) -> String {
    [&*hundredths(u64::from(millis) / 10), " s"].concat()
}

/// What ended the search, where not all was answered.
fn end(running: &Running) -> Html {
    let states = running.progress.map_or(0, |(_, progress)| progress.states);
    let claim = running.claims.get(running.answers.len()).cloned().unwrap_or_default();
    match &running.end {
        Some(Ended::Stopped) => html! {
            <li>
                <b class="v wait">{ icon::draw(icon::WAIT) }{ t().stopped }</b>{ " " }
                <span>{ claim }</span>
                <p>
                    { t().stopped_by_you }{ " " }{ grouped(states.into()) }{ " " }
                    { t().nothing_found }
                </p>
            </li>
        },
        Some(Ended::Trouble(said)) => html! {
            <li>
                <b class="v fail">{ icon::draw(icon::CROSS) }{ t().stopped }</b>
                <p>{ t().search_trouble }</p>
                <pre class="bad">{ &**said }</pre>
            </li>
        },
        _ => Html::default(),
    }
}

/// The badge of an answer.
fn badge(told: &Told) -> (&'static str, &'static str, &'static str) {
    match told.met {
        Some(true) => ("v", icon::TICK, t().confirmed),
        Some(false) => ("v fail", icon::CROSS, t().refuted),
        None => ("v wait", icon::WAIT, t().undecided),
    }
}

/// What an answer says in a sentence.
fn sentence(told: &Told, progress: &Progress, memory: usize) -> String {
    let stopped = |before: &str| {
        let states = grouped(progress.states.into());
        [t().stopped_at, " ", before, &states, " ", t().nothing_found].concat()
    };
    match told.outcome {
        Outcome::Found(steps) => {
            let shows = if told.is_of_runs() { t().shows_it } else { t().shows_shortest };
            [t().a_run_of, " ", &steps.to_string(), " ", shows].concat()
        }
        Outcome::Nowhere => t().complete.into(),
        Outcome::Cut => t().cut_off.into(),
        Outcome::Open(Stop::States) => stopped(""),
        Outcome::Open(Stop::Depth) => {
            stopped(&[t().stopped_depth, " ", &progress.depth.to_string(), ", "].concat())
        }
        Outcome::Open(Stop::Memory) => {
            stopped(&[t().stopped_memory, " ", &memory.to_string(), " ", t().mib, ", "].concat())
        }
    }
}

/// How much was visited, and how quickly.
fn effort(progress: &Progress, millis: u32) -> String {
    let (states, depth) = (grouped(progress.states.into()), progress.depth.to_string());
    let told =
        [&*states, " ", t().visited, ", ", &depth, " ", t().steps_deep, ", ", &seconds(millis)];
    let pace = [", ", &grouped(rate(progress, millis)), " ", t().pace, ", "].concat();
    let size = [&*grouped(mib(progress)), " ", t().mib].concat();
    [told.concat(), pace, size].concat()
}

fn answer(
    place: usize,
    claim: &str,
    (spent, progress, told): (u32, &Progress, &Told),
    memory: usize,
    copied: Option<bool>,
    on: &Callback<Msg>,
) -> Html {
    let (class, icon, word) = badge(told);
    let about = || AttrValue::from(claim.to_string());
    let open =
        Button { class: "b main", about: about(), ..Button::icon(t().open_answer, icon::STEP) };
    let copy = Button { about: about(), ..Button::icon(t().copy_link, icon::SHARE) };
    html! {
        <li>
            <b {class}>{ icon::draw(icon) }{ word }</b>{ " " }
            <span>{ claim }</span>
            <p>{ sentence(told, progress, memory) }</p>
            if !told.text.is_empty() {
                <p class="do">
                    { open.draw(on, Wish::Show(place).into()) }
                    { copy.draw(on, Wish::Copy(place).into()) }
                </p>
                if copied == Some(true) { <p class="t3">{ t().link_copied }</p> }
                if copied == Some(false) {
                    <p class="t3">{ t().copy_this }</p>
                    <pre tabindex="0">{ "#" }{ &*told.link }</pre>
                }
            } else if matches!(told.outcome, Outcome::Found(_)) {
                <p class="t3">{ t().untold }</p>
            }
            <p class="t3">{ effort(progress, spent) }</p>
            <p class="t3">{ t().within }{ " " }{ &*told.bounds }{ "." }</p>
            <p class="t3">
                { t().odds }<sup>{ odds(progress.states).to_string() }</sup>{ "." }
            </p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(outcome: Outcome, met: Option<bool>) -> Told {
        let [query, bounds, text, link] = Default::default();
        Told { query, bounds, outcome, met, text, link }
    }

    #[test]
    fn an_answer_says_where_the_search_stopped() {
        let progress = Progress { states: 1_000_000, depth: 12, ..Progress::default() };
        let say = |outcome| sentence(&told(outcome, None), &progress, 512);
        assert_eq!(say(Outcome::Found(8)), "A run of 8 steps decides it, and none is shorter.");
        assert_eq!(say(Outcome::Nowhere), "Complete: all states within the bounds were visited.");
        let rest = "1,000,000 states, nothing found. There are more.";
        assert_eq!(say(Outcome::Open(Stop::States)), format!("Stopped at {rest}"));
        let depth = format!("Stopped at the greatest depth, 12, {rest}");
        assert_eq!(say(Outcome::Open(Stop::Depth)), depth);
        let memory = format!("Stopped at the bound on memory, 512 MiB, {rest}");
        assert_eq!(say(Outcome::Open(Stop::Memory)), memory);
    }

    #[test]
    fn the_badge_follows_the_claim_and_not_what_was_found() {
        let word = |outcome, met| badge(&told(outcome, met)).2;
        assert_eq!(word(Outcome::Found(3), Some(true)), t().confirmed);
        assert_eq!(word(Outcome::Found(3), Some(false)), t().refuted);
        assert_eq!(word(Outcome::Nowhere, Some(true)), t().confirmed);
        assert_eq!(word(Outcome::Open(Stop::States), None), t().undecided);
    }

    #[test]
    fn effort_is_told_with_its_pace() {
        let progress = Progress { states: 500, depth: 3, bytes: 1, ..Progress::default() };
        let told = effort(&progress, 250);
        assert_eq!(told, "500 states visited, 3 steps deep, 0.25 s, 2,000 states/s, 1 MiB");
        assert_eq!(rate(&progress, 0), 500_000, "no time is no reason to stop");
    }
}
