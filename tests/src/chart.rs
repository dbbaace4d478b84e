//! Bar charts of what runs measured, for the book: drawn by hand, since a chart of a few bars needs
//! no library.

use std::fmt::Write;

/// Bars that stand below each other.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What is measured, and in which unit.
    pub title: &'static str,
    /// What the bars of one row are: one name each.
    pub series: &'static [&'static str],
    /// The rows: a name, and a value for each of the series.
    pub rows: Vec<(String, Vec<f64>)>,
    /// How many digits stand behind the point.
    pub digits: usize,
}

/// Colours that can be told apart, and read on white and on black.
const COLOURS: [&str; 3] = ["#2f7fc1", "#c1712f", "#2f9e6e"];
const LEFT: f64 = 110.0;
const WIDE: f64 = 640.0;
const BAR: f64 = 14.0;

impl Chart {
    /// The chart as a picture.
    pub fn svg(&self) -> String {
        let each = self.series.len() as f64 * (BAR + 2.0) + 10.0;
        let top = if self.series.len() > 1 { 52.0 } else { 30.0 };
        let tall = top + each * self.rows.len() as f64;
        let most = self.rows.iter().flat_map(|row| row.1.iter().copied()).fold(0.0, f64::max);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {tall}\" \
             width=\"{WIDE}\" height=\"{tall}\" role=\"img\" font-family=\"sans-serif\" \
             font-size=\"13\" fill=\"#808080\">\n<title>{0}</title>\n\
             <text x=\"0\" y=\"16\" font-weight=\"bold\">{0}</text>\n",
            self.title
        );
        if self.series.len() > 1 {
            for (place, name) in self.series.iter().enumerate() {
                let x = LEFT + place as f64 * 150.0;
                let colour = COLOURS[place];
                let _ = writeln!(
                    out,
                    "<rect x=\"{x}\" y=\"28\" width=\"12\" height=\"12\" fill=\"{colour}\"/>\
                     <text x=\"{}\" y=\"39\">{name}</text>",
                    x + 18.0
                );
            }
        }
        for (row, (name, values)) in self.rows.iter().enumerate() {
            let y = top + row as f64 * each;
            let middle = y + (each - 10.0) / 2.0 + 4.0;
            let x = LEFT - 8.0;
            let _ =
                writeln!(out, "<text x=\"{x}\" y=\"{middle}\" text-anchor=\"end\">{name}</text>");
            for (place, value) in values.iter().enumerate() {
                let y = y + place as f64 * (BAR + 2.0);
                let long = (WIDE - LEFT - 70.0) * value / most;
                let colour = COLOURS[place];
                let _ = writeln!(
                    out,
                    "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{long:.1}\" height=\"{BAR}\" \
                     fill=\"{colour}\"/><text x=\"{:.1}\" y=\"{:.1}\">{value:.*}</text>",
                    LEFT + long + 6.0,
                    y + BAR - 2.5,
                    self.digits
                );
            }
        }
        out.push_str("</svg>\n");
        out
    }
}
