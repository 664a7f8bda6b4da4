//! The binding generator of the UniFFI version that this workspace uses.

fn main() {
    uniffi::uniffi_bindgen_main();
}
