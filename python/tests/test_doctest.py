"""Every example in a docstring."""

import doctest
import importlib

import demarche
import pytest

MODULES = ["demarche", *(f"demarche._{name}" for name in "annotate code html input ledger progress resolve show".split())]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module, extraglobs={"demarche": demarche}).failed == 0


def test_there_are_examples():
    found = [t for name in MODULES for t in doctest.DocTestFinder().find(importlib.import_module(name)) if t.examples]
    assert len(found) >= 10
