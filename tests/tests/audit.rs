//! What any room must pass, found without knowing which one it is.

use clusterscope::check::Claim;
use clusterscope::exhibit::{Fulfilment, Other, Stage, open_path};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope_tests::{record, shipped, unmet};
use std::collections::BTreeSet;

fn each_run(check: impl Fn(&str, &mut dyn Stage)) {
    for scenario in shipped() {
        let mut stage = scenario.open();
        for (place, run) in stage.runs().iter().enumerate() {
            stage.select_run(place);
            record(&mut *stage);
            let name = match run.name.is_empty() {
                true => scenario.path(),
                false => format!("{} ({})", scenario.path(), run.name),
            };
            check(&name, &mut *stage);
        }
    }
}

#[test]
fn every_expectation_of_every_run_is_met() {
    each_run(|name, stage| {
        let unmet = unmet(stage);
        assert!(unmet.is_empty(), "{name}: {unmet:#?}");
        assert!(!stage.expectations().is_empty(), "{name} expects nothing");
    });
}

#[test]
fn going_to_any_position_finds_the_recorded_world() {
    each_run(|name, stage| {
        let events = stage.extent().events;
        let mut forward = Vec::with_capacity(events + 1);
        for event in 0..=events {
            stage.seek_event(event);
            forward.push(stage.fingerprint());
        }
        // Backwards and in leaps: no position may depend on where one came from.
        for event in (0..=events).rev().chain((0..=events).map(|i| i * 7919 % (events + 1))) {
            stage.seek_event(event);
            assert_eq!(stage.fingerprint(), forward[event], "{name} at event {event}");
        }
    });
}

#[test]
fn a_fork_that_changes_nothing_is_the_same_run() {
    each_run(|name, stage| {
        let events = stage.extent().events;
        let end = stage.extent().end;
        stage.seek_time(end);
        let (before, answered) = (stage.frame(), stage.tally());
        for middle in [1, events / 3, events / 2, events.saturating_sub(1)] {
            stage.seek_event(middle);
            // Nothing changes about the network: an event of its own, and no other difference.
            // Links of their own may differ in latency; none does in how often messages arrive
            // twice.
            let network = stage.settings().network;
            let twice = network.iter().find(|setting| setting.name == "duplicate").unwrap();
            let act = format!("network duplicate {}", twice.value);
            if !stage.link().is_empty() && stage.act(&act).is_err() {
                panic!("{name}: the act was refused");
            }
            stage.seek_time(end);
            let mut after = stage.frame();
            assert_eq!(after.event, before.event + 1, "{name}, forked at {middle}");
            after.event = before.event;
            for (now, then) in after.messages.iter_mut().zip(&before.messages) {
                now.cause = then.cause;
            }
            assert_eq!(after.nodes, before.nodes, "{name}, forked at {middle}");
            assert_eq!(after.messages, before.messages, "{name}, forked at {middle}");
            assert_eq!(stage.tally(), answered, "{name}, forked at {middle}");
            assert!(stage.undo(), "{name}");
        }
        stage.seek_time(end);
        assert_eq!(stage.frame(), before, "{name}: undo restores the run");
    });
}

#[test]
fn sentences_and_events_step_back_exactly_as_they_step_forward() {
    each_run(|name, stage| {
        stage.seek_event(0);
        let mut path = vec![stage.position()];
        while stage.step() {
            path.push(stage.position());
        }
        // The last step that finds no sentence goes to the end: one step back leads to the last.
        stage.seek_event(path[path.len() - 1].event);
        for place in path.iter().rev().skip(1) {
            stage.step_back();
            assert_eq!(stage.position(), *place, "{name}");
        }
        assert!(!stage.step_back(), "{name}: nothing lies before the beginning");
    });
}

#[test]
fn a_link_reopens_exactly_the_run() {
    each_run(|name, stage| {
        let link = stage.link();
        let mut again = clusterscope::exhibit::open_link(&link, Lang::En)
            .unwrap_or_else(|why| panic!("{name}: {why}"));
        let place = stage.runs().iter().position(|run| run.current).unwrap_or(0);
        again.select_run(place);
        assert_eq!(again.digest(), stage.digest(), "{name}");
    });
}

#[test]
fn a_saved_file_reopens_to_the_same_run() {
    each_run(|name, stage| {
        let mut again = clusterscope::exhibit::open_text(&stage.text(), Lang::En)
            .unwrap_or_else(|why| panic!("{name}: {why}"));
        let place = stage.runs().iter().position(|run| run.current).unwrap_or(0);
        again.select_run(place);
        assert_eq!(again.digest(), stage.digest(), "{name}");
        assert_eq!(again.about(), stage.about(), "{name}");
    });
}

#[test]
fn a_run_of_another_room_shows_that_room_whether_it_is_current_or_beside() {
    let path = "multi-paxos/same-as-raft";
    let mut stage = open_path(path, Lang::En).unwrap_or_else(|why| panic!("{why}"));
    let runs = stage.runs();
    assert_eq!(runs.iter().map(|run| run.room.slug).collect::<Vec<_>>(), ["multi-paxos", "raft"]);
    stage.seek_time(90_000);
    let raft = stage.compare(Other::Run(1));
    let about = stage.about_of(Other::Run(1)).clone();
    assert_eq!((about.card.title, stage.about().card.title), ("Raft", "Multi-Paxos"));
    assert!(about.messages.iter().any(|kind| kind.name == "AppendEntries"));
    assert!(stage.about().messages.iter().any(|kind| kind.name == "Prepare"));
    let titled =
        |stage: &dyn Stage, title: &str| stage.verdict().iter().any(|it| it.title == title);
    assert!(!titled(&*stage, "Leader completeness"));
    let (here, settings) = (stage.frame(), stage.settings());
    let mut alone = open_path(&format!("{path}/raft@90ms"), Lang::En).expect("a run");
    assert_eq!(alone.frame(), raft);
    assert_eq!(alone.about(), &about);
    // The one that was current is beside the other, and neither has moved.
    assert_eq!(alone.compare(Other::Run(0)), here);
    stage.select_run(1);
    assert_eq!((stage.frame(), stage.about()), (raft, &about));
    assert!(titled(&*stage, "Leader completeness"));
    assert!(stage.settings().knobs.iter().any(|it| it.name == "conflict-hint"));
    assert!(settings.knobs.iter().all(|it| it.name != "conflict-hint"));
    assert!(stage.act("drop RequestVote n2 -> n1 next 1").is_ok());
    let again = clusterscope::exhibit::open_link(&stage.link(), Lang::En).expect("a run");
    assert_eq!(again.about(), &about);
    // Its settings are changed where it stands.
    let text = stage.with_setting("conflict-hint", "off").expect("a text");
    let changed = clusterscope::exhibit::open_text(&text, Lang::En).expect("a scenario");
    let slugs: Vec<_> = changed.runs().iter().map(|run| run.room.slug).collect();
    assert_eq!(slugs, ["multi-paxos", "raft"]);
    assert!(text.contains("conflict-hint=off"), "{text}");
}

#[test]
fn every_note_is_reached_and_every_reason_has_a_source() {
    for room in ALL {
        let card = room.card(Lang::En);
        let title = card.title;
        let mut reached = BTreeSet::new();
        for scenario in shipped() {
            let mut stage = scenario.open();
            for (place, run) in stage.runs().iter().enumerate() {
                if run.room == card {
                    stage.select_run(place);
                    reached.extend(stage.reasons());
                }
            }
        }
        let unsourced: Vec<_> = reached.iter().filter(|name| name.contains(' ')).collect();
        assert!(unsourced.is_empty(), "{title}: without a source: {unsourced:?}");
        let listed: BTreeSet<String> = room.notes().iter().map(|&name| name.into()).collect();
        let missing: Vec<_> = listed.difference(&reached).collect();
        assert!(missing.is_empty(), "{title}: no scenario reaches {missing:?}");
        let unlisted: Vec<_> = reached.difference(&listed).collect();
        assert!(unlisted.is_empty(), "{title}: not in the list of notes: {unlisted:?}");
    }
}

#[test]
fn every_famous_failure_opens_before_it_happens() {
    for room in ALL {
        let card = room.card(Lang::En);
        for famous in room.famous() {
            let path = format!("{}/{}", card.slug, famous.path);
            let mut stage =
                open_path(&path, Lang::En).unwrap_or_else(|why| panic!("{path}: {why}"));
            assert!(!famous.title.is_empty() && !famous.words.is_empty(), "{path}");
            let here = stage.position().event;
            record(&mut *stage);
            let broken = stage.verdict().into_iter().filter_map(|rule| rule.broken);
            let Some(first) = broken.map(|it| it.event).min() else { continue };
            assert!(here > 0 && here < first, "{path}: at event {here}, broken at {first}");
        }
    }
}

#[test]
fn a_wrong_path_is_refused_with_what_comes_nearest() {
    let refusal = |path| open_path(path, Lang::En).err().map(|why| why.to_string());
    for (path, what) in [
        ("rafd/leader-crash", "there is no room `rafd`"),
        ("raft/leader-crush", "there is no scenario `leader-crush`"),
        ("raft/one-vote/forgets-votes", "there is no run `forgets-votes`"),
        ("raft/one-vote@soon", "`soon` is no moment"),
        ("raft/one-vote/forgets-vote/more", "nothing can stand behind the run"),
        ("raft/", "there is no scenario ``"),
    ] {
        let told = refusal(path).unwrap_or_else(|| panic!("{path} opens"));
        assert!(told.contains(what), "{path}: {told}");
    }
    assert!(refusal("raft/leader-crush").is_some_and(|told| told.contains("leader-crash")));
}

#[test]
fn every_invariant_and_flaw_has_its_words_and_its_counterpart() {
    for room in ALL {
        let title = room.card(Lang::En).title;
        let claims = room.claims();
        for flaw in room.flaws() {
            assert!(!flaw.help.is_empty() && !flaw.breaks.is_empty(), "{title}: {}", flaw.name);
            for broken in flaw.breaks {
                assert!(claims.iter().any(|claim| claim.name == *broken), "{title}: {broken}");
            }
        }
        for Claim { name, .. } in claims {
            let broken = room.flaws().iter().any(|flaw| flaw.breaks.contains(&name));
            assert!(broken, "{title}: no flaw breaks {name}");
        }
        let mut stage = shipped()[0].open();
        record(&mut *stage);
        for rule in stage.verdict() {
            assert!(!rule.source.is_empty() && !rule.help.is_empty(), "{title}: {}", rule.name);
        }
    }
}

#[test]
fn every_flaw_turns_red_in_some_scenario_that_is_green_without_it() {
    for room in ALL {
        let slug = room.card(Lang::En).slug;
        for flaw in room.flaws() {
            let mut red = false;
            for scenario in shipped().into_iter().filter(|it| it.room.card(Lang::En).slug == slug) {
                let mut stage = scenario.open();
                for (place, run) in stage.runs().iter().enumerate() {
                    if run.room.slug != slug {
                        continue;
                    }
                    stage.select_run(place);
                    let on = stage.settings().flaws.iter().any(|it| it.on && it.name == flaw.name);
                    if !on {
                        continue;
                    }
                    record(&mut *stage);
                    let broken = |stage: &dyn Stage| {
                        let rules = stage.verdict().into_iter();
                        rules.filter(|it| it.broken.is_some()).map(|it| it.name).collect::<Vec<_>>()
                    };
                    let expected = flaw.breaks.iter().any(|it| broken(&*stage).contains(it));
                    assert!(expected, "{}: {} breaks nothing", scenario.path(), flaw.name);
                    red = true;
                    let text = stage.with_setting(&format!("flaw {}", flaw.name), "off");
                    let text = text.unwrap_or_else(|why| panic!("{}: {why}", scenario.path()));
                    let mut sound = clusterscope::exhibit::open_text(&text, Lang::En)
                        .unwrap_or_else(|why| panic!("{}: {why}", scenario.path()));
                    record(&mut *sound);
                    assert_eq!(broken(&*sound), [""; 0], "{} without its flaw", scenario.path());
                }
            }
            assert!(red, "{slug}: no scenario shows the flaw {}", flaw.name);
        }
    }
}

#[test]
fn an_expectation_that_is_wrong_fails() {
    let mut judged = 0;
    for scenario in shipped() {
        let text = format!("{}\nexpect never: leader\n", scenario.text);
        let Ok(mut stage) = clusterscope::exhibit::open_text(&text, Lang::En) else { continue };
        record(&mut *stage);
        let failed = |it: &clusterscope::exhibit::Expectation| {
            matches!(it.state, Fulfilment::Failed(..)) && it.text.contains("never")
        };
        assert!(stage.expectations().iter().any(failed), "{}", scenario.path());
        judged += 1;
    }
    assert!(judged > 3, "only {judged} scenarios could be given a wrong expectation");
}

#[test]
fn the_scenario_in_the_readme_runs_as_it_says() {
    let readme = include_str!("../../README.md");
    let fences = readme.split("```").skip(1).step_by(2);
    let mut scenarios = fences.filter(|fence| fence.contains("\nprotocol "));
    let text = scenarios.next().expect("the README shows a scenario");
    let mut stage = clusterscope::exhibit::open_text(text.trim_start(), Lang::En)
        .unwrap_or_else(|why| panic!("{why}"));
    record(&mut *stage);
    assert_eq!(unmet(&*stage), []);
    assert_eq!(stage.expectations().len(), 3);
}

#[test]
fn the_story_is_the_same_however_one_came_to_it() {
    each_run(|name, stage| {
        let story = |stage: &dyn Stage| stage.story(40, 3);
        stage.seek_event(0);
        while stage.step() {
            let _ = story(stage);
        }
        let middle = stage.extent().events / 2;
        stage.seek_event(middle);
        let before = story(stage);
        stage.seek_event(1);
        if stage.act("network loss 50%").is_err() {
            panic!("{name}: the act was refused");
        }
        let _ = story(stage);
        assert!(stage.undo(), "{name}");
        record(stage);
        stage.seek_event(middle);
        assert_eq!(story(stage), before, "{name}");
    });
}
