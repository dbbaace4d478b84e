//! The book's charts are measured by simulation. To draw them anew after a change that is meant,
//! run with `UPDATE_GOLDEN=1` and look at the diff.

use clusterscope::exhibit::open_text;
use clusterscope::narrate::Lang;
use clusterscope_tests::chart::Chart;
use clusterscope_tests::record;
use std::fs;
use std::path::PathBuf;

/// What a run tells, line by line.
fn tell(text: &str) -> Vec<String> {
    let mut stage = open_text(text, Lang::En).unwrap_or_else(|why| panic!("{why}\n{text}"));
    record(stage.as_mut());
    stage.transcript().lines().map(String::from).collect()
}

/// When a line says so first, or last, in milliseconds.
fn moment(mut lines: impl Iterator<Item = impl AsRef<str>>) -> f64 {
    let line = lines.next().expect("the run gets there");
    let first = line.as_ref().split_whitespace().next().and_then(|word| word.parse().ok());
    first.unwrap_or_else(|| panic!("no moment: {}", line.as_ref()))
}

fn keep(chart: &Chart, name: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/book/src").join(name);
    let svg = chart.svg();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, &svg).expect("the chart can be written");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == svg, "{} is not what the runs measure now:\n{svg}", file.display());
}

/// From the crash of an owner until the next one has the lock, in seconds.
fn takes_over(protocol: &str) -> f64 {
    let text = format!(
        "title     An owner crashes\nteaches   How long it takes.\nprotocol  {protocol}\n\
         network   latency 10ms\nseed      5\nend       at 9s\n\n\
         at 20ms   client c1 add 1\nat 100ms  client c2 add 2\nat 150ms  crash c1\n"
    );
    let lines = tell(&text);
    let crash = moment(lines.iter().filter(|line| line.contains("c1 crashes")));
    let next = moment(lines.iter().filter(|line| line.contains("c2 has the lock")));
    (next - crash) / 1_000.0
}

#[test]
fn the_next_owner_comes_as_fast_as_the_book_says() {
    let systems = [
        ("etcd", "lease-lock clients=2 ttl=2s keep=600ms work=1s"),
        ("ZooKeeper", "zookeeper-lock clients=2 session=2s ping=600ms work=1s"),
        ("Redis", "redis-lock clients=2 ttl=2s work=1s"),
        ("a row", "lease-lock clients=2 system=row ttl=2s keep=600ms work=1s"),
        ("Consul", "lease-lock clients=2 system=consul ttl=2s keep=600ms work=1s"),
    ];
    let rows = systems.map(|(name, protocol)| (String::from(name), vec![takes_over(protocol)]));
    // A lease of two seconds was taken 130 ms before the crash at the earliest.
    assert!(rows.iter().all(|(_, values)| values[0] > 1.8), "{rows:?}");
    let chart = Chart {
        title: "From the crash to the next owner, in seconds, with a span of 2 s",
        series: &["until the next has the lock"],
        rows: rows.into(),
        digits: 2,
    };
    keep(&chart, "take-over.svg");
}

/// How long it takes until all are done, in milliseconds, and how many attempts they make.
fn contend(clients: u16, method: &str) -> (f64, f64) {
    let mut text = format!(
        "title     Contention\nteaches   What it costs.\n\
         protocol  row-locks clients={clients} method={method}\nnetwork   latency 10ms\n\
         seed      4\nend       at 30s\n\n"
    );
    for client in 1..=clients {
        text.push_str(&format!("at 20ms  client c{client} add 1\n"));
    }
    let lines = tell(&text);
    let done = |line: &&String| line.contains("hears that it is done");
    assert_eq!(lines.iter().filter(done).count(), usize::from(clients), "{method}");
    let begins = lines.iter().filter(|line| line.contains(" begins ")).count();
    (moment(lines.iter().filter(done).rev()) - 20.0, begins as f64)
}

#[test]
fn contention_costs_what_the_book_says() {
    let methods = ["for-update", "version", "owner"];
    let all = [1, 2, 4, 8, 16].map(|clients| (clients, methods.map(|it| contend(clients, it))));
    for (clients, [locks, versions, owner]) in &all {
        // Nobody starts again who waits for a lock, or hands the wish on.
        assert_eq!((locks.1, owner.1), (f64::from(*clients), f64::from(*clients)));
        assert!(owner.0 <= locks.0 && locks.0 <= versions.0, "{clients} clients");
    }
    let rows = |pick: fn((f64, f64)) -> f64| {
        all.iter()
            .map(|(clients, values)| (format!("{clients}"), values.map(pick).into()))
            .collect()
    };
    let series = &["locks", "versions", "one owner"];
    let time = Chart {
        title: "Clients at one row: milliseconds until the last is done",
        series,
        rows: rows(|it| it.0),
        digits: 0,
    };
    keep(&time, "contention-time.svg");
    let attempts = Chart {
        title: "Clients at one row: attempts in all",
        series,
        rows: rows(|it| it.1),
        digits: 0,
    };
    keep(&attempts, "contention-attempts.svg");
}
