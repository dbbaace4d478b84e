//! The same text gives the same run, to the last byte, on every target.

use clusterscope_wasm_tests::{difference, digests};

#[cfg_attr(not(target_family = "wasm"), test)]
#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
fn the_digest_of_every_scenario_is_the_golden_one() {
    let digests = digests();
    #[cfg(not(target_family = "wasm"))]
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../golden/digests.txt");
        std::fs::write(file, &digests).expect("the golden file can be written");
        return;
    }
    assert!(!digests.is_empty(), "there is no scenario to run");
    if let Some(difference) = difference(&digests) {
        panic!("{difference}\nif this is meant, run the tests with UPDATE_GOLDEN=1");
    }
}
