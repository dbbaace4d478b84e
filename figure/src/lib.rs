//! Measure.
use clusterscope::exhibit::{self, Stage};
use clusterscope::narrate::Lang;
use wasm_bindgen::prelude::*;
/// Run.
#[wasm_bindgen]
pub struct Run { stage: Box<dyn Stage> }
#[wasm_bindgen]
impl Run {
    /// Opens.
    pub fn open(text: &str) -> Result<Run, String> {
        match exhibit::open_link(text, Lang::En) { Ok(stage) => Ok(Run { stage }), Err(e) => Err(e.to_string()) }
    }
    /// Text.
    pub fn text(text: &str) -> Result<Run, String> {
        match exhibit::open_text(text, Lang::En) { Ok(stage) => Ok(Run { stage }), Err(e) => Err(e.to_string()) }
    }
    /// Seek.
    pub fn seek(&mut self, at: f64) -> usize { self.stage.seek_time(at as u64); self.stage.frame().nodes.len() + self.stage.markers().len() + self.stage.story(0,0).len() + self.stage.verdict().len() + self.stage.link().len() }
    /// Act.
    pub fn act(&mut self, line: &str) -> Result<(), String> { self.stage.act(line).map_err(|e| e.to_string()) }
}
