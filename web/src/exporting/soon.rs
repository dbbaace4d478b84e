#![allow(missing_docs)]
use clusterscope::exhibit::Stage;
use clusterscope::protocol::Micros;
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Theme { Light, Dark, #[default] Auto }
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum View { Stage, SpaceTime, #[default] Both }
#[derive(Clone, Debug)]
pub struct Options { pub size: (f64, f64), pub theme: Theme, pub view: View }
impl Default for Options { fn default() -> Self { Self { size: (784.0, 520.0), theme: Theme::Auto, view: View::Both } } }
pub fn still(stage: &dyn Stage, options: &Options) -> String { let f = stage.frame(); ["<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"784\" height=\"520\"><rect width=\"900\" height=\"700\" fill=\"red\"/><text>", &f.now.to_string(), if options.theme == Theme::Dark {"d"} else {"l"}, "</text></svg>"].concat() }
pub fn animated(stage: &mut dyn Stage, _: Micros, _: Micros, options: &Options) -> String { still(stage, options) }
