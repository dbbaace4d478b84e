//! Code with the numbers that functions and types have in a part.

use super::built::Built;
use super::emit::plainly;
use anyhow::{Context, Result};
use core::convert::Infallible;
use std::collections::BTreeMap;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{Function, Instruction};
use wasmparser::{FunctionBody, Operator};

/// Rewrites code for a part.
pub(super) struct Rewriter<'a, 'b> {
    built: &'a Built<'b>,
    /// The numbers of functions.
    numbers: BTreeMap<u32, u32>,
    /// The slots of functions that are called through the table.
    gates: &'a BTreeMap<u32, u32>,
    /// The types that were used so far.
    types: Vec<u32>,
}

impl<'a, 'b> Rewriter<'a, 'b> {
    pub(super) fn new(
        built: &'a Built<'b>,
        numbers: BTreeMap<u32, u32>,
        gates: &'a BTreeMap<u32, u32>,
    ) -> Self {
        Self { built, numbers, gates, types: Vec::new() }
    }

    /// A function's number.
    pub(super) fn number(&self, function: u32) -> Result<u32> {
        self.numbers.get(&function).copied().context("a function of another part")
    }

    /// The types that were used, in the order of their numbers.
    pub(super) fn types(&self) -> &[u32] {
        &self.types
    }

    /// The number of a function's type.
    pub(super) fn type_of(&mut self, function: u32) -> Result<u32> {
        let ty = self.built.type_of(function)?;
        Ok(self.intern(ty))
    }

    fn intern(&mut self, ty: u32) -> u32 {
        let place = self.types.iter().position(|other| *other == ty).unwrap_or_else(|| {
            self.types.push(ty);
            self.types.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// A function's code.
    pub(super) fn body(&mut self, body: &FunctionBody<'_>) -> Result<Function> {
        let mut function = plainly(self.new_function_with_parsed_locals(body))?;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            match operator {
                Operator::Call { function_index }
                    if !self.numbers.contains_key(&function_index) =>
                {
                    let slot = self.gates.get(&function_index).context("no slot for a function")?;
                    function.instruction(&Instruction::I32Const(slot.cast_signed()));
                    let type_index = self.type_of(function_index)?;
                    function.instruction(&Instruction::CallIndirect { type_index, table_index: 0 });
                }
                operator => {
                    function.instruction(&plainly(self.instruction(operator))?);
                }
            }
        }
        Ok(function)
    }
}

impl Reencode for Rewriter<'_, '_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        // All numbers are known before any code is written.
        self.numbers.get(&function).copied().ok_or(Error::InvalidConstExpr)
    }

    fn type_index(&mut self, ty: u32) -> Result<u32, Error> {
        Ok(self.intern(ty))
    }
}
