//! The fonts that pictures are drawn with, so that they are the same on every machine.

use alloc::sync::Arc;
use resvg::usvg::{Options, fontdb::Database};

const FONTS: [&[u8]; 4] = [
    include_bytes!("../../fonts/ClusterscopeSans-Regular.ttf"),
    include_bytes!("../../fonts/ClusterscopeSans-Bold.ttf"),
    include_bytes!("../../fonts/ClusterscopeMono-Regular.ttf"),
    include_bytes!("../../fonts/ClusterscopeMono-Bold.ttf"),
];

/// How a picture is read: with these fonts for all families, and no others.
pub(super) fn options() -> Options<'static> {
    let mut fonts = Database::new();
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("Clusterscope Sans");
    fonts.set_monospace_family("Clusterscope Mono");
    Options {
        font_family: "Clusterscope Sans".into(),
        fontdb: Arc::new(fonts),
        ..Options::default()
    }
}
