# One-liners; what needs logic is in crates/xtask.

# Everything that has to hold before a change lands.
default: lint test

# All tests: units, rules, documents, formatting, tidiness.
test:
    cargo test

# Lints as errors.
lint:
    cargo clippy --workspace --all-targets -- -D warnings

# Formats everything.
fmt:
    cargo fmt --all

# Only the project's own checks.
tidy:
    cargo xtask tidy

# Licences, advisories, sources of dependencies.
deny:
    cargo deny check

# Spelling.
typos:
    typos

# Codes the example reports.
examples:
    cargo run --release -- code examples

# What continuous integration runs.
ci:
    .ci/run
