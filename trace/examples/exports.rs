//! Writes shipped runs of every room in every format into a folder, for those who own the formats
//! to read: `cargo run -p clusterscope-trace --example exports -- FOLDER`.

use clusterscope::exhibit::open_text;
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope_trace::{Format, ImportOptions, Options, export, import};
use std::fs;
use std::path::PathBuf;

const HOSTILE: &str = include_str!("../tests/samples/hostile.jsonl");

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("a folder to write to");
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder)?;
    let mut manifest = Vec::new();
    for room in ALL {
        let slug = room.card(Lang::En).slug;
        for example in room.scenarios() {
            let mut stage = open_text(example.text, Lang::En).expect("what ships opens");
            // A second holds something of everything, and states are long.
            let options = Options { to: 1_000_000, ..Options::default() };
            for &format in Format::ALL {
                let text = export(&mut *stage, format, &options);
                let file = format!("{slug}-{}.{}", example.slug, format.extension());
                fs::write(folder.join(file), text)?;
            }
            stage.seek_time(options.to);
            let events = stage.position().event;
            let nodes = stage.frame().nodes.len();
            manifest.push(format!("[\"{slug}-{}\",{events},{nodes}]", example.slug));
        }
    }
    // Names and texts that mean something to whoever draws them.
    let hostile = import(HOSTILE.as_bytes(), &ImportOptions::default()).expect("it is read");
    let mut stage = hostile.stage(Lang::En);
    for &format in Format::ALL {
        let text = export(&mut *stage, format, &Options::default());
        fs::write(folder.join(format!("hostile.{}", format.extension())), text)?;
    }
    let (events, nodes) = (stage.extent().events, stage.frame().nodes.len());
    // Its first state stands before its first event, as everywhere.
    manifest.push(format!("[\"hostile\",{events},{nodes}]"));
    fs::write(folder.join("manifest.json"), format!("[{}]\n", manifest.join(",\n")))
}
