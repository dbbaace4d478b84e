//! The same text gives the same run, to the last byte, on every target; and the same pictures.

use clusterscope_wasm_tests::{GOLDEN, PICTURES, difference, digests, pictures};

/// Compares digests with the golden ones of this file, or writes them.
#[track_caller]
fn golden(file: &str, digests: &str, golden: &str) {
    #[cfg(not(target_family = "wasm"))]
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let file = [env!("CARGO_MANIFEST_DIR"), "/../golden/", file].concat();
        std::fs::write(file, digests).expect("the golden file can be written");
        return;
    }
    assert!(!digests.is_empty(), "there is nothing to compare");
    if let Some(difference) = difference(digests, golden) {
        panic!("{file}: {difference}\nif this is meant, run the tests with UPDATE_GOLDEN=1");
    }
}

#[cfg_attr(not(target_family = "wasm"), test)]
#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
fn the_digest_of_every_scenario_is_the_golden_one() {
    golden("digests.txt", &digests(), GOLDEN);
}

#[cfg_attr(not(target_family = "wasm"), test)]
#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
fn the_digest_of_every_picture_is_the_golden_one() {
    golden("pictures.txt", &pictures(), PICTURES);
}
