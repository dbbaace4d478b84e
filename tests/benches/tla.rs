//! How many states a second the checker visits of published specifications, on one thread and with
//! their invariants. Items are distinct states; TwoPhase of 3 to 5 managers is what Spectacle is
//! compared on.

use clusterscope::check::{End, Limits, Model, Plain, Search};
use clusterscope_specs::abstract_raft::AbstractRaft;
use clusterscope_specs::lamport_mutex::LamportMutex;
use clusterscope_specs::paxos::Paxos;
use clusterscope_specs::two_phase::TwoPhase;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// Visits all states of a model, again and again.
fn visit<M: Model + Clone>(bencher: Bencher<'_, '_>, model: &M, states: u32) {
    bencher.counter(ItemsCount::new(states)).bench_local(|| {
        let mut search = Search::new(Plain(model.clone()), Limits::default());
        assert_eq!(search.run(), End::Complete);
        assert_eq!(search.progress().states, states);
    });
}

#[divan::bench(args = [3, 4, 5])]
fn two_phase(bencher: Bencher<'_, '_>, managers: u32) {
    let states = 2u32.pow(managers) + 4u32.pow(managers) + 6u32.pow(managers);
    visit(bencher, &TwoPhase::new(managers), states);
}

#[divan::bench(sample_count = 5)]
fn two_phase_8(bencher: Bencher<'_, '_>) {
    visit(bencher, &TwoPhase::new(8), 1_745_408);
}

#[divan::bench(args = [3, 4])]
fn two_phase_symmetric(bencher: Bencher<'_, '_>, managers: u32) {
    let states = if managers == 3 { 80 } else { 166 };
    visit(bencher, &TwoPhase::new(managers).symmetric(), states);
}

#[divan::bench]
fn paxos(bencher: Bencher<'_, '_>) {
    visit(bencher, &Paxos::new(3, 2, 2), 3_921);
}

#[divan::bench(sample_count = 5)]
fn lamport_mutex(bencher: Bencher<'_, '_>) {
    visit(bencher, &LamportMutex::new(3, 6), 724_274);
}

#[divan::bench]
fn abstract_raft(bencher: Bencher<'_, '_>) {
    visit(bencher, &AbstractRaft::<3>::new(2, 2), 2_272);
}
