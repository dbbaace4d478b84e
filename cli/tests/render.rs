//! `clusterscope render`, as it is run: pictures are read by those who read such files.

use std::process::{Command, Output};
use tempfile::TempDir;

fn render(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clusterscope"));
    command.arg("render").args(arguments).output().expect("it runs")
}

/// What is written to the standard output.
fn written(arguments: &[&str]) -> Vec<u8> {
    let output = render(arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    output.stdout
}

/// What is told when nothing can be written.
#[track_caller]
fn refused(arguments: &[&str], says: &str) {
    let output = render(arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
    assert!(told.contains(says), "{arguments:?} says {told}");
}

/// Width, height, and the pixels of a PNG.
fn png(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    let mut reader = decoder.read_info().expect("it is a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it has a size")];
    let info = reader.next_frame(&mut pixels).expect("it has pixels");
    (info.width, info.height, pixels)
}

/// How many different colours there are.
fn colours(pixels: &[u8]) -> usize {
    let mut all: Vec<&[u8]> = pixels.chunks(4).collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}

const CRASH: &str = "raft/leader-crash";

#[test]
fn a_png_has_the_size_that_is_asked_for_and_is_not_blank() {
    for (scale, wide, tall) in [("1", 640, 480), ("2", 1280, 960)] {
        let size = ["--size", "640x480", "--scale", scale, "--format", "png"];
        let (w, h, pixels) = png(&written(&[&[CRASH, "--at", "430ms"][..], &size].concat()));
        assert_eq!((w, h), (wide, tall));
        assert!(colours(&pixels) > 20, "{} colours", colours(&pixels));
        assert!(pixels.chunks(4).all(|pixel| pixel[3] == 255), "its ground is opaque");
    }
}

#[test]
fn what_clients_were_told_is_drawn_where_it_cannot_be_explained() {
    let stale = "raft/stale-read/reads-locally";
    let svg = String::from_utf8(written(&[stale, "--history"])).expect("it is a text");
    for words in ["c2 read x=1 after c1 had been told x=2", "put x=2: stored", "get x: 1"] {
        assert!(svg.contains(words), "{words}");
    }
    let (wide, tall, pixels) = png(&written(&[stale, "--history", "--format", "png"]));
    assert!(wide == 784 && tall > 200 && colours(&pixels) > 20, "{wide} {tall}");
    refused(&["raft/stale-read", "--history"], "no client of this run was told");
    refused(&[stale, "--history", "--format", "gif"], "does not move");
}

#[test]
fn a_png_shows_the_letters_of_its_text() {
    let at = |moment: &str| {
        png(&written(&[CRASH, "--at", moment, "--format", "png", "--size", "640x480"])).2
    };
    // Nothing but the moment in the corner differs while nothing happens.
    let (one, other) = (at("500ms"), at("511ms"));
    let row = |pixels: &[u8], y: usize| pixels[y * 640 * 4..][..640 * 4].to_vec();
    let differ: Vec<usize> = (0..40).filter(|y| row(&one, *y) != row(&other, *y)).collect();
    assert!(!differ.is_empty(), "the moment is drawn");
}

#[test]
fn light_and_dark_differ_and_each_picture_is_always_the_same() {
    let draw = |theme| written(&[CRASH, "--at", "430ms", "--format", "png", "--theme", theme]);
    assert_eq!(draw("light"), draw("light"));
    assert_eq!(draw("light"), draw("auto"), "nobody knows what is around pixels");
    assert_ne!(draw("light"), draw("dark"));
}

#[test]
fn a_gif_plays() {
    let stretch = ["--from", "400ms", "--to", "430ms", "--size", "400x300", "--format", "gif"];
    let bytes = written(&[&[CRASH][..], &stretch].concat());
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::Indexed);
    let mut decoder = options.read_info(&bytes[..]).expect("it is a GIF");
    assert_eq!((decoder.width(), decoder.height() >= 300), (400, true));
    assert!(decoder.global_palette().is_some_and(|palette| palette.len() <= 768));
    let mut frames = Vec::new();
    while let Some(frame) = decoder.read_next_frame().expect("it has frames") {
        assert!(frame.delay >= 10 && frame.palette.is_none());
        frames.push(frame.buffer.to_vec());
    }
    assert!(frames.len() > 5, "{} frames", frames.len());
    assert!(frames.windows(2).all(|pair| pair[0] != pair[1]));
    assert_eq!(bytes, written(&[&[CRASH][..], &stretch].concat()), "the same each time");
}

#[test]
fn the_name_of_the_output_says_the_format() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let begins = [("a.svg", &b"<svg"[..]), ("a.PNG", b"\x89PNG"), ("a.gif", b"GIF89a")];
    for (name, first) in begins {
        let stretch = ["--from", "400ms", "--to", "405ms", "--size", "400x300"];
        let stretch = if name == "a.PNG" { &[][..] } else { &stretch };
        written(&[&[CRASH, "-o", &path(name)][..], stretch].concat());
        let bytes = std::fs::read(path(name)).expect("it is written");
        assert!(bytes.starts_with(first), "{name}");
    }
    let animated = std::fs::read_to_string(path("a.svg")).expect("it is text");
    assert!(animated.contains("@keyframes"), "a stretch of a run plays");
}

#[test]
fn moments_are_named_by_time_by_event_and_by_marker() {
    let svg = |arguments: &[&str]| String::from_utf8(written(arguments)).expect("it is text");
    assert!(svg(&[CRASH, "--at", "430ms"]).contains(">430 ms</text>"));
    assert!(svg(&["raft/leader-crash@612ms"]).contains(">612 ms</text>"));
    assert!(svg(&[CRASH]).contains(">2500 ms</text>"), "the end, if nothing is said");
    assert!(svg(&[CRASH, "--event", "0"]).contains("Nothing has happened yet."));
    assert!(svg(&[CRASH, "--marker", "1"]).contains("<svg"));
    let (first, second) = (svg(&[CRASH, "--seed", "1"]), svg(&[CRASH, "--seed", "2"]));
    assert_ne!(first, second);
    let broken = svg(&["raft/one-vote", "--run", "forgets-vote"]);
    assert!(broken.contains("(forgets-vote)") && broken.contains("is broken"));
}

#[test]
fn what_cannot_be_drawn_is_named() {
    refused(&[CRASH, "--at", "9s"], "--at: 9000.000 ms is beyond the end of the run, 2500.000 ms");
    refused(&[CRASH, "--from", "2s", "--to", "1s", "-o", "x.gif"], "--from is not before --to");
    refused(&[CRASH, "--event", "9999"], "--event 9999: the run has 410 events");
    refused(&[CRASH, "--marker", "0"], "--marker 0: the run has");
    refused(&[CRASH, "-o", "picture.webp"], "picture.webp: name a format");
    refused(&[CRASH, "-o", "no/such/folder/a.svg"], "no/such/folder/a.svg: ");
    refused(&[CRASH, "--run", "nobody"], "there is no run `nobody`");
    refused(&[CRASH, "--size", "0x10"], "`0x10` is no size");
    refused(&[CRASH, "--format", "webp"], "invalid value 'webp'");
    refused(&["raft/leader-crush"], "did you mean `leader-crash`?");
    refused(&["no-such-file.scope"], "no-such-file.scope: ");
}
