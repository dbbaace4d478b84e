//! What became of a run, for people and for machines.

use clusterscope::exhibit::{Amount, Expectation, Extent, Fulfilment, Reading, Rule};
use clusterscope::scenario::quantity::span_text;
use core::fmt::Write;
use serde_json::{Value, json};

/// What became of one run.
pub(crate) struct Report {
    /// The file that it came from.
    pub(crate) input: String,
    /// What the scenario is called.
    pub(crate) title: String,
    /// What must be told about a link.
    pub(crate) notice: Option<String>,
    /// The protocol's slug.
    pub(crate) protocol: &'static str,
    /// Where luck came from.
    pub(crate) seed: u64,
    /// The run's name; empty for the main run.
    pub(crate) run: String,
    /// How long it was.
    pub(crate) extent: Extent,
    /// What was expected.
    pub(crate) expectations: Vec<Expectation>,
    /// What it was measured by.
    pub(crate) readings: Vec<Reading>,
    /// The rules, and what broke them.
    pub(crate) rules: Vec<Rule>,
    /// A digest of all that happened.
    pub(crate) digest: u64,
}

impl Report {
    /// Whether every expectation holds. One that is unsettled at the end does not.
    pub(crate) fn holds(&self) -> bool {
        self.expectations.iter().all(|it| matches!(it.state, Fulfilment::Met(_)))
    }
}

/// The transcript, then each expectation with its verdict, and what was measured.
pub(crate) fn text(report: &Report, transcript: &str) -> String {
    let mut out = String::new();
    if let Some(notice) = &report.notice {
        let _ = writeln!(out, "# {notice}");
    }
    out.push_str(transcript);
    if report.extent.full {
        out.push_str("# The memory for history is full: the rest of the run is missing.\n");
    }
    for it in &report.expectations {
        let (verdict, why) = match &it.state {
            Fulfilment::Met(_) => ("holds ", String::new()),
            Fulfilment::Pending => ("FAILED", "it was not settled by the end".into()),
            Fulfilment::Failed(event, why) => ("FAILED", format!("at event {event}: {why}")),
        };
        let _ = write!(out, "{verdict}  {}", it.text);
        if it.line > 0 {
            let _ = write!(out, "  (line {})", it.line);
        }
        if !why.is_empty() {
            let _ = write!(out, "\n        {why}");
        }
        out.push('\n');
    }
    for it in &report.readings {
        let amount = match it.amount {
            Some(Amount::Span(span)) => span_text(span),
            Some(Amount::Count(count)) => count.to_string(),
            None => String::from("never"),
        };
        let _ = writeln!(out, "measured  {amount:<10}  {}", it.name);
    }
    out.push('\n');
    out
}

/// One JSON object on one line.
pub(crate) fn json(report: &Report, link: Option<String>) -> String {
    let mut object = json!({
        "input": report.input,
        "title": report.title,
        "run": report.run,
        "protocol": report.protocol,
        "seed": report.seed,
        "holds": report.holds(),
        "events": report.extent.events,
        "recorded_us": report.extent.recorded,
        "end_us": report.extent.end,
        "complete": report.extent.complete,
        "digest": format!("{:016x}", report.digest),
        "expectations": report.expectations.iter().map(expectation).collect::<Vec<_>>(),
        "measures": report.readings.iter().map(reading).collect::<Vec<_>>(),
        "broken": report.rules.iter().filter_map(broken).collect::<Vec<_>>(),
    });
    if let Some(notice) = &report.notice {
        object["notice"] = json!(notice);
    }
    if let Some(link) = link {
        object["link"] = json!(format!("#{link}"));
    }
    format!("{object}\n")
}

fn expectation(it: &Expectation) -> Value {
    let (state, event, why) = match &it.state {
        Fulfilment::Met(event) => ("met", Some(event), None),
        Fulfilment::Pending => ("pending", None, None),
        Fulfilment::Failed(event, why) => ("failed", Some(event), Some(why)),
    };
    json!({ "text": it.text, "line": it.line, "state": state, "event": event, "why": why })
}

fn reading(it: &Reading) -> Value {
    match it.amount {
        Some(Amount::Span(span)) => json!({ "name": it.name, "span_us": span }),
        Some(Amount::Count(count)) => json!({ "name": it.name, "count": count }),
        None => json!({ "name": it.name }),
    }
}

fn broken(rule: &Rule) -> Option<Value> {
    let violation = rule.broken.as_ref()?;
    let facts: Vec<&str> = violation.facts.iter().map(|fact| fact.text.as_str()).collect();
    Some(json!({
        "rule": rule.name,
        "event": violation.event,
        "at_us": violation.at,
        "facts": facts,
        "outside": violation.outside,
    }))
}
