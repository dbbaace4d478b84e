//! Links: whatever somebody pastes is opened or refused.

#![no_main]

use clusterscope::exhibit::room;
use clusterscope::scenario::link;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    for fragment in [text, &format!("v1.{text}")] {
        let _ = link::decode(fragment, &room);
    }
});
