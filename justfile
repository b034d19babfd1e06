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

# Kills `demarche ingest` two hundred times.
kills:
    KILLS=200 cargo test --release -p demarche-cli --test store killed

# Builds the Python package and tests it; `just python -m slow` tests it on a cluster of Spark.
python *ARGS:
    python/test.sh {{ARGS}}

# Writes what docs/STORE.md shows of the schema.
schema:
    UPDATE_DOCS=1 cargo test -p demarche-store

# What continuous integration runs.
ci:
    .ci/run
