//! The formats that runs are written in.

/// A format that a run can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A sequence diagram as Mermaid draws it.
    Mermaid,
    /// A sequence diagram as PlantUML draws it.
    PlantUml,
    /// A log with vector clocks for ShiViz.
    ShiViz,
    /// States in the Informal Trace Format of Quint and Apalache, as JSON.
    Itf,
    /// Slices and flows for Perfetto and Chrome, as JSON.
    Perfetto,
    /// The transcript: one line for each event, with its reason.
    Transcript,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] =
        &[Self::Mermaid, Self::PlantUml, Self::ShiViz, Self::Itf, Self::Perfetto, Self::Transcript];

    /// Its name on the command line: `mermaid`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mermaid => "mermaid",
            Self::PlantUml => "plantuml",
            Self::ShiViz => "shiviz",
            Self::Itf => "itf",
            Self::Perfetto => "perfetto",
            Self::Transcript => "transcript",
        }
    }

    /// How its files end, without the first dot: `itf.json`.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Mermaid => "mmd",
            Self::PlantUml => "puml",
            Self::ShiViz => "shiviz",
            Self::Itf => "itf.json",
            Self::Perfetto => "perfetto.json",
            Self::Transcript => "txt",
        }
    }

    /// The media type of its files.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Itf | Self::Perfetto => "application/json",
            Self::Mermaid | Self::PlantUml | Self::ShiViz | Self::Transcript => "text/plain",
        }
    }

    /// The format with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// The format of a file with this name, where its end leaves no doubt.
    pub fn of_file(name: &str) -> Option<Self> {
        let ends = |format: &Self| {
            name.strip_suffix(format.extension()).is_some_and(|rest| rest.ends_with('.'))
        };
        Self::ALL.iter().copied().find(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_its_name_and_by_the_end_of_a_file() {
        for &format in Format::ALL {
            assert_eq!(Format::named(format.name()), Some(format));
            let file = alloc::format!("a.run.{}", format.extension());
            assert_eq!(Format::of_file(&file), Some(format));
        }
        assert_eq!(Format::of_file("run.json"), None, "both ITF and Perfetto are JSON");
        assert_eq!(Format::of_file("txt"), None);
    }
}
