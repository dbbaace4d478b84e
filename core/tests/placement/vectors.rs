//! The published vectors: each file says where it is from.

use clusterscope::placement::hashing::{
    AnyHash, Fnv1a, KeyHash, Md5, Sip13, Sip24, Xxh3, Xxh32, Xxh64, md5_words,
};
use clusterscope::placement::ketama::{Ketama, Shares, hashes_of};
use clusterscope::placement::maglev::{Maglev, Preference, populate};
use clusterscope::placement::rendezvous::Rendezvous;
use clusterscope::placement::{Member, Members, NodeIndex, Placement, jump, moved};
use core::fmt::Write;
use proptest::prelude::*;
use serde_json::Value;

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("a vector file is JSON")
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn number(value: &Value) -> u64 {
    match value {
        Value::String(text) => match text.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16),
            None => text.parse(),
        }
        .expect("a number"),
        _ => value.as_u64().expect("a number"),
    }
}

fn numbers(value: &Value) -> Vec<u32> {
    list(value).iter().map(|it| number(it) as u32).collect()
}

#[test]
fn hash_functions_give_the_published_values() {
    let file = read(include_str!("vectors/hash_functions.json"));
    let functions = [
        ("fnv1a_64", AnyHash::Fnv1a(Fnv1a)),
        ("xxh32", AnyHash::Xxh32(Xxh32::default())),
        ("xxh64", AnyHash::Xxh64(Xxh64::default())),
        ("xxh3_64", AnyHash::Xxh3(Xxh3::default())),
    ];
    for (name, function) in functions {
        let cases = file[name].as_object().expect("values by key");
        assert_eq!(cases.len(), 10, "{name}");
        for (key, hash) in cases {
            assert_eq!(function.of(key.as_bytes()), number(hash), "{name} of {key:?}");
        }
    }
}

#[test]
fn siphash_gives_the_reference_values() {
    let file = read(include_str!("vectors/hash_functions.json"));
    let (k0, k1) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908);
    let message: Vec<u8> = (0..64).collect();
    let (long, short) = (list(&file["siphash24"]), list(&file["siphash13"]));
    assert_eq!((long.len(), short.len()), (64, 16));
    for (length, hash) in long.iter().enumerate() {
        assert_eq!(AnyHash::Sip24(Sip24 { k0, k1 }).of(&message[..length]), number(hash));
    }
    for (length, hash) in short.iter().enumerate() {
        assert_eq!(AnyHash::Sip13(Sip13 { k0, k1 }).of(&message[..length]), number(hash));
    }
}

#[test]
fn md5_gives_the_values_of_rfc_1321() {
    // RFC 1321, A.5.
    for (message, digest) in [
        ("", "d41d8cd98f00b204e9800998ecf8427e"),
        ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    ] {
        assert_eq!(hex(md5_words(message.as_bytes())), digest);
    }
    assert_eq!(AnyHash::Md5(Md5).of(b"abc"), 0xb04f_d23c_9850_0190);
}

fn hex(words: [u32; 4]) -> String {
    words.iter().fold(String::new(), |text, word| text + &format!("{:08x}", word.swap_bytes()))
}

#[test]
fn jump_gives_the_published_buckets() {
    let file = read(include_str!("vectors/jump.json"));
    let cases: Vec<_> = list(&file["published"]).iter().chain(list(&file["strings"])).collect();
    assert_eq!(cases.len(), 57);
    for case in cases {
        let found = jump::bucket(number(&case["key"]), number(&case["buckets"]) as u32);
        assert_eq!(found, Some(number(&case["bucket"]) as u32), "{case}");
    }
    assert_eq!(jump::bucket(1, 0), None);
}

/// The paper's code (figure 1), line by line.
fn as_published(mut key: u64, buckets: i64) -> i64 {
    let (mut bucket, mut next) = (-1, 0);
    while next < buckets {
        bucket = next;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        let quotient = (1_i64 << 31) as f64 / ((key >> 33) + 1) as f64;
        next = ((bucket + 1) as f64 * quotient) as i64;
    }
    bucket
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn jump_is_the_papers_code(
        key in any::<u64>(), buckets in prop_oneof![1..100_u32, 1..100_000_u32, 1..=u32::MAX]
    ) {
        let published = as_published(key, buckets.into());
        prop_assert_eq!(jump::bucket(key, buckets).map(i64::from), Some(published));
    }
}

/// The servers of a ketama file, named by `name`.
fn servers(value: &Value, name: impl Fn(&str) -> String) -> Members {
    let member = |(i, it): (usize, &Value)| {
        Member::new(i as u16, name(text(&it[0]))).weighing(number(&it[1]) as u32)
    };
    Members::new(list(value).iter().enumerate().map(member)).expect("servers differ")
}

#[test]
fn ketama_is_libketamas_ring() {
    let golden = &read(include_str!("vectors/ketama.json"))["libketama_golden"];
    let members = servers(&golden["servers_weights"], str::to_owned);
    let ring = Ketama::new(Shares::Weighted, members).expect("a ring");
    assert_eq!(ring.circle().len() as u64, number(&golden["points_total"]));
    for member in ring.members().iter() {
        let points = ring.circle().iter().filter(|(_, owner)| *owner == member.node).count();
        assert_eq!(points as u64, number(&golden["points_per_server"][&member.name]));
    }
    let (mut output, mut owned) = (String::from("\n"), vec![0; ring.members().len()]);
    for key in super::keys(1_000_000) {
        let (at, owner) = (Ketama::position(key.as_bytes()), ring.owner(key.as_bytes()));
        let (point, node) = ring.circle().from(at).next().expect("there are points");
        assert_eq!(owner, Some(node));
        let server = &ring.members().get(node).expect("a member").name;
        owned[usize::from(node.0)] += 1;
        writeln!(output, "{at} {point} {server}").expect("text grows");
    }
    // The digest of what libketama's own test program prints for a million keys.
    assert_eq!(hex(md5_words(output.as_bytes())), text(&golden["md5_of_output"]));
    for (member, owned) in ring.members().iter().zip(owned) {
        assert_eq!(owned, number(&golden["keys_per_server"][&member.name]));
    }
}

#[test]
fn ketama_is_libmemcacheds_ring() {
    let file = &read(include_str!("vectors/ketama.json"))["libmemcached_weighted"];
    // libmemcached leaves out the default port.
    let short = |name: &str| name.trim_end_matches(":11211").to_owned();
    let members = servers(&file["servers_weights"], short);
    let ring = Ketama::new(Shares::Weighted, members).expect("a ring");
    let cases = list(&file["cases"]);
    assert_eq!(cases.len(), 99);
    for case in cases {
        let key = text(&case["key"]).as_bytes();
        let at = Ketama::position(key);
        assert_eq!(u64::from(at), number(&case["key_hash"]), "{case}");
        let point = ring.circle().from(at).next().map(|(point, _)| u64::from(point));
        assert_eq!(point, Some(number(&case["point"])), "{case}");
        let owner = ring.owner(key).and_then(|node| ring.members().get(node));
        assert_eq!(owner.map(|it| &*it.name), Some(text(&case["server"])), "{case}");
    }
    let wrapped = text(&file["wrap_key"]["key"]).as_bytes();
    assert_eq!(u64::from(Ketama::position(wrapped)), number(&file["wrap_key"]["hash"]));
    let first = ring.circle().iter().next().map(|(_, owner)| owner);
    assert_eq!(ring.owner(wrapped), first);
}

#[test]
fn libketamas_rounding_can_cost_a_hash() {
    assert_eq!(hashes_of(1, 60, 60), 40);
    assert_eq!(hashes_of(1, 61, 61), 39);
    assert_eq!(hashes_of(1, 122, 122), 39);
    assert_eq!(super::ketama(Members::numbered(61)).circle().len(), 61 * 160);
}

#[test]
fn rendezvous_gives_go_rendezvous_owners() {
    let file = read(include_str!("vectors/rendezvous.json"));
    let name = |(i, name): (usize, &Value)| Member::new(i as u16, text(name));
    let members = Members::new(list(&file["nodes"]).iter().enumerate().map(name));
    let placement = Rendezvous::new(Fnv1a, members.expect("nodes differ"));
    let cases = file["lookup"].as_object().expect("owners by key");
    assert_eq!(cases.len(), 40);
    for (key, owner) in cases {
        let found = placement.owner(key.as_bytes()).and_then(|it| placement.members().get(it));
        assert_eq!(found.map(|it| &*it.name), Some(text(owner)), "{key}");
    }
    let keys = || (0..100_000).map(|i| format!("key{i}"));
    let shares = moved::shares(&placement, keys());
    for member in placement.members().iter() {
        let count = number(&file["counts_100k"][&member.name]);
        assert_eq!(shares.get(&member.node), Some(&count), "{}", member.name);
    }
    let mut without = placement.clone();
    without.leave(NodeIndex(9)).expect("it is there");
    let moved = moved::moved(&placement, &without, keys());
    assert_eq!(moved.moved, number(&file["keys_moved_when_node9_removed_of_100k"]));
    assert!(moved.flows.keys().all(|(from, _)| *from == NodeIndex(9)));
}

#[test]
fn maglev_fills_the_papers_table() {
    let paper = &read(include_str!("vectors/maglev.json"))["paper_table1"];
    let lists: Vec<_> = list(&paper["offset_skip"])
        .iter()
        .map(|it| (Preference { offset: number(&it[0]) as u32, skip: number(&it[1]) as u32 }, 1))
        .collect();
    for ((preference, _), permutation) in lists.iter().zip(list(&paper["permutations"])) {
        assert_eq!(preference.list(7).collect::<Vec<_>>(), numbers(permutation));
    }
    assert_eq!(wide(&populate(7, &lists)), numbers(&paper["lookup_before"]));
    // Of two, the second is B2.
    let left: Vec<_> = populate(7, &[lists[0], lists[2]]).iter().map(|i| i * 2).collect();
    assert_eq!(wide(&left), numbers(&paper["lookup_after_B1_removed"]));
}

fn wide(table: &[u16]) -> Vec<u32> {
    table.iter().copied().map(u32::from).collect()
}

#[test]
fn maglev_fills_go_maglevs_table() {
    let file = &read(include_str!("vectors/maglev.json"))["go_maglev"];
    let hash = Sip24 { k0: 0xdead_beef_cafe_babe, k1: 0 };
    let names = list(&file["names"]);
    for (name, permutation) in names.iter().zip(list(&file["permutations"])) {
        let preference = Preference::new(hash.of(text(name).as_bytes()), 7);
        assert_eq!(preference.list(7).collect::<Vec<_>>(), numbers(permutation));
    }
    let name = |(i, name): (usize, &Value)| Member::new(i as u16, text(name));
    let members = Members::new(names.iter().enumerate().map(name)).expect("names differ");
    let mut placement = Maglev::new(hash, 7, members).expect("7 is a prime");
    let table =
        |it: &Maglev<Sip24>| wide(&it.table().iter().map(|node| node.0).collect::<Vec<_>>());
    assert_eq!(table(&placement), numbers(&file["lookup"]));
    placement.leave(NodeIndex(1)).expect("it is there");
    assert_eq!(table(&placement), numbers(&file["lookup_dead_1"]));
}
