"""Where things are, and the command that the package is compared with."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
DISPATCHES = EXAMPLES / "2015-2025-dispatches.jsonl"

# What somebody may write who wants to break out of whatever shows it.
HOSTILE = (
    "<script>alert(1)</script> Iran rejected the \"offer\" of <img src=x onerror='alert(2)'> the United States, "
    "\u202etxet\u202c said </td></table><b>Iran & co\u0007."
)


@pytest.fixture(scope="session")
def demarche_command():
    command = os.environ.get("DEMARCHE")
    if not command:
        pytest.skip("DEMARCHE does not name the command")
    return command


@pytest.fixture(scope="session")
def run(demarche_command):
    """Runs the command and gives what it writes."""

    def go(*arguments, text=True):
        words = [demarche_command, *map(str, arguments)]
        done = subprocess.run(words, check=True, capture_output=True, cwd=ROOT)
        return done.stdout.decode() if text else done.stdout

    return go


@pytest.fixture(scope="session")
def coded(run):
    """What `demarche code` makes of the dispatches, as records."""
    return [json.loads(line) for line in run("code", DISPATCHES).splitlines()]


def documents():
    """The dispatches as dicts."""
    return [json.loads(line) for line in DISPATCHES.read_text().splitlines()]
