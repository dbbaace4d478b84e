//! Writes the parts as modules.

use super::built::Built;
use super::plan::{ENTRY, NOWHERE, Plan};
use super::rewrite::Rewriter;
use anyhow::{Context, Result, anyhow};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, FunctionSection, GlobalSection, GlobalType, ImportSection, MemorySection,
    MemoryType, Module, StartSection, TableSection, TableType, TypeSection,
};

/// The name under which parts find the functions, tables and globals of others.
const SHARED: &str = "p";

/// What parts want of each other.
pub(super) struct Shared {
    /// The functions of other parts that each part calls.
    wanted: Vec<BTreeSet<u32>>,
    /// The names that those functions have for others.
    names: BTreeMap<u32, String>,
    /// The functions that are called through the table, by slot.
    slots: BTreeMap<u32, u32>,
    /// The slots of functions that may not be there yet.
    gates: BTreeMap<u32, u32>,
}

impl Shared {
    pub(super) fn new(built: &Built<'_>, plan: &Plan) -> Result<Self> {
        let mut wanted = vec![BTreeSet::new(); plan.parts.len()];
        let mut slots = built.slots.clone();
        let mut gates = BTreeMap::new();
        let size = built.tables.first().context("there is no table")?.ty.initial;
        let mut next = u32::try_from(size)?;
        let parts = (0..).zip(&plan.functions).filter(|(_, part)| **part != NOWHERE);
        for (caller, part) in parts {
            for called in built.calls(caller)? {
                let home = plan.functions[called as usize];
                if home == *part {
                    continue;
                }
                if plan.sees(*part, home) {
                    wanted[*part].insert(called);
                } else if let Entry::Vacant(gate) = gates.entry(called) {
                    let known = built.slots.iter().find(|(_, it)| **it == called);
                    let slot = known.map_or(next, |(slot, _)| *slot);
                    next += u32::from(known.is_none());
                    slots.insert(slot, called);
                    gate.insert(slot);
                }
            }
        }
        let all: BTreeSet<u32> = wanted.iter().flatten().copied().collect();
        let names = (0..).zip(all).map(|(nth, it): (u32, u32)| (it, nth.to_string())).collect();
        Ok(Self { wanted, names, slots, gates })
    }

    fn name(&self, function: u32) -> Result<&str> {
        self.names.get(&function).map(|name| &**name).context("a function without a name")
    }

    /// How many slots the table has.
    fn size(&self, before: u64) -> u64 {
        let last = self.slots.last_key_value().map_or(0, |(slot, _)| u64::from(*slot) + 1);
        last.max(before)
    }
}

/// Writes parts.
pub(super) struct Writer<'a, 'b> {
    pub(super) built: &'a Built<'b>,
    pub(super) plan: &'a Plan,
    pub(super) shared: &'a Shared,
    /// Where parts find the memory.
    pub(super) build: &'a str,
}

impl Writer<'_, '_> {
    /// A part as a module, with what stands in its memory.
    pub(super) fn module(&self, part: usize, data: &DataSection) -> Result<Vec<u8>> {
        let own = (0..).zip(&self.plan.functions).filter(|(_, it)| **it == part);
        let mut own: Vec<u32> = own.map(|(function, _)| function).collect();
        self.order(&mut own);
        let foreign = &self.shared.wanted[part];
        let numbers = foreign.iter().chain(&own).copied().zip(0..).collect();
        let mut rewriter = Rewriter::new(self.built, numbers, &self.shared.gates);

        let (mut imports, mut functions) = (ImportSection::new(), FunctionSection::new());
        if part != ENTRY {
            self.import(&mut imports)?;
        }
        for function in foreign {
            let ty = EntityType::Function(rewriter.type_of(*function)?);
            imports.import(SHARED, self.shared.name(*function)?, ty);
        }
        let mut code = CodeSection::new();
        for function in own {
            let ty = rewriter.type_of(function)?;
            if let Some(import) = self.built.imports.get(function as usize) {
                imports.import(import.module, import.name, EntityType::Function(ty));
            } else {
                let body = self.built.body(function).context("a function has no code")?;
                functions.function(ty);
                code.function(&rewriter.body(body)?);
            }
        }
        let (elements, exports) = (self.elements(part, &rewriter)?, self.exports(part, &rewriter)?);

        let mut module = Module::new();
        module.section(&self.types(&rewriter)?).section(&imports).section(&functions);
        if part == ENTRY {
            module.section(&self.tables()?).section(&self.memory()?).section(&self.globals()?);
        }
        module.section(&exports);
        let start = self.built.start.filter(|it| self.plan.functions[*it as usize] == part);
        if let Some(start) = start {
            module.section(&StartSection { function_index: rewriter.number(start)? });
        }
        module.section(&elements).section(&code).section(data);
        Ok(module.finish())
    }

    /// Puts functions that begin alike next to each other, after those that are imported: their
    /// numbers are free, and neighbours that are alike compress better.
    fn order(&self, own: &mut [u32]) {
        let imported = own.partition_point(|it| (*it as usize) < self.built.imports.len());
        own[imported..].sort_by_key(|it| {
            let body = self.built.body(*it).map(wasmparser::FunctionBody::as_bytes);
            (self.built.functions[*it as usize], body)
        });
    }

    fn types(&self, rewriter: &Rewriter<'_, '_>) -> Result<TypeSection> {
        let mut types = TypeSection::new();
        for ty in rewriter.types() {
            let ty = self.built.types.get(*ty as usize).context("no such type")?;
            types.ty().func_type(&plainly(RoundtripReencoder.func_type(ty.clone()))?);
        }
        Ok(types)
    }

    fn elements(&self, part: usize, rewriter: &Rewriter<'_, '_>) -> Result<ElementSection> {
        let mut elements = ElementSection::new();
        let own = |function: u32| self.plan.functions[function as usize] == part;
        for (slot, run) in runs(&self.shared.slots, own) {
            let run = run.iter().map(|it| rewriter.number(*it)).collect::<Result<Vec<_>>>()?;
            let at = ConstExpr::i32_const(slot.cast_signed());
            elements.active(None, &at, Elements::Functions(run.into()));
        }
        Ok(elements)
    }

    fn exports(&self, part: usize, rewriter: &Rewriter<'_, '_>) -> Result<ExportSection> {
        let mut exports = ExportSection::new();
        if part == ENTRY {
            for export in &self.built.exports {
                let kind: ExportKind = plainly(RoundtripReencoder.export_kind(export.kind))?;
                let function = matches!(kind, ExportKind::Func);
                let index = if function { rewriter.number(export.index)? } else { export.index };
                exports.export(export.name, kind, index);
            }
            for table in 0..u32::try_from(self.built.tables.len())? {
                exports.export(&format!("t{table}"), ExportKind::Table, table);
            }
            for global in 0..u32::try_from(self.built.globals.len())? {
                exports.export(&format!("g{global}"), ExportKind::Global, global);
            }
        }
        for (function, name) in &self.shared.names {
            if self.plan.functions[*function as usize] == part {
                exports.export(name, ExportKind::Func, rewriter.number(*function)?);
            }
        }
        Ok(exports)
    }

    fn memory_type(&self) -> Result<MemoryType> {
        plainly(RoundtripReencoder.memory_type(self.built.memory.context("there is no memory")?))
    }

    fn table_types(&self) -> Result<Vec<TableType>> {
        let mut types = Vec::new();
        for (place, table) in self.built.tables.iter().enumerate() {
            let mut ty: TableType = plainly(RoundtripReencoder.table_type(table.ty))?;
            if place == 0 {
                ty.minimum = self.shared.size(ty.minimum);
                ty.maximum = ty.maximum.map(|most| most.max(ty.minimum));
            }
            types.push(ty);
        }
        Ok(types)
    }

    fn global_types(&self) -> Result<Vec<GlobalType>> {
        let types = self.built.globals.iter();
        types.map(|global| plainly(RoundtripReencoder.global_type(global.ty))).collect()
    }

    /// What the entry owns and all parts use.
    fn import(&self, imports: &mut ImportSection) -> Result<()> {
        imports.import(self.build, "memory", self.memory_type()?);
        for (table, ty) in self.table_types()?.into_iter().enumerate() {
            imports.import(SHARED, &format!("t{table}"), ty);
        }
        for (global, ty) in self.global_types()?.into_iter().enumerate() {
            imports.import(SHARED, &format!("g{global}"), ty);
        }
        Ok(())
    }

    fn tables(&self) -> Result<TableSection> {
        let mut tables = TableSection::new();
        for ty in self.table_types()? {
            tables.table(ty);
        }
        Ok(tables)
    }

    fn memory(&self) -> Result<MemorySection> {
        let mut memories = MemorySection::new();
        memories.memory(self.memory_type()?);
        Ok(memories)
    }

    fn globals(&self) -> Result<GlobalSection> {
        let mut globals = GlobalSection::new();
        for (global, ty) in self.built.globals.iter().zip(self.global_types()?) {
            globals.global(ty, &plainly(RoundtripReencoder.const_expr(global.init_expr.clone()))?);
        }
        Ok(globals)
    }
}

/// Runs of slots whose functions are wanted, with the slot that each begins at.
fn runs(slots: &BTreeMap<u32, u32>, wanted: impl Fn(u32) -> bool) -> Vec<(u32, Vec<u32>)> {
    let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
    for (slot, function) in slots.iter().filter(|(_, function)| wanted(**function)) {
        match runs.last_mut() {
            Some((start, run)) if *start as usize + run.len() == *slot as usize => {
                run.push(*function);
            }
            _ => runs.push((*slot, vec![*function])),
        }
    }
    runs
}

/// What was copied from one library's words into those of the other.
pub(super) fn plainly<T, E: core::fmt::Display>(copied: Result<T, E>) -> Result<T> {
    copied.map_err(|error| anyhow!("{error}"))
}
