//! The settings panel as data: knobs, flaws and the network of one run.

use super::{FlawSetting, Room, Setting, Settings};
use crate::protocol::Micros;
use crate::scenario::quantity::{range_text, share_text, span_text};
use crate::scenario::syntax::{Act, Plan, Scenario};
use crate::scenario::value_text;
use crate::scenario::vocabulary::KnobKind;
use alloc::string::String;
use alloc::vec::Vec;

const MINUTE: Micros = 60_000_000;
const SPAN: KnobKind = KnobKind::Span { min: 0, max: MINUTE };
const SHARE: KnobKind = KnobKind::Number { min: 0, max: 1_000_000, unit: "millionths" };

/// Makes a variant the main run; what was done to it comes along.
pub(super) fn promote(scenario: &mut Scenario, variant: usize, plan: &Plan) {
    scenario.plan = plan.clone();
    scenario.acts.retain(|act| act.run > 0);
    let own = scenario.acts.iter().filter(|act| usize::from(act.run) == variant);
    let own: Vec<Act> = own.map(|act| Act { run: 0, ..act.clone() }).collect();
    scenario.acts.extend(own);
}

/// What can be set, and how it is set.
pub(super) fn list(room: &dyn Room, plan: &Plan) -> Settings {
    let knobs = room.knobs().iter().zip(&plan.setup.knobs).map(|(knob, &value)| Setting {
        name: String::from(knob.name),
        kind: knob.kind,
        help: knob.help,
        value: value_text(knob.kind, value),
    });
    let claims = room.claims();
    let title = |name: &&'static str| {
        claims.iter().find(|claim| claim.name == *name).map_or(*name, |claim| claim.title)
    };
    let flaws = room.flaws().iter().zip(&plan.setup.flaws).map(|(flaw, &on)| FlawSetting {
        name: flaw.name,
        help: flaw.help,
        breaks: flaw.breaks.iter().map(title).collect(),
        on,
    });
    let link = &plan.network.all;
    let setting = |name: &str, kind: KnobKind, help: &'static str, value: String| Setting {
        name: String::from(name),
        kind,
        help,
        value,
    };
    let network = Vec::from([
        setting("latency", SPAN, "How long a message takes.", range_text(link.latency)),
        setting("jitter", SPAN, "At most how much is added, evenly.", span_text(link.jitter)),
        setting("loss", SHARE, "How many messages are lost.", share_text(link.loss)),
        setting("duplicate", SHARE, "How many messages arrive twice.", share_text(link.duplicate)),
        setting(
            "reorder",
            SHARE,
            "How many messages are held back so that later ones overtake.",
            share_text(link.reorder),
        ),
    ]);
    Settings { knobs: knobs.collect(), flaws: flaws.collect(), network }
}
