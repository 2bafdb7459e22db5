"""Docstrings say all of what they take and give back; `make check` lints the rest."""

import importlib
import inspect
import pkgutil

import pytest
from numpydoc.docscrape import NumpyDocString
from numpydoc.validate import validate

import outlast

MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(outlast.__path__, "outlast.")
    if not found.name.endswith("__main__")
)
INCOMPLETE = {"GL08", "PR01", "PR02", "PR04", "PR07", "RT01", "RT03"}


def functions(module):
    """Functions and methods that a module defines, compiled ones as they were written."""
    owners = [module, *(v for v in vars(module).values() if inspect.isclass(v))]
    for owner in owners:
        if owner is not module and owner.__module__ != module.__name__:
            continue
        for value in vars(owner).values():
            plain = inspect.unwrap(getattr(value, "py_func", getattr(value, "__func__", value)))
            if inspect.isfunction(plain) and plain.__module__ == module.__name__:
                yield plain


@pytest.mark.parametrize("name", MODULES)
def test_a_docstring_that_lists_parameters_lists_all_and_says_what_comes_back(name):
    for function in functions(importlib.import_module(name)):
        text = NumpyDocString(inspect.getdoc(function) or "")
        if not text["Parameters"]:
            continue
        told = {n.strip(" *") for entry in text["Parameters"] for n in entry.name.split(",")}
        signature = inspect.signature(function)
        assert told == set(signature.parameters) - {"self", "cls"}, function.__qualname__
        gives = signature.return_annotation not in {None, "None"}
        assert bool(text["Returns"] or text["Yields"]) == gives, function.__qualname__


def public():
    """Functions of the package and methods of its classes."""
    for name in outlast.__all__:
        value = getattr(outlast, name)
        held = vars(value).items() if inspect.isclass(value) else [(name, value)]
        for key, found in held:
            plain = getattr(found, "__func__", found)
            if inspect.isfunction(plain) and key[0] != "_" and plain.__name__ != "<lambda>":
                yield plain


PUBLIC = sorted(f"{f.__module__}.{f.__qualname__}" for f in public())


@pytest.mark.parametrize("name", PUBLIC)
def test_public_functions_are_documented_in_full(name):
    found = validate(name)["errors"]
    assert not [error for error in found if error[0] in INCOMPLETE]


def test_the_check_sees_what_is_missing():
    assert {"outlast.case.loader.load", "outlast.results.Result.save"} < set(PUBLIC)
    errors = {code for code, _ in validate("outlast.countries.the")["errors"]}
    assert {"PR01", "RT01"} <= errors
