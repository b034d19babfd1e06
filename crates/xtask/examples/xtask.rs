//! `cargo xtask tidy`: checks what the compiler does not.
#![allow(clippy::disallowed_methods, reason = "this crate is an edge: it reads its arguments")]

use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args().skip(1).eq(["tidy"]) {
        return tidy();
    }
    eprintln!("usage: cargo xtask tidy");
    ExitCode::from(2)
}

fn tidy() -> ExitCode {
    match xtask::tidy(&xtask::root()) {
        Ok(findings) if findings.is_empty() => ExitCode::SUCCESS,
        Ok(findings) => {
            for finding in findings {
                println!("{finding}");
            }
            ExitCode::from(1)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(1)
        }
    }
}
