//! What is counted and drawn.

use super::super::overview::Count;
use super::super::table::SCHEMES;
use super::*;
use crate::narrate::{Lang, Narrate};
use crate::view::{Body, Coming, DotState, Overview};

fn overview(lab: &Lab) -> Overview {
    lab.room.overview(&lab.world, Lang::En)
}

fn share_moved(scheme: Scheme) -> u64 {
    let room =
        HashRing { scheme, keys: 1_000, copies: 1, points: 128, batch: 100, ..HashRing::default() };
    let mut lab = Lab::new(room);
    lab.done(NodeId(7), "join n5");
    let count = Count::of(&lab.room, &lab.world);
    assert_eq!(count.keys, 1_000);
    lab.all_is_well();
    count.moved / 10
}

#[test]
fn modulo_moves_four_fifths_and_the_others_about_one() {
    for (_, scheme) in SCHEMES {
        let moved = share_moved(scheme);
        let expected = match scheme {
            Scheme::Modulo => 75..=85,
            Scheme::Bounded => 15..=45,
            Scheme::Maglev => 15..=30,
            Scheme::Range | Scheme::List => 0..=0,
            _ => 15..=25,
        };
        assert!(expected.contains(&moved), "{scheme:?} moved {moved}%");
    }
}

#[test]
fn the_picture_agrees_with_the_placement() {
    for (_, scheme) in SCHEMES {
        let mut lab = Lab::new(HashRing { scheme, ..room() });
        lab.done(C, "join n5");
        lab.done(C, "get user:0007");
        let whole = overview(&lab);
        let ring = whole.ring.unwrap();
        assert_eq!(ring.owners.len(), 5);
        assert_eq!(ring.owners[4].change, Coming::Joins);
        assert_eq!(ring.dots.len(), 40);
        let before = &lab.config().past()[0];
        for dot in &ring.dots {
            let owner = ring.owners[usize::from(dot.owner)].node;
            assert_eq!(Some(owner), lab.config().table().owner(&dot.name), "{scheme:?}");
            let was = ring.owners[usize::from(dot.was)].node;
            assert_eq!(Some(was), before.table().owner(&dot.name), "{scheme:?}");
            let state = if owner == was { DotState::Settled } else { DotState::Moved };
            assert_eq!(dot.state, state, "{scheme:?}");
            // Where loads are bounded, a key may be passed on to an owner further along.
            if !ring.arcs.is_empty() && scheme != Scheme::Bounded {
                let place = ring.arcs.partition_point(|arc| arc.from < dot.at);
                let arc = match scheme {
                    // A range begins at its first key, a slot at its number.
                    Scheme::Range | Scheme::Maglev => {
                        ring.arcs.partition_point(|arc| arc.from <= dot.at)
                    }
                    _ => place,
                };
                let arc = arc.checked_sub(1).unwrap_or(ring.arcs.len() - 1);
                let arc = ring.arcs[arc];
                assert_eq!((arc.owner, arc.was), (dot.owner, dot.was), "{scheme:?} {}", dot.name);
            }
        }
        assert!(ring.dots.windows(2).all(|pair| pair[0].at <= pair[1].at));
        assert!(ring.arcs.windows(2).all(|pair| pair[0].from <= pair[1].from), "{scheme:?}");
        assert!(ring.walk.len() > 1, "{scheme:?}");
        assert_eq!(ring.walk[0].text, "user:0007 is here");
        assert!(!whole.panels.is_empty());
    }
}

#[test]
fn the_headline_says_what_moves() {
    let mut lab = Lab::new(room());
    let first = overview(&lab).ring.unwrap().headline.clone();
    assert_eq!(first.above, "ring, 4 nodes");
    assert_eq!(first.number, "40");
    lab.done(C, "join n5");
    let moved = Count::of(&lab.room, &lab.world).moved;
    let headline = overview(&lab).ring.unwrap().headline.clone();
    assert_eq!(headline.above, "n5 joins with 8 points");
    assert_eq!(headline.number, format!("{moved}"));
    assert_eq!(headline.below, "of 40 keys move, all of them to n5");
}

#[test]
fn loads_are_compared_with_their_mean() {
    let mut lab = Lab::new(HashRing { copies: 1, ..room() });
    lab.done(C, "join n5");
    let whole = overview(&lab);
    let bars = whole.panels.iter().find_map(|panel| match &panel.body {
        Body::Bars(bars) => Some(bars),
        _ => None,
    });
    let bars = bars.unwrap();
    assert_eq!(bars.bars.iter().map(|bar| bar.value).sum::<u64>(), 40);
    assert_eq!(bars.ideal, Some((800, "mean 8.00".into())));
    assert_eq!(bars.bars[4].note, "new");
    let value = |name: &str| {
        let fields = whole.panels.iter().find_map(|panel| match &panel.body {
            Body::Fields(fields) => Some(fields),
            _ => None,
        });
        let field = fields.unwrap().iter().find(|field| field.name == name);
        field.map(|field| field.value.clone()).unwrap()
    };
    assert_eq!(value("ideal share"), "20.00%");
    let most = bars.bars.iter().map(|bar| bar.value).max().unwrap();
    assert_eq!(value("max/mean"), format!("{}.{:02}", most / 8, most % 8 * 100 / 8));
    let square: f64 = bars.bars.iter().map(|bar| (bar.value as f64 - 8.0).powi(2)).sum();
    let expected = (square / 5.0).sqrt();
    let told: f64 = value("standard deviation").parse().unwrap();
    assert!((told - expected).abs() < 0.011, "{told} against {expected}");
}

#[test]
fn keys_on_their_way_and_lost_keys_are_told_apart() {
    let mut lab = Lab::new(HashRing { copies: 1, ..room() });
    lab.ask(C, "join n5");
    lab.settle_if(|envelope| !carries(envelope));
    let states = |lab: &Lab, state: DotState| {
        overview(lab).ring.unwrap().dots.iter().filter(|dot| dot.state == state).count()
    };
    assert!(states(&lab, DotState::Moving) > 0);
    lab.settle_if(|_| true);
    assert_eq!(states(&lab, DotState::Moving), 0);
    let held = lab.disk(n(1)).keys.len();
    lab.crash(n(1), DiskFate::Lost);
    assert_eq!(states(&lab, DotState::Lost), held);
}

#[test]
fn a_blank_disk_is_another_than_the_first() {
    let room = room();
    assert_eq!(room.blank_disk(), Disk::Blank);
    assert_ne!(room.first_disk(n(1)), Disk::Blank);
    assert!(!room.has(Flaw::DropsEarly) && room.with(Flaw::DropsEarly).has(Flaw::DropsEarly));
}
