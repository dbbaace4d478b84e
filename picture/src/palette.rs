//! The colours, by name, for light and dark surroundings: those of the page, as numbers.

/// A colour's name, and what it is in light and in dark surroundings.
type Entry = (&'static str, [u32; 2]);

/// All colours.
pub const COLOURS: &[Entry] = &[
    ("paper", [0xffffff, 0x14171a]),
    ("side", [0xf4f5f7, 0x1b1f23]),
    ("ink", [0x15191e, 0xe9ecef]),
    ("ink2", [0x49525c, 0xb6bec7]),
    ("ink3", [0x606a75, 0x98a2ac]),
    ("rule", [0xdde1e5, 0x2d3339]),
    ("rule2", [0x868f99, 0x6f7983]),
    ("idle", [0x5d6873, 0x98a3ae]),
    ("active", [0x9a3a74, 0xe793c3]),
    ("leading", [0x0064a4, 0x62b5f0]),
    ("waiting", [0x875600, 0xebb03f]),
    ("success", [0x00714f, 0x3fc79c]),
    ("danger", [0xb83f00, 0xff8b57]),
    ("s1", [0x0072b2, 0x4fa8e8]),
    ("s2", [0xb87400, 0xe69f00]),
    ("s3", [0x00906a, 0x2fbf94]),
    ("s4", [0xb4568e, 0xde8fbd]),
    ("s6", [0x2e8bc4, 0x8ccbf2]),
    ("s7", [0x857a00, 0xe2d648]),
    ("s8", [0x4d5560, 0xb9c0c8]),
];

/// The classes that give a tone its colour, and the names of the colours.
pub const TONES: &[(&str, &str)] = &[
    ("t-ink", "ink2"),
    ("t-idle", "idle"),
    ("t-active", "active"),
    ("t-leading", "leading"),
    ("t-waiting", "waiting"),
    ("t-success", "success"),
    ("t-danger", "danger"),
    ("t-s1", "s1"),
    ("t-s2", "s2"),
    ("t-s3", "s3"),
    ("t-s4", "s4"),
    ("t-s6", "s6"),
    ("t-s7", "s7"),
    ("t-s8", "s8"),
];

/// The colour of this name; `dark` says in which surroundings.
///
/// # Panics
///
/// If there is none of this name.
pub fn colour(name: &str, dark: bool) -> u32 {
    let entry = COLOURS.iter().find(|(known, _)| *known == name);
    entry.expect("a name of the palette").1[usize::from(dark)]
}

/// So many parts in a hundred of one colour, the rest of another.
pub fn mix(one: u32, parts: u32, other: u32) -> u32 {
    let channel = |shift: u32| {
        let (a, b) = (one >> shift & 0xff, other >> shift & 0xff);
        ((a * parts + b * (100 - parts) + 50) / 100) << shift
    };
    channel(16) | channel(8) | channel(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn a_mix_lies_between() {
        assert_eq!(mix(0x000000, 50, 0xffffff), 0x808080);
        assert_eq!(mix(0x123456, 100, 0xffffff), 0x123456);
        assert_eq!(mix(0x123456, 0, 0xabcdef), 0xabcdef);
    }

    #[test]
    fn the_colours_are_those_of_the_page() {
        let css = include_str!("../../static/style.css");
        let short = |value: u32| match value {
            0xffffff => "#fff".into(),
            value => format!("#{value:06x}"),
        };
        for (name, [light, dark]) in COLOURS {
            let said = format!("--{name}: light-dark({}, {})", short(*light), short(*dark));
            assert!(css.contains(&said), "style.css does not say {said}");
        }
    }
}
