//! `Stage::causes` is Lamport's happened-before.

use crate::room::Post;
use crate::run::{sim, stage};
use clusterscope::exhibit::{EventKind, Exhibited};
use clusterscope::protocols::raft::Raft;
use clusterscope::view::MessageKind;

const RAFT: &str = "title t\nprotocol raft nodes=3 clients=1\nnetwork latency 5..15ms loss 5% \
    duplicate 5%\nseed 4\nend at 1500ms\nat 700ms client c1 put x=1\nat 800ms crash leader\n\
    at 900ms restart n1\nat 1s dup any n1 - n2 next 3\nat 1s pause n3 100ms\n";

const POST: &str = "title t\nprotocol post stream=on relay=on ticks=on\nnetwork latency 5..15ms\n\
    seed 4\nend at 900ms\nat 1ms load 30/s\nat 2ms chaos 20/s\n";

/// Whether an event belongs to the process of its node.
fn is_step(kind: EventKind) -> bool {
    use EventKind::{Ask, Crash, Deliver, Fire, Pause, Restart, Resume, Start};
    matches!(kind, Start | Deliver | Fire | Ask | Crash | Restart | Pause | Resume)
}

/// `before[b][a]`: a happened before b, by the definition, closed by force.
fn closure<P: Exhibited>(text: &str) -> Vec<Vec<bool>> {
    let mut run = sim::<P>(text);
    run.record_all();
    let records = &run.chronicle().records;
    let n = records.len();
    let mut before = vec![vec![false; n + 1]; n + 1];
    for b in 1..=n {
        let late = &records[b - 1];
        before[b][late.cause as usize] = late.cause != 0;
        for a in 1..b {
            let early = &records[a - 1];
            before[b][a] |= early.node == late.node && is_step(early.kind) && is_step(late.kind);
        }
    }
    for mid in 1..=n {
        for b in 1..=n {
            if before[b][mid] {
                let through = before[mid].clone();
                for (to, from) in before[b].iter_mut().zip(through) {
                    *to |= from;
                }
            }
        }
    }
    before
}

fn compare(text: &str, before: &[Vec<bool>]) {
    let mut stage = stage(text);
    while stage.record(1_000) {}
    let events = stage.extent().events;
    assert!(events + 1 == before.len() && events > 100, "{events} events");
    for (event, behind) in before.iter().enumerate().skip(1) {
        let (past, future) = stage.causes(event, 0, stage.extent().end);
        let earlier: Vec<_> = (1..=events).filter(|it| behind[*it]).collect();
        let later: Vec<_> = (1..=events).filter(|it| before[*it][event]).collect();
        assert_eq!(past, earlier, "the past of {event}");
        assert_eq!(future, later, "the future of {event}");
        assert!(past.iter().all(|it| *it < event) && future.iter().all(|it| *it > event));
    }
    let (from, to) = (stage.extent().end / 3, stage.extent().end / 2);
    let all = stage.causes(events / 2, 0, stage.extent().end).0;
    let some = stage.causes(events / 2, from, to).0;
    assert!(some.iter().all(|it| all.contains(it)));
}

#[test]
fn causes_are_happened_before() {
    compare(RAFT, &closure::<Raft>(RAFT));
    compare(POST, &closure::<Post>(POST));
}

#[test]
fn whatever_sends_a_message_is_before_its_arrival() {
    let mut run = sim::<Post>(POST);
    run.record_all();
    let chronicle = run.chronicle();
    for record in chronicle.records.iter().filter(|it| it.kind == EventKind::Deliver) {
        let sent = &chronicle.sent[record.ended as usize];
        let cause = &chronicle.records[record.cause as usize - 1];
        assert_eq!(sent.to, record.node);
        if sent.kind == MessageKind::Refusal {
            continue; // News of a closed stream: nobody sent it.
        }
        assert!(cause.node == sent.from || !is_step(cause.kind), "{record:?} of {cause:?}");
    }
}
