//! What clients asked and were told until an answer could not be explained.

use crate::geometry::history::{BAR, Bar, Board};
use crate::geometry::{Path, Rect, push_int};
use crate::layout::{Foot, Layout, MARGIN, WIDE, verdict as strip};
use crate::markup::Markup;
use crate::stage::lines;
use crate::still::{document, open_part};
use crate::story::{title, verdict};
use crate::words::{Words, words};
use crate::{Options, around as parts};
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{NodeFrame, Stage};
use clusterscope::view::history::History;

/// Draws how answers to clients came to break a rule that is about them: a whole SVG document, as
/// wide as the history needs. `None` if the rule is not broken, or about something else.
pub fn history(stage: &dyn Stage, rule: &str, options: &Options) -> Option<String> {
    let history = stage.history(rule)?;
    let words = words(options.lang);
    let rules = stage.verdict();
    let rule = rules.iter().find(|it| it.name == rule)?;
    let told = verdict(&[rule], words).unwrap_or_default();
    let board = Board::new(&history, options.size.0, words);
    let wide = board.size.0.max(options.size.0);
    let foot = match options.caption {
        true => legend(&history, words, wide),
        false => Foot::default(),
    };
    let tall = if options.caption { foot.tall() } else { 0.0 };
    let (tall_strip, told_lines) = strip(Some(&told), wide);
    let shown = Options { size: (wide, board.size.1 + 1.0), ..options.clone() };
    let mut layout = Layout::new(&shown, 1, tall_strip, tall);
    layout.stage.h = board.size.1;
    layout.foot.y = layout.stage.y + layout.stage.h;
    layout.size.1 = layout.foot.y + tall;
    let titles = title(stage);
    let mut out = Markup::default();
    parts::head(&mut out, &layout.head, &titles);
    parts::verdict(&mut out, &layout.verdict, &told_lines);
    draw(&mut out, &layout.stage, &board, &stage.frame().nodes);
    parts::edge(&mut out, &layout.stage);
    parts::foot(&mut out, &layout.foot, &foot);
    Some(document(&layout, options, &titles, &told, &out.finish(), ""))
}

/// What the numbers mean, and what is left out.
fn legend(history: &History, words: &Words, wide: f64) -> Foot {
    let mut text = String::from(words.order);
    if history.earlier > 0 {
        text.push(' ');
        push_int(&mut text, history.earlier as u64);
        text.push_str(words.earlier);
    }
    Foot { said: Vec::new(), told: lines(&text, wide - 2.0 * MARGIN, WIDE[2]) }
}

fn draw(out: &mut Markup, at: &Rect, board: &Board, nodes: &[NodeFrame]) {
    open_part(out, "history-svg", at);
    for (client, y) in &board.rows {
        let name = client.and_then(|client| nodes.get(client.index()));
        out.path(&["guide"], &Path::default().segment(36.0, *y, board.size.0, *y));
        out.words(&["told-who"], 16.0, y + 4.5, name.map_or("", |node| &node.name));
    }
    for bar in &board.bars {
        operation(out, bar);
    }
    out.group(&["axis"], 0.0, board.size.1 - 10.0);
    for (x, text) in &board.ticks {
        out.words(&[], *x, 0.0, text);
    }
    out.close().close();
}

fn operation(out: &mut Markup, bar: &Bar) {
    out.open("g").class(&bar.classes());
    out.open("rect").num("x", bar.x).num("y", bar.y - BAR / 2.0).num("width", bar.w);
    out.num("height", BAR).num("rx", 4.0).close();
    out.words(&[], bar.x, bar.words(), &bar.text);
    if let Some((x, rank)) = &bar.effect {
        out.group(&["told-at"], *x, bar.y);
        out.circle(&[], 0.0, 0.0, 9.0).words(&[], 0.0, 4.5, rank).close();
    }
    out.close();
}
