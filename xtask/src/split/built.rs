//! A program as wasm-bindgen leaves it.

use super::linked::{base, function_names};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::ops::Range;
use wasmparser::{
    ElementItems, ElementKind, Export, FuncType, FunctionBody, Global, Import, KnownCustom,
    MemoryType, Operator, Parser, Payload, Table, TypeRef,
};

/// A whole program.
#[derive(Default)]
pub(super) struct Built<'a> {
    /// The types of functions.
    pub(super) types: Vec<FuncType>,
    /// What is imported: functions alone.
    pub(super) imports: Vec<Import<'a>>,
    /// The type of each function, the imported ones first.
    pub(super) functions: Vec<u32>,
    /// The code of those that are not imported.
    pub(super) bodies: Vec<FunctionBody<'a>>,
    /// The names of functions.
    pub(super) names: BTreeMap<u32, &'a str>,
    /// The tables; the first one holds functions.
    pub(super) tables: Vec<Table<'a>>,
    /// The memory.
    pub(super) memory: Option<MemoryType>,
    /// The globals.
    pub(super) globals: Vec<Global<'a>>,
    /// What is exported.
    pub(super) exports: Vec<Export<'a>>,
    /// What runs first.
    pub(super) start: Option<u32>,
    /// The functions that can be called through the table, by slot.
    pub(super) slots: BTreeMap<u32, u32>,
    /// The memory's first contents, by address.
    pub(super) data: Vec<(u32, &'a [u8])>,
}

impl<'a> Built<'a> {
    /// Reads a program.
    pub(super) fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut built = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::TypeSection(types) => {
                    for ty in types.into_iter_err_on_gc_types() {
                        built.types.push(ty?);
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let import = import?;
                        let TypeRef::Func(ty) = import.ty else {
                            bail!("{} is imported and no function", import.name);
                        };
                        built.functions.push(ty);
                        built.imports.push(import);
                    }
                }
                Payload::FunctionSection(types) => {
                    for ty in types {
                        built.functions.push(ty?);
                    }
                }
                Payload::TableSection(tables) => {
                    built.tables = tables.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::MemorySection(memories) => {
                    built.memory = memories.into_iter().next().transpose()?;
                }
                Payload::GlobalSection(globals) => {
                    built.globals = globals.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::ExportSection(exports) => {
                    built.exports = exports.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::StartSection { func, .. } => built.start = Some(func),
                Payload::ElementSection(elements) => {
                    for element in elements {
                        built.element(&element?)?;
                    }
                }
                Payload::CodeSectionEntry(body) => built.bodies.push(body),
                Payload::DataSection(data) => {
                    for segment in data {
                        let segment = segment?;
                        built.data.push((base(&segment.kind)?, segment.data));
                    }
                }
                Payload::CustomSection(custom) => {
                    if let KnownCustom::Name(names) = custom.as_known() {
                        built.names = function_names(names)?;
                    }
                }
                _ => {}
            }
        }
        Ok(built)
    }

    fn element(&mut self, element: &wasmparser::Element<'a>) -> Result<()> {
        let ElementKind::Active { table_index: None | Some(0), offset_expr } = &element.kind else {
            bail!("an element segment has no place in the table of functions");
        };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            bail!("an element segment has no fixed place");
        };
        let ElementItems::Functions(functions) = element.items.clone() else {
            bail!("an element segment holds something other than functions");
        };
        for (slot, function) in (value.cast_unsigned()..).zip(functions) {
            self.slots.insert(slot, function?);
        }
        Ok(())
    }

    /// The code of a function; none if it is imported.
    pub(super) fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        self.bodies.get((function as usize).checked_sub(self.imports.len())?)
    }

    /// The functions that a function calls.
    pub(super) fn calls(&self, function: u32) -> Result<Vec<u32>> {
        let mut called = Vec::new();
        let Some(body) = self.body(function) else { return Ok(called) };
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } | Operator::RefFunc { function_index } => {
                    called.push(function_index);
                }
                Operator::ReturnCall { .. } => bail!("a tail call"),
                _ => {}
            }
        }
        Ok(called)
    }

    /// Whether the code of a function names an address in this range.
    pub(super) fn points(&self, function: u32, range: &Range<u32>) -> Result<bool> {
        let Some(body) = self.body(function) else { return Ok(false) };
        for operator in body.get_operators_reader()? {
            if let Operator::I32Const { value } = operator?
                && range.contains(&value.cast_unsigned())
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The type of a function.
    pub(super) fn type_of(&self, function: u32) -> Result<u32> {
        self.functions.get(function as usize).copied().context("no such function")
    }
}
