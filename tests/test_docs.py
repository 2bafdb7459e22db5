"""Every command and link in the docs works; Python snippets run as doctests."""

import ast
import json
import os
import pkgutil
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from commands import run
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from outlast.case.measures import Scenario

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def commands(page):
    """Lines of a page's console blocks, in order."""
    blocks = re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return [shlex.split(line[2:], comments=True) for line in lines]


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda p: p.name)
def test_commands_run_in_order(page, tmp_path):
    for program, *arguments in commands(page):
        assert program == "outlast"
        done = run(*arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_pictures_are_there(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


MODEL = (ROOT / "docs" / "model.md").read_text("utf-8")
ROWS = re.findall(r"\| `(outlast[\w.]+)` \| `([^`]+)` \|$", MODEL, flags=re.MULTILINE)


def test_every_row_of_the_model_page_is_read():
    lines = MODEL.splitlines()
    rows = [line for line in lines if line.startswith("| ")]
    headings = [line for line in lines if line.startswith("## ")]
    assert len(ROWS) == len(rows) - 2 * len(headings) > 50


@pytest.mark.parametrize(("function", "test"), ROWS)
def test_the_function_and_the_test_of_an_equation_are_there(function, test):
    assert callable(
        getattr(pkgutil.resolve_name(function), "fget", pkgutil.resolve_name(function))
    )
    path, *names = test.split("::")
    place = ast.parse((ROOT / path).read_text("utf-8"))
    for name in names:
        (place,) = [n for n in place.body if getattr(n, "name", "") == name]
    assert isinstance(place, ast.FunctionDef)


def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path):
    build = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run(
        [*build, ROOT / "docs", tmp_path], env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for page in tmp_path.rglob("*.html"):
        loads = re.findall(
            r"<(?:script|link|img)\b[^>]*\b(?:src|href)=\"(.*?)\"", page.read_text()
        )
        assert not [target for target in loads if "//" in target], page
    model = (tmp_path / "model.html").read_text("utf-8")
    assert model.count("<math") >= len(ROWS) / 2
    assert set(re.findall(r'href="reference/\w+\.html#(outlast[\w.]+)"', model)) == {
        function for function, _ in ROWS
    }


def test_the_published_schemas_are_those_of_the_models():
    from schemas import FOLDER, MODELS, schema

    for name in MODELS:
        assert (FOLDER / f"{name}.json").read_text("utf-8") == schema(name)


CASES = ROOT / "src" / "outlast" / "cases"
WRITTEN = {
    "case": CASES.rglob("case.yaml"),
    "scenario": CASES.rglob("measures/*.yaml"),
    "episode": CASES.rglob("episodes/*.yaml"),
    "blocs": CASES.rglob("blocs.yaml"),
}
BAN = {"id": "a", "kind": "export_ban", "start": "+0", "expected_months": 1}


@pytest.mark.parametrize(
    ("name", "path"), [(n, p) for n, found in WRITTEN.items() for p in sorted(found)],
    ids=lambda v: getattr(v, "stem", v),
)  # fmt: skip
def test_shipped_files_fit_the_published_schema(name, path):
    published = json.loads((ROOT / "docs" / "schemas" / f"{name}.json").read_text("utf-8"))
    Draft202012Validator(published).validate(yaml.safe_load(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "measure", [{**BAN, "start": "soon"}, {**BAN, "expected_months": 0}, {**BAN, "wat": 1}, {}]
)
def test_the_published_schema_refuses_what_outlast_refuses(measure):
    published = json.loads((ROOT / "docs" / "schemas" / "scenario.json").read_text("utf-8"))
    document = {"title": "x", "measures": [measure]}
    assert not Draft202012Validator(published).is_valid(document)
    with pytest.raises(ValidationError):
        Scenario.model_validate(document)
    assert Draft202012Validator(published).is_valid({"title": "x", "measures": [BAN]})


def test_the_columns_page_is_what_the_schema_says():
    from columns import columns

    assert columns() in (ROOT / "docs" / "case.md").read_text("utf-8")


def test_the_readme_quotes_the_headline_that_is_computed(helium):
    import outlast

    quoted = (ROOT / "README.md").read_text("utf-8").replace("\n> ", " ")
    assert outlast.brief(helium, shocks=False).headline in quoted
