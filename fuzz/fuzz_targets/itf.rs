//! States as JSON.

#![no_main]

use clusterscope_trace::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| clusterscope_fuzz::look(bytes, Some(Source::Itf)));
