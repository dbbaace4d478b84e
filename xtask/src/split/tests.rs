//! A program of two gates, one behind the other, and two rooms, in parts.

use super::built::Built;
use super::data::Owners;
use super::emit::{Shared, Writer};
use super::linked::{Datum, Linked, Target};
use super::plan::{COMMON, ENGINE, ENTRY, NOWHERE, Plan};
use super::{FIGURE, Gates, PAGE, Rules, digest};
use std::collections::BTreeSet;
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, ExportKind, ExportSection,
    Function, FunctionSection, ImportSection, Instruction, MemorySection, MemoryType, Module,
    NameMap, NameSection, RefType, TableSection, TableType, TypeSection,
};
use wasmparser::{DataKind, Parser, Payload};

const GATE: &str = "_RNvNtCs1_16clusterscope_web5gates4open";
const LATER: &str = "_RNvNtNtCs1_16clusterscope_web9exporting5gates4draw";
const RAFT: &str = "_RNvXs_NtCs2_7exhibitINtB4_4DoorNtNtB6_9protocols4raft4RaftENtB4_4Room5words";
const PAXOS: &str =
    "_RNvXs_NtCs2_7exhibitINtB4_4DoorNtNtB6_9protocols5paxos5PaxosENtB4_4Room5words";
const CARD: &str = "_RNvXs_NtCs2_7exhibitINtB4_4DoorNtNtB6_9protocols4raft4RaftENtB4_4Room4card";

/// The functions, in order, with what each calls; `print` is imported.
const FUNCTIONS: [(&str, &[u32]); 12] = [
    ("print", &[]),
    ("run", &[2]),
    (GATE, &[3, 9]),
    ("helper", &[]),
    (RAFT, &[6, 7]),
    (PAXOS, &[7]),
    ("raft's own", &[0, 3, 11]),
    ("of both", &[]),
    (CARD, &[]),
    (LATER, &[3, 10, 11]),
    ("exporting's own", &[0]),
    ("of a room and exporting", &[]),
];

/// Where gates lead.
const PARTS: Rules = Rules {
    gates: &[
        Gates { part: "engine", ways: &["16clusterscope_web5gates"] },
        Gates { part: "exporting", ways: &["no such*exporting", "web9exporting*gates"] },
    ],
    ..PAGE
};

/// Where the data stand: the doors' table, and a text that only Raft names.
const AT: u32 = 1024;

fn program() -> Vec<u8> {
    let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
    types.ty().function([], []);
    imports.import("script", "print", wasm_encoder::EntityType::Function(0));
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    let mut names = NameMap::new();
    for (place, (name, calls)) in (0..).zip(FUNCTIONS) {
        names.append(place, name);
        if place > 0 {
            functions.function(0);
            let mut body = Function::new([]);
            for called in calls {
                body.instruction(&Instruction::Call(*called));
            }
            code.function(body.instruction(&Instruction::End));
        }
    }
    let (mut tables, mut memories) = (TableSection::new(), MemorySection::new());
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: 4,
        maximum: Some(4),
        table64: false,
        shared: false,
    });
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0).export("run", ExportKind::Func, 1);
    let mut elements = ElementSection::new();
    let doors = Elements::Functions([4, 5, 8].as_slice().into());
    elements.active(None, &ConstExpr::i32_const(1), doors);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(AT.cast_signed()), *b"\x01\0\x02\0Raft\0\0?!");
    let mut named = NameSection::new();
    named.functions(&names);
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables);
    module.section(&memories).section(&exports).section(&elements).section(&code).section(&data);
    module.section(&named);
    module.finish()
}

fn linked() -> Linked<'static> {
    let mut linked = Linked::default();
    linked.functions.extend(FUNCTIONS.map(|(name, _)| (name, BTreeSet::new())));
    let all = [Target::Function(RAFT), Target::Function(PAXOS), Target::Function(CARD)];
    linked.data.push(Datum { at: AT..AT + 4, refers: BTreeSet::from(all) });
    linked.data.push(Datum { at: AT + 4..AT + 8, refers: BTreeSet::new() });
    linked.functions.insert("helper", BTreeSet::from([Target::Datum(0)]));
    linked.functions.insert(RAFT, BTreeSet::from([Target::Datum(1)]));
    linked
}

#[test]
fn each_part_keeps_what_only_it_needs() {
    let wasm = program();
    let built = Built::read(&wasm).expect("a program");
    let plan = Plan::new(&built, &linked(), &PARTS).expect("a plan");
    assert_eq!(plan.parts, ["entry", "engine", "common", "exporting", "paxos", "raft"]);
    let (later, paxos, raft) = (3, 4, 5);
    let rooms = [raft, paxos, raft, ENGINE, ENGINE];
    let expected = [&[ENTRY, ENTRY, ENGINE, ENGINE], &rooms[..], &[later, later, ENGINE]].concat();
    assert_eq!(plan.functions, expected);
    assert_eq!(plan.data, [ENGINE, raft]);
}

#[test]
fn a_function_that_two_rooms_share_is_nobodys_door() {
    let wasm = program();
    let built = Built::read(&wasm).expect("a program");
    let mut linked = linked();
    let again = Datum { at: AT + 20..AT + 24, refers: BTreeSet::from([Target::Function(PAXOS)]) };
    linked.data.push(again);
    linked.functions.insert(GATE, BTreeSet::from([Target::Datum(2)]));
    let plan = Plan::new(&built, &linked, &PARTS).expect("a plan");
    assert_eq!(plan.functions[5], ENGINE);
}

#[test]
fn a_program_without_gates_is_refused() {
    let wasm = program();
    let built = Built::read(&wasm).expect("a program");
    const NONE: Gates = Gates { part: "none", ways: &["no such module"] };
    let rules = Rules { gates: &[NONE], ..PAGE };
    let error = Plan::new(&built, &linked(), &rules).err().map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some("no gate into none was found"));
}

#[test]
fn what_only_later_parts_share_is_a_part_for_them() {
    const GATES: [Gates; 3] = [
        Gates { part: "engine", ways: &["16clusterscope_web5gates"] },
        Gates { part: "exporting", ways: &["web9exporting*gates"] },
        // As if the door to Paxos were a gate.
        Gates { part: "importing", ways: &["Paxos*Room5words"] },
    ];
    let wasm = program();
    let built = Built::read(&wasm).expect("a program");
    let rules = Rules { gates: &GATES, ..PAGE };
    let mut functions = linked();
    // What was of both rooms is of importing and a room; what exporting has, importing has, too.
    let shared = Target::Function("exporting's own");
    functions.functions.insert(PAXOS, BTreeSet::from([shared]));
    let plan = Plan::new(&built, &functions, &rules).expect("a plan");
    assert_eq!(plan.parts[COMMON..], ["common", "exporting", "importing", "raft"]);
    assert_eq!(plan.later(), ["exporting", "importing"]);
    assert_eq!((plan.functions[10], plan.functions[7]), (COMMON, ENGINE));
}

#[test]
fn a_later_part_is_called_through_the_table_and_sees_no_room() {
    let wasm = program();
    let built = Built::read(&wasm).expect("a program");
    let plan = Plan::new(&built, &linked(), &PARTS).expect("a plan");
    let shared = Shared::new(&built, &plan).expect("what they share");
    assert!(shared.calls_through_the_table(9), "the engine calls the gate so");
    assert!(!shared.calls_through_the_table(3), "the engine is there before");
    let [later, room] = [COMMON + 1, COMMON + 2];
    assert!((0..=COMMON).all(|part| plan.sees(later, part)), "what it stands on");
    assert!(!plan.sees(later, room) && !plan.sees(room, later) && !plan.sees(ENGINE, later));
    assert!(plan.sees(room, ENGINE) && !plan.sees(room, COMMON));
}

#[test]
fn a_program_can_begin_with_its_engine_and_a_room() {
    let wasm = program();
    let built = Built::read(&wasm).expect("a program");
    const SHARED: Gates = Gates { part: "commons", ways: &["of both"] };
    let rules = Rules { gates: &[SHARED], inside: &["paxos"], absent: &[], ..FIGURE };
    let plan = Plan::new(&built, &linked(), &rules).expect("a plan");
    assert_eq!(plan.parts, ["entry", "commons", "common", "raft"]);
    let raft = 3;
    let expected = [ENTRY, ENTRY, ENTRY, ENTRY, raft, ENTRY, raft, ENGINE, ENTRY];
    assert_eq!(plan.functions[..9], expected);
    assert_eq!(plan.data, [ENTRY, raft]);
    let unknown = Rules { inside: &["viewstamped"], ..rules };
    assert!(Plan::new(&built, &linked(), &unknown).is_err());
}

/// The method of a stage that tests leave out.
const UNUSED: &str = "_RNvXs_NtNtCs_7exhibit7theatreNtB4_7TheatreNtNtB6_5stage5Stage6causes";

#[test]
fn what_nothing_calls_is_left_out_with_what_only_it_needs() {
    let wasm = program();
    let mut built = Built::read(&wasm).expect("a program");
    // As it would be named if the door to Raft were such a method.
    built.names.insert(4, UNUSED);
    let mut linked = linked();
    let refers = linked.functions.remove(RAFT).expect("what it refers to");
    linked.functions.insert(UNUSED, refers);
    let rules = Rules { gates: PARTS.gates, inside: &[], absent: &[], ..FIGURE };
    let plan = Plan::new(&built, &linked, &rules).expect("a plan");
    assert_eq!((plan.functions[4], plan.functions[6]), (NOWHERE, NOWHERE));
    assert_eq!(plan.data[1], NOWHERE);
    assert!(plan.functions[7] != NOWHERE, "Paxos needs it, too");
    built.names.insert(3, UNUSED);
    assert!(Plan::new(&built, &linked, &rules).is_err(), "the gate calls it");
}

#[test]
fn what_is_to_be_absent_is_left_out_though_it_is_called() {
    let wasm = program();
    let built = Built::read(&wasm).expect("a program");
    let rules = Rules { absent: &["raft's*own"], ..PARTS };
    let plan = Plan::new(&built, &linked(), &rules).expect("a plan");
    assert_eq!(plan.functions[6], NOWHERE);
    let raft = plan.parts.iter().position(|part| part == "raft").expect("a room");
    assert_eq!(plan.functions[4], raft, "the door that calls it stays");
    let shared = Shared::new(&built, &plan).expect("what parts share");
    assert!(shared.calls_through_the_table(6), "where nothing stands");
    let none = Rules { absent: &["nobody's own"], ..PARTS };
    assert!(Plan::new(&built, &linked(), &none).is_err(), "there is nothing of the kind");
}

#[test]
fn the_rules_know_methods_of_the_stage_alone() {
    assert!(FIGURE.is_unused(UNUSED) && !PAGE.is_unused(UNUSED));
    assert!(!FIGURE.is_unused(&UNUSED.replace("6causes", "4step")));
    assert!(!FIGURE.is_unused(&UNUSED.replace("7Theatre", "5Other")));
}

/// What a module imports and exports, and the data that it brings.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    imports: Vec<String>,
    exports: Vec<String>,
    data: Vec<(u32, Vec<u8>)>,
    code: usize,
}

fn see(wasm: &[u8]) -> Seen {
    let mut seen = Seen::default();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.expect("a module") {
            Payload::ImportSection(imports) => {
                let imports = imports.into_imports().map(|it| it.expect("an import"));
                seen.imports = imports.map(|it| format!("{}.{}", it.module, it.name)).collect();
            }
            Payload::ExportSection(exports) => {
                let exports = exports.into_iter().map(|it| it.expect("an export"));
                seen.exports = exports.map(|it| it.name.to_owned()).collect();
            }
            Payload::DataSection(data) => {
                for segment in data {
                    let segment = segment.expect("a segment");
                    assert!(matches!(segment.kind, DataKind::Active { memory_index: 0, .. }));
                    let at = super::linked::base(&segment.kind).expect("a place");
                    seen.data.push((at, segment.data.to_vec()));
                }
            }
            Payload::CodeSectionEntry(_) => seen.code += 1,
            _ => {}
        }
    }
    seen
}

#[test]
fn parts_find_each_other_by_names_and_share_the_memory() {
    let wasm = program();
    let (built, linked) = (Built::read(&wasm).expect("a program"), linked());
    let plan = Plan::new(&built, &linked, &PARTS).expect("a plan");
    let shared = Shared::new(&built, &plan).expect("what they share");
    let owners = Owners::new(&linked, &plan);
    let part = |part| {
        let writer = Writer { built: &built, plan: &plan, shared: &shared, build: "build" };
        let data = owners.section(&built, part).expect("data");
        see(&writer.module(part, &data).expect("a module"))
    };
    let entry = part(ENTRY);
    assert_eq!(entry.imports, ["script.print"]);
    assert_eq!(entry.exports, ["memory", "run", "t0", "0"]);
    assert_eq!((entry.code, entry.data), (1, vec![(AT + 10, b"?!".to_vec())]));
    let engine = part(ENGINE);
    assert_eq!(engine.imports, ["build.memory", "p.t0"]);
    assert_eq!(engine.exports, ["1", "2", "3"]);
    assert_eq!((engine.code, engine.data), (5, vec![(AT, b"\x01\0\x02".to_vec())]));
    let later = part(3);
    assert_eq!(later.imports, ["build.memory", "p.t0", "p.0", "p.1", "p.3"]);
    assert_eq!((later.code, later.exports, later.data), (2, vec![], vec![]));
    let raft = part(5);
    assert_eq!(raft.imports, ["build.memory", "p.t0", "p.0", "p.1", "p.2", "p.3"]);
    assert_eq!((raft.code, raft.data), (2, vec![(AT + 4, b"Raft".to_vec())]));
}

#[test]
fn names_say_which_room_a_door_is_of() {
    assert_eq!(PAGE.door(RAFT), Some("raft"));
    assert_eq!(PAGE.door(PAXOS), Some("paxos"));
    assert_eq!(PAGE.door(CARD), None, "cards are known before");
    assert_eq!(PAGE.door("_RNvNtNtCs2_9protocols4raft4step"), None, "no door");
    assert_eq!(PAGE.door("_R4Door9protocols99raft4Room"), None, "a name cut short");
}

#[test]
fn exported_functions_are_known_by_the_names_that_they_keep() {
    use super::linked::as_exported;
    assert_eq!(as_exported("run_act_b9c95cb3f2109082"), "run_act");
    assert_eq!(as_exported("__wbindgen_malloc"), "__wbindgen_malloc");
    assert_eq!(as_exported(GATE), GATE);
    let imported = "_RNvCs9_12wasm_bindgen39___wbg___wbindgen_throw_4c88d8bf264fd984";
    assert_eq!(as_exported(imported), imported);
}

#[test]
fn another_program_is_another_build() {
    let wasm = program();
    let mut other = wasm.clone();
    let text = other.windows(4).position(|it| it == b"Raft").expect("the text");
    other[text] = b'D';
    let digest = |wasm: &[u8]| digest(&Built::read(wasm).expect("a program"));
    assert_ne!(digest(&other), digest(&wasm));
    let name = wasm.windows(6).position(|it| it == b"helper").expect("a name");
    let mut renamed = wasm.clone();
    renamed[name] = b'y';
    assert_eq!(digest(&renamed), digest(&wasm), "names do not count");
}
