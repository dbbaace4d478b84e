//! What can be counted beside the circle: bars, numbers, grids, a chart and tables.

use super::HashRing;
use super::config::Config;
use super::count::{Count, Place, previous};
use super::table::{SCHEMES, Scheme};
use crate::placement::moved::Fraction;
use crate::protocol::NodeId;
use crate::view::{Bar, Bars, Body, Chart, Coming, Grid, Keeping, Panel, Point, field};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The most rows of a table.
const ROWS: usize = 24;

impl HashRing {
    /// All panels.
    pub(super) fn panels(&self, config: &Config, places: &[Place], count: &Count) -> Vec<Panel> {
        let mut panels = Vec::from([
            panel("Keys per node", self.bars(config, count)),
            panel("", self.numbers(config, count)),
        ]);
        if !config.past().is_empty() && count.keys > 0 {
            let mine = places.iter().map(|it| it.owner != it.was).collect();
            let else_ = places.iter().map(|it| it.moves_else).collect();
            panels.push(panel("The same keys, two rules", grid(self.scheme, mine)));
            panels.push(panel("", grid(self.rival(), else_)));
        }
        let busiest = self.busiest(config);
        if !busiest.is_empty() {
            let title = "Busiest node against the mean, by points each";
            panels.push(panel(title, self.chart(&busiest)));
        }
        if matches!(self.scheme, Scheme::Range | Scheme::List) {
            let title = if self.scheme == Scheme::Range { "Ranges" } else { "List" };
            panels.push(panel(title, self.rows(config)));
        }
        panels
    }

    fn bars(&self, config: &Config, count: &Count) -> Body {
        let all = self.storage().filter(|id| config.has(*id) || previous(config).has(*id));
        let bars = all.map(|id| {
            let of = |loads: &crate::sorted::Map<NodeId, u64>| loads.get(&id).copied();
            let (value, was) = (of(&count.loads).unwrap_or(0), of(&count.before));
            let (change, note) = match (was, of(&count.loads)) {
                (None, _) => (Coming::Joins, String::from("new")),
                (Some(was), None) => (Coming::Leaves, format!("was {was}")),
                (Some(was), Some(now)) if was != now => (Coming::Stays, format!("was {was}")),
                _ => (Coming::Stays, String::new()),
            };
            Bar { label: self.name(id), tone: self.tone(id), change, value, was, note }
        });
        let mean = count.keys * 100 / (count.loads.len().max(1) as u64);
        let ideal = Some((mean, format!("mean {}", hundredths(mean))));
        let caption = String::from("Keys that a node owns; further copies are not counted.");
        Body::Bars(Bars { bars: bars.collect(), ideal, caption })
    }

    fn numbers(&self, config: &Config, count: &Count) -> Body {
        let (nodes, keys) = (count.loads.len() as u64, count.keys);
        let most = count.loads.values().max().copied().unwrap_or(0);
        let mut fields = Vec::from([
            field("epoch", config.epoch.to_string()),
            field("keys", keys.to_string()),
            field("copies", (keys * u64::from(self.copies).min(nodes)).to_string()),
        ]);
        if !config.past().is_empty() {
            let share = |part: u128, whole: u128| {
                let share = (part * 10_000).checked_div(whole).unwrap_or(0) as u64;
                format!("{}%", hundredths(share))
            };
            let Fraction { part, whole } = previous(config).table().ideal(config.table());
            fields.push(field("moved", count.moved.to_string()));
            fields.push(field("share moved", share(count.moved.into(), keys.into())));
            fields.push(field("ideal share", share(part, whole)));
        }
        let ratio = (most * nodes * 100).checked_div(keys).unwrap_or(0);
        fields.push(field("max/mean", hundredths(ratio)));
        fields.push(field("standard deviation", hundredths(deviation(count))));
        Body::Fields(fields)
    }

    fn chart(&self, busiest: &[(u16, u64)]) -> Body {
        let points = busiest.iter().map(|(points, value)| {
            let text = format!("{}×", tenths(*value));
            Point { label: points.to_string(), value: *value, text }
        });
        let current = busiest.iter().position(|(points, _)| *points == self.points);
        let current = current.map(|place| place as u16);
        Body::Chart(Chart { points: points.collect(), current, ideal: Some(100) })
    }

    fn rows(&self, config: &Config) -> Body {
        let rows = config.terms().spec.rows.iter();
        let all = rows.len();
        let mut rows: Vec<Vec<String>> = rows
            .take(ROWS)
            .map(|(key, owner)| {
                let key = match (key.is_empty(), self.scheme) {
                    (false, _) => key.to_string(),
                    (true, Scheme::Range) => String::from("first"),
                    (true, _) => String::from("all others"),
                };
                Vec::from([key, self.name(*owner)])
            })
            .collect();
        if all > ROWS {
            rows.push(Vec::from([format!("and {} more", all - ROWS), String::new()]));
        }
        let first = if self.scheme == Scheme::Range { "from" } else { "key" };
        Body::Table { columns: Vec::from([first.into(), "owner".into()]), rows }
    }
}

fn panel(title: &str, body: Body) -> Panel {
    Panel { title: String::from(title), keeping: Keeping::Nowhere, body }
}

fn grid(scheme: Scheme, cells: Vec<bool>) -> Body {
    let (moved, all) = (cells.iter().filter(|cell| **cell).count(), cells.len().max(1));
    let name = SCHEMES.iter().find(|(_, it)| *it == scheme).map_or("", |it| it.0);
    let number = format!("{}%", (moved * 100 + all / 2) / all);
    Body::Grid(Grid { number, words: format!("{name}, {moved} keys"), cells })
}

/// A number in hundredths, as text.
fn hundredths(number: u64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

/// A number in hundredths, as text with one digit behind the point.
fn tenths(number: u64) -> String {
    let rounded = (number + 5) / 10;
    format!("{}.{}", rounded / 10, rounded % 10)
}

/// The standard deviation of the loads, in hundredths.
fn deviation(count: &Count) -> u64 {
    let nodes = count.loads.len().max(1) as u128;
    let square = |load: &u64| (u128::from(*load) * nodes).abs_diff(count.keys.into()).pow(2);
    let sum: u128 = count.loads.values().map(square).sum();
    (sum * 10_000 / nodes.pow(3)).isqrt() as u64
}
