//! Every flaw of every room falls by a search, and within the same bounds nothing falls without it;
//! and what else searches are asked has the answer that is expected.
//!
//! What was found is written down in `docs/checks.md`; all of it but the times must be found again.
//! To rewrite it after a change that is meant, run with `UPDATE_GOLDEN=1` and look at the diff.

use clusterscope::check::checker::{Answer, Checker, Found, Verdict};
use clusterscope::exhibit::{Example, Room, Stage, open_path, open_text, room};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope::scenario::inquiry::Query;
use clusterscope::scenario::syntax::{Plan, Scenario};
use clusterscope::scenario::{parse, print};
use clusterscope_tests::{record, unmet};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A search that is over.
struct Searched {
    answer: Answer,
    spent: Duration,
}

/// A search to be made.
struct Task {
    room: &'static dyn Room,
    scenario: Scenario,
    run: u16,
    /// The places of the flaws that are on: one, or two that do harm together only.
    flaws: Vec<usize>,
    /// `raft/flaws`, and the names of all runs that come to this without their flaw.
    file: String,
    runs: Vec<String>,
}

impl Task {
    fn plan(&self) -> &Plan {
        self.scenario.run(self.run).1
    }

    fn search(&self) -> Searched {
        let started = Instant::now();
        let answer = answer(&self.scenario, self.run);
        Searched { answer, spent: started.elapsed() }
    }

    /// The same with another question, and with these flaws.
    fn asking(&self, query: Query, flaws: &[usize]) -> Self {
        let mut scenario = self.scenario.clone();
        let plan = match self.run.checked_sub(1) {
            Some(variant) => &mut scenario.variants[usize::from(variant)].plan,
            None => &mut scenario.plan,
        };
        plan.inquiry.queries = vec![query];
        for (place, on) in plan.setup.flaws.iter_mut().enumerate() {
            *on = flaws.contains(&place);
        }
        let (file, runs) = (self.file.clone(), self.runs.clone());
        Self { room: self.room, scenario, run: self.run, flaws: flaws.to_vec(), file, runs }
    }

    /// Whether both search the same worlds.
    fn is_like(&self, other: &Self) -> bool {
        let (one, two) = (self.plan(), other.plan());
        let worlds = |plan: &Plan| (plan.setup.clone(), plan.disks.clone(), plan.inquiry.clone());
        let script =
            |plan: &Plan| plan.lines.iter().map(|cue| cue.what.clone()).collect::<Vec<_>>();
        self.room == other.room && worlds(one) == worlds(two) && script(one) == script(two)
    }
}

/// What a search of this run finds out about its only question.
fn answer(scenario: &Scenario, run: u16) -> Answer {
    let mut checker = Checker::new(scenario, run, 2 << 30);
    while checker.advance() {}
    let [answer] = checker.answers() else { panic!("one question at a time") };
    answer.clone()
}

/// A run of this text, which does all that it is expected to do.
#[track_caller]
fn replayed(text: &str) -> Box<dyn Stage> {
    let mut stage = open_text(text, Lang::En).unwrap_or_else(|why| panic!("{why}: {text}"));
    record(&mut *stage);
    assert_eq!(unmet(&*stage), [], "{text}");
    stage
}

/// All runs of a file, each with its own questions.
fn runs(home: &'static dyn Room, example: &Example) -> Vec<Task> {
    let slug = home.card(Lang::En).slug;
    let file = format!("{slug}/{}", example.slug);
    let scenario = parse(example.text, &room);
    let scenario = scenario.unwrap_or_else(|why| panic!("{file}: {why}"));
    assert_eq!(print(&scenario), example.text, "{file} is not formatted");
    let names = scenario.variants.iter().map(|variant| variant.name.clone());
    let names = [String::from("main")].into_iter().chain(names);
    names
        .zip(0..)
        .map(|(name, run)| {
            let (its_room, plan) = scenario.run(run);
            assert!(its_room == home, "{file} {name}: another room");
            let on: Vec<usize> =
                (0..).zip(&plan.setup.flaws).filter(|it| *it.1).map(|it| it.0).collect();
            let fits = if run > 0 { 1..3 } else { 0..1 };
            assert!(fits.contains(&on.len()), "{file} {name}: a flaw, or a pair, for each variant");
            let (scenario, file) = (scenario.clone(), file.clone());
            Task { room: home, scenario, run, flaws: on, file, runs: vec![name] }
        })
        .collect()
}

fn room_flaws(room: &dyn Room) -> Vec<&'static str> {
    room.flaws().iter().map(|flaw| flaw.name).collect()
}

/// All searches of all files, each once.
#[derive(Default)]
struct Tasks {
    /// Those that must break an invariant, with a flaw.
    broken: Vec<Task>,
    /// Those that must break none, without.
    sound: Vec<Task>,
    /// Those about goals.
    goals: Vec<Task>,
}

fn tasks() -> Tasks {
    let Tasks { mut broken, mut sound, mut goals } = Tasks::default();
    for room in ALL {
        for run in room.checks().iter().flat_map(|example| runs(*room, example)) {
            for query in &run.plan().inquiry.queries {
                match (query, run.flaws.is_empty()) {
                    (Query::Invariants, true) => {}
                    (Query::Breaks(_), false) => {
                        broken.push(run.asking(query.clone(), &run.flaws));
                    }
                    (Query::Breaks(_), true) | (_, false) => {
                        panic!("{} {:?}: what is asked?", run.file, run.runs)
                    }
                    (goal, true) => goals.push(run.asking(goal.clone(), &[])),
                }
            }
            // Of two flaws, neither does harm alone.
            for flaw in run.flaws.iter().filter(|_| run.flaws.len() > 1) {
                let mut alone = run.asking(Query::Invariants, &[*flaw]);
                alone.runs = vec![format!("{} alone", room_flaws(*room)[*flaw])];
                sound.push(alone);
            }
            let clean = run.asking(Query::Invariants, &[]);
            match sound.iter_mut().find(|other| other.is_like(&clean)) {
                Some(other) => other.runs.extend(clean.runs),
                None => sound.push(clean),
            }
        }
    }
    Tasks { broken, sound, goals }
}

/// Does all of it, several at once.
fn search_all(tasks: &[&Task], hands: usize) -> Vec<Searched> {
    let done: Vec<OnceLock<Searched>> = tasks.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = tasks.get(place) else { break };
            let _ = done[place].set(task.search());
        }
    };
    std::thread::scope(|scope| (0..hands).for_each(|_| drop(scope.spawn(work))));
    done.into_iter().map(|it| it.into_inner().expect("all is done")).collect()
}

/// The invariant that is to be broken.
fn rule(task: &Task) -> &'static str {
    match task.plan().inquiry.queries[..] {
        [Query::Breaks(place)] => task.room.claims()[place].name,
        _ => panic!("{}: an invariant is asked for", task.file),
    }
}

/// The run that was found does what it is said to do, in its last event and not before.
fn plays(task: &Task, found: &Found) {
    let name = format!("{} {:?} {}", task.file, task.runs, rule(task));
    let scenario = found.scenario.as_ref().unwrap_or_else(|| panic!("{name}: cannot be told"));
    let stage = replayed(&print(scenario));
    assert_eq!(stage.expectations().len(), 1, "{name}: it is expected to break the rule");
    let verdict = stage.verdict().into_iter().find(|it| it.name == rule(task));
    let violation = verdict.and_then(|it| it.broken);
    let violation = violation.unwrap_or_else(|| panic!("{name} is not broken"));
    assert_eq!(violation.event, stage.extent().events, "{name}: the last event breaks it");
}

const HEAD: &str = "\
# What searches find

Every flaw of every protocol, the rules that it breaks, and a shortest run that breaks them: the
searches stand in the rooms' folders, in `checks/*.scope`, and `clusterscope check raft/flaws` does
them again. The test `checks` finds all of it anew and compares everything but the times, which are
those of one thread of a test build on a machine with two processors. `UPDATE_GOLDEN=1 cargo test -p
clusterscope-tests --test checks` writes this page.
";

type Done<'a> = [(&'a Task, &'a Searched)];

/// The page about all of it.
fn page([broken, sound, goals]: [&Done<'_>; 3]) -> String {
    let time = |it: &Searched| format!("{:.2} s", it.spent.as_secs_f64());
    let mut page = String::from(HEAD);
    page.push_str("\n## With a flaw\n\n<!-- ANCHOR: flaws -->\n");
    page.push_str("| protocol | flaw | invariant | found by | shortest run | states | time |\n");
    page.push_str("|---|---|---|---|--:|--:|--:|\n");
    for (task, searched) in broken {
        let Verdict::Found(found) = &searched.answer.verdict else { continue };
        let card = task.room.card(Lang::En);
        let names = task.flaws.iter().map(|place| format!("`{}`", room_flaws(task.room)[*place]));
        let flaw = names.collect::<Vec<_>>().join(" and ");
        let how =
            if searched.answer.bounds.starts_with("ticks") { "timed search" } else { "search" };
        page.push_str(&format!(
            "| {} | {flaw} | `{}` | {how} | {} steps | {} | {} |\n",
            card.title,
            rule(task),
            found.steps,
            searched.answer.progress.states,
            time(searched)
        ));
    }
    page.push_str("<!-- ANCHOR_END: flaws -->\n\n## Without it\n\n<!-- ANCHOR: sound -->\n");
    page.push_str("| searched | within | deepest state | states | time |\n|---|---|--:|--:|--:|\n");
    for (task, searched) in sound {
        let Answer { bounds, progress, .. } = &searched.answer;
        page.push_str(&format!(
            "| `{}`: {} | {bounds} | {} steps | {} | {} |\n",
            task.file,
            task.runs.join(", "),
            progress.depth,
            progress.states,
            time(searched)
        ));
    }
    page.push_str("<!-- ANCHOR_END: sound -->\n\n## What comes about\n\n<!-- ANCHOR: goals -->\n");
    page.push_str("| searched | question | answer | within | states | time |\n");
    page.push_str("|---|---|---|---|--:|--:|\n");
    for (task, searched) in goals {
        let Answer { query, bounds, progress, .. } = &searched.answer;
        let answer = match &searched.answer.verdict {
            Verdict::Found(found) => format!("yes, in {} steps", found.steps),
            _ => String::from("yes: all states were visited"),
        };
        page.push_str(&format!(
            "| `{}` | `{query}` | {answer} | {bounds} | {} | {} |\n",
            task.file,
            progress.states,
            time(searched)
        ));
    }
    page.push_str("<!-- ANCHOR_END: goals -->\n");
    page
}

/// The page without the times.
fn timeless(page: &str) -> Vec<&str> {
    let cell = |line: &str| line.strip_suffix(" |").is_some_and(|line| line.ends_with(" s"));
    let cut = |line: &str| line.trim_end_matches(" |").rfind('|').unwrap_or(line.len());
    page.lines().map(|line| if cell(line) { &line[..cut(line)] } else { line }).collect()
}

#[test]
fn every_flaw_falls_as_written_down_and_nothing_falls_without_it() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let Tasks { broken, sound, goals } = tasks();
    let all: Vec<&Task> = broken.iter().chain(&sound).chain(&goals).collect();
    // Times are those of one thread.
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    let searched = search_all(&all, if update { 1 } else { hands });
    let all: Vec<(&Task, &Searched)> = all.into_iter().zip(&searched).collect();
    let (broken, rest) = all.split_at(broken.len());
    let (sound, goals) = rest.split_at(sound.len());
    for (task, searched) in broken {
        let Verdict::Found(found) = &searched.answer.verdict else {
            panic!("{} {:?}: {:?}", task.file, task.runs, searched.answer);
        };
        plays(task, found);
    }
    for (task, Searched { answer, .. }) in sound {
        assert_eq!(answer.verdict, Verdict::Nowhere, "{} {:?}", task.file, task.runs);
    }
    for (task, Searched { answer, .. }) in goals {
        assert_eq!(answer.met, Some(true), "{} {}", task.file, answer.query);
        if let Verdict::Found(found) = &answer.verdict {
            replayed(&print(found.scenario.as_ref().expect("it can be told")));
        }
    }
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/checks.md");
    let page = page([broken, sound, goals]);
    if update {
        return std::fs::write(file, page).expect("the page can be written");
    }
    let golden = std::fs::read_to_string(file).unwrap_or_default();
    assert_eq!(timeless(&page), timeless(&golden), "docs/checks.md says otherwise");
}

#[test]
fn the_searches_break_every_invariant_and_cover_every_flaw() {
    let Tasks { broken, .. } = tasks();
    for room in ALL {
        let slug = room.card(Lang::En).slug;
        let own: Vec<&Task> = broken.iter().filter(|task| task.room == *room).collect();
        for (place, flaw) in room.flaws().iter().enumerate() {
            let rules: Vec<_> =
                own.iter().filter(|it| it.flaws.contains(&place)).map(|it| rule(it)).collect();
            assert!(!rules.is_empty(), "{slug}: no search finds out what {} breaks", flaw.name);
            let named = rules.iter().all(|rule| flaw.breaks.contains(rule));
            assert!(named, "{slug}: {} is not said to break all of {rules:?}", flaw.name);
        }
        let fallen: BTreeSet<&str> = own.iter().map(|task| rule(task)).collect();
        for claim in room.claims() {
            assert!(fallen.contains(claim.name), "{slug}: no search breaks {}", claim.name);
        }
        let slugs = room.scenarios().iter().chain(room.checks()).map(|example| example.slug);
        let mut seen = BTreeSet::new();
        slugs.for_each(|name| assert!(seen.insert(name), "{slug}: {name} names two files"));
    }
    let first = ALL[0].checks()[0].slug;
    let path = format!("{}/{first}", ALL[0].card(Lang::En).slug);
    assert!(open_path(&path, Lang::En).is_ok(), "{path} can be opened");
}

/// What a search of this text finds out about its only question.
fn ask(text: &str) -> Answer {
    answer(&parse(text, &room).unwrap_or_else(|why| panic!("{why}")), 0)
}

const DOUBT: &str = "title t\nprotocol two-phase-commit participants=2 clients=1\n\
                     network latency 20..60ms\nend at 1s\n\
                     check always eventually: no doubt\nat 1ms client c1 begin x y\n";

#[test]
fn while_the_coordinator_is_gone_participants_are_in_doubt_for_ever() {
    let gone = "check bounds restarts 0 votes any acks any doubt any locks any retry any\n";
    let answer = ask(&DOUBT.replace("check always", &[gone, "check always"].concat()));
    let Verdict::Found(found) = &answer.verdict else { panic!("{answer:?}") };
    assert_eq!(answer.met, Some(false));
    let text = print(found.scenario.as_ref().expect("it can be told"));
    assert!(text.contains("crash co"), "{text}");
    assert!(text.contains("The last 1 step may go round for ever."), "{text}");
    replayed(&text);
    // All are in doubt at its end.
    replayed(&[&text, "expect finally: in doubt all T1\n"].concat());
}

#[test]
fn where_bounds_cut_off_what_is_owed_nothing_is_claimed() {
    // The client would ask again.
    let bounds = "check bounds votes any acks any doubt any locks any retry 0\n";
    let text = DOUBT.replace("check always", &[bounds, "check always"].concat());
    let answer = ask(&text);
    assert_eq!((answer.verdict, answer.met), (Verdict::Cut, None));
    let answer = ask(&text.replace("always eventually", "always reachable"));
    assert_eq!((answer.verdict, answer.met), (Verdict::Nowhere, Some(true)));
}

#[test]
fn what_is_only_counted_tells_states_apart_where_it_is_asked_about() {
    let text = |question: &str| {
        let bounds = "bounds crashes 0 votes 0 acks any doubt 0 locks 0 retry 0";
        let asked = format!("{bounds}\ncheck {question}");
        DOUBT.replace("always eventually: no doubt", &asked)
    };
    let answer = ask(&text("never: decided T1 abort"));
    assert_eq!(answer.verdict, Verdict::Nowhere);
    // The coordinator tells its decision again as often as it likes.
    let answer = ask(&text("reachable: cost co T1 1 1 10"));
    assert!(matches!(answer.verdict, Verdict::Found(_)), "{answer:?}");
}
