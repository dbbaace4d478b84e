//! What stands where in a linked program, and what refers to what: the linker says so if it is
//! asked for its relocations.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wasmparser::{
    BinaryReaderError, CustomSectionReader, DataKind, DefinedDataSymbol, KnownCustom, Linking,
    Name, Operator, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo, TypeRef,
};

/// Something that is referred to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target<'a> {
    /// A function, by its name.
    Function(&'a str),
    /// A datum, by its place in the list.
    Datum(usize),
}

/// A constant or a variable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Datum<'a> {
    /// Where it stands in memory.
    pub(super) at: Range<u32>,
    /// What it refers to.
    pub(super) refers: BTreeSet<Target<'a>>,
}

/// What the linker knew.
#[derive(Clone, Debug, Default)]
pub(super) struct Linked<'a> {
    /// What all functions refer to, by their names; those of one name share an entry.
    pub(super) functions: BTreeMap<&'a str, BTreeSet<Target<'a>>>,
    /// All data, by address.
    pub(super) data: Vec<Datum<'a>>,
}

/// The sections of a linked program, as far as they matter here.
#[derive(Default)]
struct Sections<'a> {
    /// How many functions are imported.
    imported: usize,
    names: BTreeMap<u32, &'a str>,
    /// Where the code section begins, and where the functions in it are.
    code: (usize, Vec<Range<usize>>),
    /// Where the data section begins; where its segments are in it, and in memory.
    data: (usize, Vec<(Range<usize>, u32)>),
    symbols: Vec<SymbolInfo<'a>>,
    relocations: Vec<(bool, RelocationEntry)>,
}

impl<'a> Linked<'a> {
    /// Reads a linked program.
    pub(super) fn read(wasm: &'a [u8]) -> Result<Self> {
        let sections = Sections::read(wasm)?;
        if sections.relocations.is_empty() {
            bail!("the linker kept no relocations");
        }
        let mut linked = Self::default();
        for name in sections.names.values() {
            linked.functions.entry(name).or_default();
        }
        let mut places: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for symbol in &sections.symbols {
            if let Some(at) = sections.range(symbol) {
                places.insert((at.start, at.end), 0);
            }
        }
        for (place, ((start, end), at)) in places.iter_mut().enumerate() {
            *at = place;
            linked.data.push(Datum { at: *start..*end, ..Datum::default() });
        }
        for (in_code, entry) in &sections.relocations {
            use RelocationType as R;
            if matches!(entry.ty, R::TypeIndexLeb | R::GlobalIndexLeb | R::TableNumberLeb) {
                continue;
            }
            let symbol = sections.symbols.get(entry.index as usize).context("no such symbol")?;
            let target = match symbol {
                SymbolInfo::Func { index, .. } => {
                    sections.names.get(index).map(|name| Target::Function(name))
                }
                symbol => sections
                    .range(symbol)
                    .and_then(|at| places.get(&(at.start, at.end)))
                    .map(|place| Target::Datum(*place)),
            };
            let offset = entry.offset as usize;
            let Some(target) = target else { continue };
            if *in_code {
                let name = sections.function_at(offset).context("a relocation in no function")?;
                linked.functions.entry(name).or_default().insert(target);
            } else {
                let address = sections.address(offset).context("a relocation in no segment")?;
                linked.refer(address, &target);
            }
        }
        Ok(linked)
    }

    /// Where in memory the data are.
    pub(super) fn range(&self) -> Range<u32> {
        let start = self.data.first().map_or(0, |datum| datum.at.start);
        start..self.data.iter().map(|datum| datum.at.end).max().unwrap_or(start)
    }

    /// All data that hold this address refer to the target.
    fn refer(&mut self, address: u32, target: &Target<'a>) {
        let end = self.data.partition_point(|datum| datum.at.start <= address);
        // Few data overlap, and those only with their neighbours.
        for datum in self.data[..end].iter_mut().rev().take(8) {
            if datum.at.contains(&address) {
                datum.refers.insert(target.clone());
            }
        }
    }
}

impl<'a> Sections<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut found = Self::default();
        let mut code_section = None;
        let mut section = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        found.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { unchecked_range, .. } => {
                    code_section = Some(section);
                    found.code.0 = usize::try_from(unchecked_range.start)?;
                }
                Payload::CodeSectionEntry(body) => {
                    found.code.1.push(narrow(&body.range())?);
                    continue;
                }
                Payload::DataSection(data) => {
                    found.data.0 = usize::try_from(data.range().start)?;
                    for segment in data {
                        let segment = segment?;
                        let range = narrow(&segment.range)?;
                        let bytes = range.end - segment.data.len()..range.end;
                        found.data.1.push((bytes, base(&segment.kind)?));
                    }
                }
                Payload::CustomSection(custom) => found.custom(&custom, code_section)?,
                Payload::Version { .. } | Payload::End(_) => continue,
                _ => {}
            }
            section += 1;
        }
        Ok(found)
    }

    fn custom(&mut self, custom: &CustomSectionReader<'a>, code: Option<u32>) -> Result<()> {
        match custom.as_known() {
            KnownCustom::Name(names) => {
                self.names = function_names(names)?;
                self.names.values_mut().for_each(|name| *name = as_exported(name));
            }
            KnownCustom::Linking(linking) => {
                for part in linking.subsections() {
                    if let Linking::SymbolTable(symbols) = part? {
                        self.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
                    }
                }
            }
            KnownCustom::Reloc(relocations) => {
                let in_code = Some(relocations.section_index()) == code;
                for entry in relocations.entries() {
                    self.relocations.push((in_code, entry?));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Where in memory a datum is.
    fn range(&self, symbol: &SymbolInfo<'_>) -> Option<Range<u32>> {
        let SymbolInfo::Data { symbol: Some(symbol), .. } = symbol else { return None };
        let DefinedDataSymbol { index, offset, size } = *symbol;
        let start = self.data.1.get(index as usize)?.1 + offset;
        (size > 0).then_some(start..start + size)
    }

    /// The function that holds this byte of the code section.
    fn function_at(&self, offset: usize) -> Option<&'a str> {
        let (start, bodies) = &self.code;
        let place = bodies.partition_point(|body| body.end <= start + offset);
        bodies.get(place).filter(|body| body.start <= start + offset)?;
        self.names.get(&u32::try_from(self.imported + place).ok()?).copied()
    }

    /// The address of this byte of the data section.
    fn address(&self, offset: usize) -> Option<u32> {
        let at = self.data.0 + offset;
        let (bytes, base) = self.data.1.iter().find(|(bytes, _)| bytes.contains(&at))?;
        Some(base + u32::try_from(at - bytes.start).ok()?)
    }
}

/// The name that wasm-bindgen leaves to a function: it takes away the hash that it gave to what is
/// exported.
pub(super) fn as_exported(name: &str) -> &str {
    let mangled = name.starts_with("_R");
    let hash = |end: &str| end.len() == 16 && end.bytes().all(|it| it.is_ascii_hexdigit());
    match name.rsplit_once('_') {
        Some((exported, end)) if !mangled && hash(end) => exported,
        _ => name,
    }
}

/// The names of functions.
pub(super) fn function_names<'a>(
    names: wasmparser::NameSectionReader<'a>,
) -> Result<BTreeMap<u32, &'a str>, BinaryReaderError> {
    let mut found = BTreeMap::new();
    for part in names {
        if let Name::Function(map) = part? {
            for naming in map {
                let naming = naming?;
                found.insert(naming.index, naming.name);
            }
        }
    }
    Ok(found)
}

/// Where in memory a segment begins.
pub(super) fn base(kind: &DataKind<'_>) -> Result<u32> {
    let DataKind::Active { memory_index: 0, offset_expr } = kind else {
        bail!("a data segment has no place of its own");
    };
    match offset_expr.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        other => bail!("a data segment stands at {other:?}"),
    }
}

fn narrow(range: &Range<u64>) -> Result<Range<usize>> {
    Ok(usize::try_from(range.start)?..usize::try_from(range.end)?)
}
