//! The checker beside TLC: published TLA+ specifications have exactly as many states here as
//! there, generated and distinct, at the same depth.

use clusterscope::check::{End, Limits, Model, Plain, Search};
use clusterscope_specs::abstract_raft::AbstractRaft;
use clusterscope_specs::acp_sb::AcpSb;
use clusterscope_specs::chang_roberts::ChangRoberts;
use clusterscope_specs::g_counter::GCounter;
use clusterscope_specs::lamport_mutex::LamportMutex;
use clusterscope_specs::paxos::{self, Paxos};
use clusterscope_specs::paxos_commit::PaxosCommit;
use clusterscope_specs::tcommit::TCommit;
use clusterscope_specs::two_phase::TwoPhase;
use clusterscope_specs::voting::Voting;
use clusterscope_specs::{Only, Spec};
use serde_json::Value;
use std::collections::BTreeMap;

/// What TLC reports.
const VECTORS: &str = include_str!("../vectors/tla_counts.json");

/// What TLC prints of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counts {
    distinct: u64,
    generated: u64,
    /// States on the longest of the shortest ways, where the checker counts steps.
    depth: u64,
}

/// Visits all states, in all of which the invariants hold.
#[track_caller]
fn count<M: Model>(model: M) -> Counts {
    let mut search = Search::new(Plain(model), Limits::default());
    let end = search.run();
    assert_eq!(end, End::Complete, "an invariant is broken");
    let progress = search.progress();
    Counts {
        distinct: progress.states.into(),
        generated: progress.generated,
        depth: u64::from(progress.depth) + 1,
    }
}

/// An entry of the file of vectors.
struct Entry {
    name: String,
    /// Its constants, which its name has, too: `A3` says that there are three acceptors.
    sizes: BTreeMap<String, u64>,
    symmetric: bool,
    expected: Counts,
}

impl Entry {
    fn of(value: &Value) -> Self {
        let name = value["name"].as_str().expect("a name").to_owned();
        let number = |key: &str| value[key].as_u64().unwrap_or_else(|| panic!("{name}: {key}"));
        let expected = Counts {
            distinct: number("distinct_states"),
            generated: number("generated_states"),
            depth: number("depth_in_states"),
        };
        let sizes: BTreeMap<String, u64> = name.split('_').filter_map(size_of).collect();
        if let Some(parameters) = value["parameters"].as_object() {
            let sorted = |numbers: Vec<u64>| BTreeMap::from_iter(numbers.iter().map(|n| (*n, ())));
            let said = parameters.values().filter_map(Value::as_u64).collect();
            let read = sizes.values().copied().collect();
            assert_eq!(sorted(said), sorted(read), "{name}: its name says something else");
        }
        Self { sizes, symmetric: value["symmetry"].as_bool().expect("a flag"), expected, name }
    }

    fn size(&self, key: &str) -> u32 {
        let size = self.sizes.get(key).unwrap_or_else(|| panic!("{}: no {key}", self.name));
        u32::try_from(*size).expect("it is small")
    }

    fn count(&self) -> Counts {
        let size = |key| self.size(key);
        let module = self.name.split('_').take_while(|part| size_of(part).is_none());
        match &*module.collect::<Vec<_>>().join("_") {
            "TCommit" => count(TCommit { managers: size("RM"), flawed: false }),
            "TwoPhase" if self.symmetric => count(TwoPhase::new(size("RM")).symmetric()),
            "TwoPhase" => count(TwoPhase::new(size("RM"))),
            "PaxosCommit" => count(PaxosCommit::new(size("RM"), size("A"), size("B"))),
            "Paxos" => count(Paxos::new(size("A"), size("V"), size("B"))),
            "Voting" => count(Voting::new(size("A"), size("V"), size("B"))),
            "ACP_SB" => count(AcpSb { participants: size("P"), flawed: false }),
            "ChangRoberts" => count(ChangRoberts { nodes: size("N"), flawed: false }),
            "LamportMutex" => count(LamportMutex::new(size("N"), size("maxClock").into())),
            "AbstractRaft" if size("N") == 3 => {
                count(AbstractRaft::<3>::new(size("T").into(), size("L")))
            }
            "CRDT_GCounter" => {
                count(GCounter { nodes: size("N"), most: size("max").into(), flawed: false })
            }
            _ => panic!("{}: there is no such specification here", self.name),
        }
    }
}

fn size_of(part: &str) -> Option<(String, u64)> {
    let digits = part.find(|c: char| c.is_ascii_digit())?;
    let (key, number) = part.split_at(digits);
    Some((key.to_owned(), number.parse().ok()?))
}

fn entries() -> Vec<Entry> {
    let file: Value = serde_json::from_str(VECTORS).expect("it is JSON");
    file["counts"].as_array().expect("a list").iter().map(Entry::of).collect()
}

#[test]
fn every_published_specification_has_as_many_states_as_tlc_finds() {
    let entries = entries();
    assert_eq!(entries.len(), 38, "the file of vectors has changed");
    for entry in entries {
        assert_eq!(entry.count(), entry.expected, "{}", entry.name);
    }
}

#[test]
fn the_manifests_of_the_examples_agree_on_larger_ones() {
    // From `manifest.json` in the folders transaction_commit, PaxosHowToWinATuringAward, acp and
    // lamport_mutex of tlaplus/Examples; the models are those of the .cfg files beside them.
    let counts = |distinct, generated, depth| Counts { distinct, generated, depth };
    let paxos_commit = count(PaxosCommit::new(2, 3, 2));
    assert_eq!(paxos_commit, counts(1_321_761, 16_959_159, 28));
    assert_eq!(count(Voting::new(3, 2, 3)), counts(6_752, 41_017, 16));
    let acp_sb = count(AcpSb { participants: 3, flawed: false });
    assert_eq!(acp_sb, counts(54_944, 218_352, 21));
    assert_eq!(count(LamportMutex::new(3, 6)), counts(724_274, 2_729_079, 61));
}

/// `n` over `k`.
fn binomial(n: u64, k: u64) -> u64 {
    (0..k).fold(1, |product, i| product * (n - i) / (i + 1))
}

/// Holds a formula to every size.
#[track_caller]
fn agree<M: Model>(sizes: impl IntoIterator<Item = (M, u64)>) {
    for (model, expected) in sizes {
        assert_eq!(count(model).distinct, expected);
    }
}

#[test]
fn closed_forms_hold() {
    let file: Value = serde_json::from_str(VECTORS).expect("it is JSON");
    for (name, formula) in file["closed_forms"].as_object().expect("a table") {
        match (name.as_str(), formula.as_str().expect("a text")) {
            ("TwoPhase(n RMs) distinct", "2^n+4^n+6^n") => {
                agree((1..=7).map(|n| (TwoPhase::new(n), 2u64.pow(n) + 4u64.pow(n) + 6u64.pow(n))))
            }
            ("TwoPhase(n) with full RM symmetry", "C(n+1,1)+C(n+3,3)+C(n+5,5)") => {
                agree((1..=5).map(|n: u32| {
                    let of = |k| binomial(u64::from(n) + k, k);
                    (TwoPhase::new(n).symmetric(), of(1) + of(3) + of(5))
                }));
            }
            ("TCommit(n)", "3^n+2^n-1") => agree((1..=9).map(|managers| {
                let expected = 3u64.pow(managers) + 2u64.pow(managers) - 1;
                (TCommit { managers, flawed: false }, expected)
            })),
            ("CRDT G-counter N=2, max k increments each", "((k+1)(k+2)/2)^2") => {
                agree((1..=9).map(|most| {
                    let known = (most + 1) * (most + 2) / 2;
                    (GCounter { nodes: 2, most, flawed: false }, known * known)
                }))
            }
            ("Paxos 1 value: A=1,2,3 acceptors, B ballots", "5^B, 9^B, 41^B") => {
                for (acceptors, base, most) in [(1, 5u64, 5), (2, 9, 4), (3, 41, 3)] {
                    let of = |b| (Paxos::new(acceptors, 1, b), base.pow(b));
                    agree((1..=most).map(of));
                }
            }
            unknown => panic!("{unknown:?} is checked nowhere"),
        }
    }
}

/// How many steps a shortest run has that breaks an invariant.
#[track_caller]
fn shortest<S: Spec>(flawed: S, invariant: &str) -> usize {
    let place = S::INVARIANTS.iter().position(|it| it.name == invariant).expect("it has it");
    let what = place as u32;
    let mut search = Search::new(Plain(Only(flawed, what)), Limits::default());
    assert_eq!(search.run(), End::Hit { what }, "{invariant} holds all the same");
    // The first entry is the start.
    search.trace().len() - 1
}

#[test]
fn flawed_variants_break_their_invariants_in_a_shortest_run() {
    // One prepares, the other aborts, and the first commits.
    let tcommit = TCommit { managers: 2, flawed: true };
    assert_eq!(shortest(tcommit, "TCConsistent"), 3);
    // The transaction manager commits, one hears of it, another aborts.
    assert_eq!(shortest(TwoPhase::new(3).flawed(), "TCConsistent"), 3);
    assert_eq!(shortest(TwoPhase::new(3).symmetric().flawed(), "TCConsistent"), 3);
    // One prepares and two acceptors say so; then as above.
    assert_eq!(shortest(PaxosCommit::new(2, 3, 1).flawed(), "TCConsistent"), 6);
    // A vote in ballot 1, while a quorum can still vote in ballot 0.
    assert_eq!(shortest(Voting::new(3, 2, 2).flawed(), "VotesSafe"), 1);
    assert_eq!(shortest(Voting::new(3, 2, 2).flawed(), "Consensus!Inv"), 4);
    // Ballot 0 up to one vote, ballot 1 up to its proposal; for two chosen values, all votes.
    let paxos = Paxos::new(3, 2, 2).flawed(paxos::Flaw::ProposesAnything);
    assert_eq!(shortest(paxos.clone(), "Inv"), 9);
    assert_eq!(shortest(paxos, "Consensus!Inv"), 12);
    // Two promise ballot 0, which is proposed; one promises ballot 1, and votes in ballot 0.
    let paxos = Paxos::new(3, 2, 2).flawed(paxos::Flaw::BreaksPromise);
    assert_eq!(shortest(paxos.clone(), "Inv"), 7);
    assert_eq!(shortest(paxos, "Consensus!Inv"), 12);
    // Two requests, two votes that come, a decision, which one participant hears and takes.
    let acp_sb = AcpSb { participants: 2, flawed: true };
    assert_eq!(shortest(acp_sb, "AC2"), 9);
    assert_eq!(shortest(acp_sb, "AC1"), 10);
    // All three begin, and a number that is not the smallest goes all around.
    let chang_roberts = ChangRoberts { nodes: 3, flawed: true };
    assert_eq!(shortest(chang_roberts, "Correctness"), 6);
    // Two requests, both received, both acknowledged, and both enter.
    assert_eq!(shortest(LamportMutex::new(2, 3).flawed(), "Mutex"), 8);
    // A leader commits one entry; one who lacks it is elected.
    let raft = AbstractRaft::<3>::new(2, 1).flawed();
    assert_eq!(shortest(raft, "LeaderCompleteness"), 5);
    // An increment that is told twice.
    let counter = GCounter { nodes: 2, most: 3, flawed: true };
    assert_eq!(shortest(counter, "Safety"), 3);
}
