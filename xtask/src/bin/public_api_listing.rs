//! Prints the public API of a crate, one item a line, from the JSON that rustdoc wrote for it.

use std::process::ExitCode;
use std::{env, io};

use std::io::Write;

use public_api::{Builder, PublicApi};

fn main() -> ExitCode {
    let Some(json) = env::args_os().nth(1) else {
        eprintln!("usage: public-api-listing RUSTDOC_JSON");
        return ExitCode::from(2);
    };
    // What the compiler derives and what every type has anyway would bury what we decided.
    let api = Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build();
    match api
        .map_err(|error| error.to_string())
        .and_then(|api| print(&api).map_err(|error| error.to_string()))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            eprintln!("the listing is made with Rust 1.94 or 1.95; each version of rustdoc's JSON needs its reader");
            ExitCode::FAILURE
        }
    }
}

fn print(api: &PublicApi) -> io::Result<()> {
    let mut out = io::stdout().lock();
    api.items().try_for_each(|item| writeln!(out, "{item}"))
}
