//! The report as JUnit XML: a suite for each protocol, a test for each of its rules. Nothing in it
//! depends on the clock.

use super::report::{Failure, Report, RoomReport, Shrinking};
use clusterscope::exhibit::room;
use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

/// The report as XML. Errors are those of the writer.
pub(super) fn xml(report: &Report) -> Result<String, String> {
    let mut out = quick_junit::Report::new("clusterscope sweep");
    out.add_test_suites(report.rooms.iter().map(|room| suite(room, report)));
    out.to_string().map_err(|error| format!("the JUnit report: {error}"))
}

fn suite(it: &RoomReport, report: &Report) -> TestSuite {
    let mut suite = TestSuite::new(it.protocol.as_str());
    let seeds = &report.settings.seeds;
    suite.add_property(Property::new("seeds", format!("{}..{}", seeds.from, seeds.to)));
    if let Some(shard) = report.shard {
        suite.add_property(Property::new("share", format!("{}/{}", shard.number, shard.of)));
    }
    suite.add_property(Property::new("runs", it.seeds.to_string()));
    suite.add_property(Property::new("events", it.events.to_string()));
    suite.add_property(Property::new("requests answered", it.answered.to_string()));
    for injected in it.faults.iter().filter(|fault| fault.tolerated || fault.count > 0) {
        suite.add_property(Property::new(injected.fault.as_str(), injected.count.to_string()));
    }
    for claim in room(&it.protocol).map(|room| room.claims()).unwrap_or_default() {
        suite.add_test_case(case(it, claim.name, rule(it, claim.name)));
    }
    let ends = it.short.iter().map(|run| format!("seed {}: {} events", run.seed, run.events));
    let ends: Vec<String> = ends.collect();
    suite.add_test_case(case(it, "no run ends early", (!ends.is_empty()).then(|| ends.join("\n"))));
    let missing = it.missing(report);
    let missing = (!missing.is_empty()).then(|| format!("never: {}", missing.join(", ")));
    let mute = it.is_mute(report).then(|| String::from("none was"));
    for (name, trouble) in
        [("every tolerated fault is injected", missing), ("requests are answered", mute)]
    {
        let mut case = case(it, name, trouble);
        if report.shard.is_some() {
            case.status = TestCaseStatus::skipped();
            case.status.set_message("told when all shares are merged");
        }
        suite.add_test_case(case);
    }
    suite
}

/// A test; it fails if there is a trouble, whose first line is the message.
fn case(it: &RoomReport, name: &str, trouble: Option<String>) -> TestCase {
    let status = trouble.map_or_else(TestCaseStatus::success, |trouble| {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(trouble.lines().next().unwrap_or_default());
        status.set_description(trouble);
        status
    });
    let mut case = TestCase::new(name, status);
    case.set_classname(it.protocol.as_str());
    case
}

/// How a rule was broken, and by which seeds; `None` where it holds.
fn rule(it: &RoomReport, name: &str) -> Option<String> {
    let first = |failure: &&Failure| failure.invariant == name;
    let later = |failure: &&Failure| failure.also.iter().any(|also| also == name);
    let broken: Vec<&Failure> = it.failures.iter().filter(first).collect();
    let also: Vec<&Failure> = it.failures.iter().filter(later).collect();
    let count = broken.len() + also.len();
    if count == 0 {
        return None;
    }
    let mut text = format!("broken by {count} of {} seeds\n", it.seeds);
    for failure in broken {
        text.push_str(&format!("\nseed {}: {}\n", failure.seed, failure.facts.join("; ")));
        if let Some(Shrinking::Run(run)) = &failure.shrunk {
            text.push_str(&format!("{}\n\n{}", run.link, run.scenario));
        }
    }
    for failure in also {
        let (seed, first) = (failure.seed, &failure.invariant);
        text.push_str(&format!("\nseed {seed}: after {first} was broken\n"));
    }
    Some(text)
}
