//! Traces whose form is told from their content.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| clusterscope_fuzz::look(bytes, None));
