"""Every command and link in the docs works; Python snippets run as doctests."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
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
        done = subprocess.run(
            [sys.executable, "-m", "outlast", *arguments],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_pictures_are_there(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_columns_page_is_what_the_schema_says():
    sys.path.insert(0, str(ROOT / "scripts"))
    from columns import columns

    assert columns() in (ROOT / "docs" / "case.md").read_text("utf-8")


def test_the_readme_quotes_the_headline_that_is_computed(helium):
    import outlast

    quoted = (ROOT / "README.md").read_text("utf-8").replace("\n> ", " ")
    assert outlast.brief(helium, shocks=False).headline in quoted
