//! `clusterscope render`: pictures of a run.

mod fonts;
mod gif;
mod moment;
mod palette;
mod raster;

use crate::Outcome;
use crate::opened::{self, Opened};
use clap::ValueEnum;
use clusterscope::exhibit::Stage;
use clusterscope::protocol::Micros;
use clusterscope::scenario::quantity;
use clusterscope_picture::{Options, Theme, View, animated, history, still};
use moment::Moments;
use std::io::Write;
use std::path::PathBuf;

/// What `render` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A scenario file, a link (`#v1.…`, `#raft/leader-crash` or a whole address), the path of a
    /// shipped run (`raft/leader-crash`), or `-` for the standard input.
    #[arg(value_name = "FILE")]
    file: String,
    /// Where to write the picture; the standard output if it is missing, or `-`.
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// What to write; by itself, what the name of the output ends with, or SVG.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    moments: Moments,
    /// What is shown.
    #[arg(long, value_enum, default_value = "stage")]
    view: Shown,
    /// Shows what clients asked and were told until an answer could not be explained, instead: the
    /// run must have come to that.
    #[arg(long, conflicts_with_all = ["view", "speed"])]
    history: bool,
    /// Width and height in pixels. Where lanes or words need more height, the picture is taller.
    #[arg(long, value_name = "WxH", value_parser = size)]
    size: Option<(f64, f64)>,
    /// The colours; `auto` follows the surroundings, and is light in PNG and GIF.
    #[arg(long, value_enum, default_value = "auto")]
    theme: Colours,
    /// How many times a PNG is larger, for screens of many pixels: 1 to 4.
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=4))]
    scale: u32,
    /// How many seconds of the run pass in a second of an animated picture: `0.05`.
    #[arg(long, value_name = "RATE", value_parser = speed)]
    speed: Option<f64>,
    /// The run to show: a variant's or a fork's name.
    #[arg(long, value_name = "NAME")]
    run: Option<String>,
    /// Runs with another seed than the scenario's.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A vector picture of one moment.
    Svg,
    /// A vector picture that plays by itself, without a script.
    AnimatedSvg,
    /// Pixels of one moment.
    Png,
    /// Pixels that play.
    Gif,
}

/// What is shown.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shown {
    /// Nodes, and messages between them.
    Stage,
    /// A lane for each node, an arrow for each message.
    SpaceTime,
    /// Both.
    Both,
}

/// The colours.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colours {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the surroundings are.
    Auto,
}

fn size(text: &str) -> Result<(f64, f64), String> {
    let wrong = || format!("`{text}` is no size such as 784x520, from 240x160 to 4096x4096");
    let (wide, tall) = text.split_once('x').ok_or_else(wrong)?;
    let side = |text: &str, least: u16| match text.parse::<u16>() {
        Ok(side) if (least..=4096).contains(&side) => Ok(f64::from(side)),
        _ => Err(wrong()),
    };
    Ok((side(wide, 240)?, side(tall, 160)?))
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text.parse().ok().filter(|speed| (0.001..=100.0).contains(speed));
    speed.ok_or_else(|| format!("`{text}` is no speed from 0.001 to 100"))
}

pub(crate) fn render(arguments: &Arguments) -> Outcome {
    match write(arguments) {
        Ok(()) => Outcome::Well,
        Err(message) => {
            eprintln!("{message}");
            Outcome::Unusable
        }
    }
}

/// The format that is asked for, or that the output's name ends with.
fn format(arguments: &Arguments) -> Result<Format, String> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    let Some(output) = arguments.output.as_deref().filter(|it| it.as_os_str() != "-") else {
        return Ok(Format::Svg);
    };
    let ending = output.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match &*ending {
        "svg" if arguments.moments.stretch() => Ok(Format::AnimatedSvg),
        "svg" => Ok(Format::Svg),
        "png" => Ok(Format::Png),
        "gif" => Ok(Format::Gif),
        _ => Err(format!(
            "{}: name a format (--format svg, animated-svg, png, gif), or end the name with .svg, \
             .png or .gif",
            output.display()
        )),
    }
}

fn write(arguments: &Arguments) -> Result<(), String> {
    let format = format(arguments)?;
    let Opened { mut stage, name } = opened::open(&arguments.file, arguments.seed)?;
    if let Some(run) = &arguments.run {
        opened::choose_run(&mut *stage, run).map_err(|why| format!("{name}: {why}"))?;
    }
    let moving = matches!(format, Format::AnimatedSvg | Format::Gif);
    if moving && arguments.history {
        return Err("a history does not move: --history goes with SVG and PNG".into());
    }
    let plain = Options::default();
    let options = Options {
        size: arguments.size.unwrap_or(plain.size),
        theme: match arguments.theme {
            Colours::Light => Theme::Light,
            Colours::Dark => Theme::Dark,
            Colours::Auto if matches!(format, Format::Png | Format::Gif) => Theme::Light,
            Colours::Auto => Theme::Auto,
        },
        view: match arguments.view {
            Shown::Stage => View::Stage,
            Shown::SpaceTime => View::SpaceTime,
            Shown::Both => View::Both,
        },
        speed: arguments.speed,
        ..plain
    };
    let stage = &mut *stage;
    let bytes = if moving {
        let (from, to) = arguments.moments.bounds(stage)?;
        match format {
            Format::Gif => gif::write(stage, from, to, &options)?,
            _ => animated(stage, from, to, &options).into_bytes(),
        }
    } else {
        let window = arguments.moments.go(stage)?;
        let svg = match arguments.history {
            true => drawn_history(stage, &options).map_err(|why| format!("{name}: {why}"))?,
            false => still(stage, &Options { window, ..options }),
        };
        match format {
            Format::Png => raster::Raster::new(arguments.scale).png(&svg)?,
            _ => svg.into_bytes(),
        }
    };
    output(arguments, &bytes)
}

/// What clients asked and were told until the first rule about that was broken.
fn drawn_history(stage: &dyn Stage, options: &Options) -> Result<String, &'static str> {
    let rule = stage.verdict().into_iter().find(|rule| rule.history);
    let drawn = rule.and_then(|rule| history(stage, rule.name, options));
    drawn.ok_or("no client of this run was told what cannot be explained")
}

fn output(arguments: &Arguments, bytes: &[u8]) -> Result<(), String> {
    match arguments.output.as_deref().filter(|it| it.as_os_str() != "-") {
        Some(path) => {
            std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
        }
        None => match std::io::stdout().lock().write_all(bytes) {
            // A reader that has gone away is no error.
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(format!("the standard output: {error}"))
            }
            _ => Ok(()),
        },
    }
}

/// Reads a moment: `612ms`.
fn span(text: &str) -> Result<Micros, String> {
    quantity::span(text).map_err(|why| format!("`{text}` {why}"))
}
