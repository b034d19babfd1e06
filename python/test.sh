#!/bin/sh
# Builds the wheel, installs it into a virtual environment of its own and runs the tests against it.
#
#   python/test.sh              everything but what takes minutes
#   python/test.sh -m slow      only that: a cluster of Spark, with Java
#
# PYTHON names the interpreter, VENV the environment, DEMARCHE the command that the package is compared with (built where it is
# not given), FEWER=1 leaves out the optimisation across crates, SPARK=1 installs pyspark too.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
venv=${VENV:-$root/target/python}
target=${CARGO_TARGET_DIR:-$root/target}
[ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
case " $* " in *" slow "*) SPARK=${SPARK:-1} ;; esac
"$venv/bin/pip" install --quiet maturin pytest pyarrow pandas polars duckdb tqdm ${SPARK:+pyspark}
export CARGO_TARGET_DIR="$target"
[ -z "${FEWER:-}" ] || export CARGO_PROFILE_RELEASE_LTO=false
if [ -z "${DEMARCHE:-}" ]; then
    cargo build --release --package demarche-cli
    DEMARCHE=$target/release/demarche
fi
rm -rf "$target/wheels"
(cd python && "$venv/bin/maturin" build --release --quiet --interpreter "$venv/bin/python" --out "$target/wheels")
"$venv/bin/pip" install --quiet --force-reinstall --no-deps "$target"/wheels/demarche-*.whl
export DEMARCHE
# Away from python/, so that the installed package is tested and not the folder.
cd python/tests
exec "$venv/bin/python" -m pytest --rootdir "$root/python" -c "$root/python/pyproject.toml" "$@" .
