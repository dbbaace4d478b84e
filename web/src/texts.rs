//! All words of the page itself, language by language: a language that lacks one does not compile.

pub use clusterscope_picture::words::moment;

use clusterscope::narrate::Lang;

macro_rules! texts {
    ($($name:ident: $english:literal,)*) => {
        /// The words of one language.
        #[allow(missing_docs)]
        pub struct Texts { $(pub $name: &'static str,)* }

        const ENGLISH: Texts = Texts { $($name: $english,)* };
    };
}

texts! {
    product: "Clusterscope",
    home: "Start with Raft",
    hero: "Watch distributed systems work, break and recover.",
    hero_more: "Every picture is a real protocol, played from a seed. Step through it, crash a \
                node, cut a link, and read why each thing happened.",
    search: "Search",
    search_hint: "Protocols, failures, papers",
    results: "Found",
    found: "Runs found:",
    wrong: "What goes wrong",
    wrong_more: "Each opens just before it happens.",
    room: "Room",
    scenario: "Scenario",
    seed: "Seed",
    fresh_seed: "Fresh seed",
    share: "Share",
    save: "Save",
    open: "Open",
    open_trace: "Open a trace…",
    open_file: "Open a trace or a scenario",
    undo: "Undo",
    redo: "Redo",
    theme: "Theme",
    theme_auto: "Theme: as the system",
    theme_light: "Theme: light",
    theme_dark: "Theme: dark",
    help: "Help",
    full_screen: "Full screen",
    command: "Command",

    stage: "Stage",
    space_time: "Space-time",
    story: "Story",
    invariants: "Invariants",
    inspector: "Inspector",
    panels: "Panels",
    zoom_in: "Show less time",
    zoom_out: "Show more time",

    play: "Play",
    pause: "Pause",
    step: "Step",
    step_back: "Step back",
    previous_marker: "Previous marker",
    next_marker: "Next marker",
    speed: "Speed",
    time: "Time",
    skip_idle: "Skip idle",
    event: "event",
    of: "of",
    playback: "Playback",

    heading_story: "What happens, and why",
    why: "Why.",
    tab_why: "Why",
    tab_time: "Time",
    tab_node: "Inspector",
    tab_overview: "Overview",
    tab_faults: "Faults",
    tab_client: "Client",
    tab_setup: "Setup",
    tab_runs: "Runs",
    tab_more: "More",
    nothing_yet: "Nothing has happened yet.",
    press_play: "Press Play, or step with →.",
    next: "Next:",

    hold: "Hold",
    all_hold: "hold",
    is_broken: "broken",
    show_how: "Show how",
    show_history: "History",
    history: "What clients asked and were told",
    also_broken: "Also broken:",
    expectations: "Expectations",
    expectations_met: "as expected",
    expectation_failed: "Not as expected",
    met: "met",
    failed: "failed",
    pending: "open",

    faults: "Faults",
    node: "Node",
    link: "Link",
    message: "Message",
    crash: "Crash",
    restart: "Restart",
    lose_disk: "Lose disk",
    resume: "Resume",
    timeout: "Timer now",
    skew: "Skew clock",
    drift: "Clock drift",
    cut: "Cut",
    cut_one_way: "Cut one way",
    heal: "Heal",
    heal_all: "Heal all",
    partition: "Partition",
    loss: "Loss rate",
    slow: "Slow link",
    drop: "Drop",
    duplicate: "Duplicate",
    delay: "Delay",
    release: "Release",
    deliver: "Deliver now",
    armed: "is armed.",
    pick_node: "Click a node, or",
    pick_link: "Click a link or its two ends, or",
    pick_message: "Click a message in flight, or",
    pick_side: "Click the nodes of one side.",
    split: "Split",
    cancel: "Cancel",

    on_disk: "On disk",
    on_disk_help: "survives a crash",
    in_memory: "In memory",
    in_memory_help: "lost in a crash",
    memory_gone: "Nothing is left of it.",
    nothing_selected: "Select a node or a message.",
    last_lookup: "Last lookup",
    most: "Most:",
    least: "least:",
    place: "Place",
    owner: "owner",
    position: "position",
    in_flight: "In flight",
    nothing_in_flight: "No message is in flight.",
    changed: "changed just now",
    to: "to",
    sent: "sent",
    due: "due",
    will_be_lost: "will be lost",
    held: "held",
    landed: "This message is no longer in flight.",
    go_there: "Go there",
    causes: "Causes and effects",
    down: "down",
    paused: "paused",
    unborn: "not started",
    clock: "clock",
    timers: "timers",
    empty: "empty",

    client: "Client",
    request: "Request",
    value: "Value",
    ask: "Ask",
    no_clients: "No client takes part in this run.",

    setup_help: "A change starts the run again with the same seed.",
    knobs: "Protocol",
    flaws: "Flaws",
    network: "Network",
    breaks: "breaks",

    futures: "Futures",
    futures_help: "What you do in the past opens another future.",
    as_written: "as written",
    run: "Run",
    runs: "Runs",
    main_run: "main",
    beside: "Beside",
    compare: "Show beside",
    no_expectations: "This scenario expects nothing.",
    memory: "History",
    memory_full: "Memory is full: recording has stopped.",

    export: "Export",
    export_pictures: "Pictures",
    export_texts: "For other tools",
    export_how: "How",
    export_svg: "This moment, as sharp as you like. It follows the reader's theme, and its text \
                 can be searched.",
    export_png: "This moment, as pixels: twice as many as on the page.",
    export_animated: "Animated SVG",
    export_animated_help: "A stretch of the run. It plays without a script wherever a picture can \
                           stand, such as in a README.",
    export_gif: "A stretch of the run, as pixels that play. Drawing it takes a while.",
    export_sequence: "A sequence diagram, as text.",
    export_shiviz: "A log with vector clocks, for ShiViz.",
    export_itf: "The states as JSON, as Quint and Apalache write theirs.",
    export_perfetto: "A trace for ui.perfetto.dev and Chrome.",
    export_transcript: "Transcript",
    export_transcript_help: "One line for each event, with its reason.",
    export_auto: "as the reader's",
    export_as_page: "as the page's",
    export_light: "light",
    export_dark: "dark",
    export_view: "Show",
    export_both: "Stage and space-time",
    export_stretch: "Stretch",
    export_window: "what the diagram shows",
    export_onwards: "from here to the end",
    export_whole: "the whole run",
    export_progress: "Pictures drawn",
    export_saved: "Saved.",
    export_copied: "Copied.",
    trace_open: "Open a trace",
    trace_form: "Form",
    any_form: "as its content says",
    trace_pattern: "Regular expression",
    trace_pattern_help: "For logs with vector clocks, as in ShiViz: groups named clock, host and \
                         event find the events, any other group is a field.",
    trace_delimiter: "Between executions",
    trace_read: "Open it",
    trace_gone: "A trace is in no link, and this page no longer has it: open its file again.",
    cannot_read: "Nothing of it could be read:",
    read_in_part: "Some of this could not be read.",
    read_otherwise: "Read it otherwise…",
    unread: "Could not be read",
    and_more: "and more:",
    recorded_only: "This was recorded elsewhere: it can be played and searched, not changed.",
    no_rules: "A trace brings no invariants.",
    tab_trace: "Trace",
    hosts: "hosts",
    events: "events",
    events_fit: "events fit",
    find_events: "Find events",
    find_hint: "text, host:n1, term=3",
    previous_match: "Previous match",
    next_match: "Next match",
    show: "Show",
    download: "Download",
    copy: "Copy",
    not_copied: "The browser does not let this page copy: download it instead.",
    undrawn: "The browser could not draw this picture. A shorter stretch or another view may do.",
    licences: "Licences of what is in it",
    keyboard: "Keyboard",
    close: "Close",
    key_play: "Play or pause",
    key_steps: "Step back, step",
    key_ten: "Ten steps",
    key_event: "One event back, forward",
    key_marker: "Previous, next marker",
    key_ends: "Start, latest event",
    key_node: "Select node",
    key_crash: "Crash or restart selected",
    key_undo: "Undo, redo",
    key_command: "Command box",
    key_full: "Full screen",
    key_escape: "Disarm fault, clear selection",
    key_help: "This list",

    changed_at: "Changed at",
    recomputed: "later events recomputed.",
    link_copied: "Link copied.",
    copy_this: "Copy this link:",
    link_long: "This run is too long for a link. Save it as a file instead.",
    not_saved: "This could not be saved: check the connection and try again.",
    file_unreadable: "This file is empty, or too large to be looked at.",
    cannot_open: "This run cannot be opened",
    part_missing: "A part of the program could not be fetched. Check the connection and try again; \
                   if the site has been renewed meanwhile, reload the page.",
    retry: "Retry",
    loading: "Loading",
    nothing_to_undo: "Nothing to undo.",
    nothing_to_redo: "Nothing to redo.",
    no_rooms: "No protocol has been built in yet.",
    pick_a_node_first: "Select a node first.",
}

/// The words of a language.
pub const fn texts(lang: Lang) -> &'static Texts {
    match lang {
        Lang::En => &ENGLISH,
    }
}

/// The language of the page.
pub const LANG: Lang = Lang::En;

/// The words of the language of the page.
pub const fn t() -> &'static Texts {
    texts(LANG)
}

/// Hundredths as a decimal fraction: `12.05`. Integers do: the wasm need not hold what prints
/// floats.
pub fn hundredths(n: u64) -> String {
    let rest = (n % 100 + 100).to_string();
    [&(n / 100).to_string(), ".", &rest[1..]].concat()
}

#[cfg(test)]
mod tests {
    #[test]
    fn hundredths_keep_their_zeros() {
        assert_eq!(super::hundredths(1205), "12.05");
        assert_eq!(super::hundredths(7), "0.07");
    }
}
