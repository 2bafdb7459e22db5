"""What several tests need."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import outlast
from outlast.case.loader import CASES

CHAIN = Path(__file__).parent / "cases" / "chain"

settings.register_profile("long", max_examples=1000, deadline=None)
settings.register_profile("short", deadline=None)
settings.load_profile("short")


@pytest.fixture(scope="session")
def helium():
    """The shipped helium case, loaded once."""
    return outlast.load("helium")


@pytest.fixture(scope="session")
def isle():
    """The fictional case that tests and the tutorial share."""
    return outlast.load("isle")


@pytest.fixture(scope="session")
def magnets():
    """The shipped magnets case, from mine to magnet."""
    return outlast.load("rare-earth-magnets")


@pytest.fixture
def isle_copy(tmp_path: Path) -> Path:
    """A folder with the isle case, to be spoilt."""
    return Path(shutil.copytree(CASES / "isle", tmp_path / "isle"))


@pytest.fixture(scope="session")
def chain():
    """Magnets from oxide from ore: a fictional chain whose numbers can be followed by hand."""
    return outlast.load(CHAIN)


@pytest.fixture
def chain_copy(tmp_path: Path) -> Path:
    """A folder with the chain of stages, to be spoilt."""
    return Path(shutil.copytree(CHAIN, tmp_path / "chain"))


@pytest.fixture
def edit(isle_copy: Path) -> Callable[[str, str, str], Path]:
    """Replace a text in one file of the copy and return the folder."""

    def replace(name: str, old: str, new: str) -> Path:
        path = isle_copy / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return isle_copy

    return replace


def pytest_terminal_summary(terminalreporter):
    """Name every browser test that was left out, one a line, and how to install what it needs."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "browser" in r.keywords]
    for report in skipped:
        terminalreporter.write_line(
            f"left out: {report.nodeid} (needs Chromium: apt-get install chromium)"
        )
