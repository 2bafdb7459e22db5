"""What drives the answer: indices against functions whose own are known, and on helium."""

import subprocess
import sys

import numpy as np
import pytest
from scenarios import scenario

import outlast
from outlast.engines.shock import sensitivity as module
from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.sensitivity import FORM, axes_of, sensitivity
from outlast.errors import InvalidInput, UsageError

BAN = {"kind": "export_ban", "powers": ["USA"]}


@pytest.fixture
def ask(helium):
    return Ensemble(helium, scenario(BAN), "CHN", 2012, 13)


@pytest.fixture
def ishigami(monkeypatch):
    """Ishigami & Homma's function on the first three axes in place of the model."""

    def outcomes(ensemble, form, threads, progress):  # noqa: ARG001
        first, second, third = (np.pi * (2 * axis - 1) for axis in (
            form, ensemble.design.even("growth_share", 0, ensemble.draws),
            ensemble.design.even("sigma_long", 0, ensemble.draws)))  # fmt: skip
        return np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)

    monkeypatch.setattr(module, "outcomes", outcomes)


@pytest.mark.usefixtures("ishigami")
def test_indices_of_a_function_whose_own_are_known(ask):
    """Closed forms: 0.3139, 0.4424, 0 alone; 0.5576, 0.4424, 0.2437 with others."""
    rows = {row["assumption"]: row for row in sensitivity(ask, "sobol", 2048)["rows"]}
    known = {FORM: (0.3139, 0.5576), "growth_share": (0.4424, 0.4424), "sigma_long": (0, 0.2437)}
    for name, (first, total) in known.items():
        assert rows[name]["first"] == pytest.approx(first, abs=0.03)
        assert rows[name]["total"] == pytest.approx(total, abs=0.03)
    assert all(abs(row["total"]) < 1e-9 for name, row in rows.items() if name not in known)


@pytest.mark.usefixtures("ishigami")
def test_morris_puts_idle_axes_last(ask):
    rows = sensitivity(ask, "morris", 64)["rows"]
    assert {row["assumption"] for row in rows[:3]} == {FORM, "growth_share", "sigma_long"}
    assert all(row["mean_effect"] == 0 for row in rows[3:])


def test_axes_are_those_of_all_forms(ask, helium):
    names = axes_of(ask)
    drawn = {prior.draw or prior.name for prior in helium.priors if prior.name != "slack"}
    assert {"sigma", "sigma_short", "choke-labs", "minimum-mri"} <= set(names)
    assert {name for name in drawn if name in names} >= {"growth_share", "stock_weeks"}


def test_the_form_of_the_model_is_an_axis_and_the_same_seed_gives_the_same_bytes(helium):
    def run():
        return outlast.shock(helium, "us-embargo", year=2012, draws=16, months=13,
                             sensitivity="morris", samples=4)  # fmt: skip

    found = run()
    block = found.result["sensitivity"]
    assert block["rows"][0]["assumption"] == FORM
    assert block["draws"] == 4 * (block["axes"] + 1)
    assert run().to_json() == found.to_json()
    assert found.inputs["sensitivity"] == "morris"


def test_what_does_not_vary_has_no_drivers(helium):
    idle = {**BAN, "powers": ["FRA"]}
    ask = Ensemble(helium, scenario(idle), "CHN", 2012, 13)
    assert sensitivity(ask, "morris", 2)["rows"] == []


def test_bad_asks_are_refused(ask):
    with pytest.raises(UsageError, match="did you mean 'sobol'"):
        sensitivity(ask, "sobel")
    for samples in (1, 48, 2**20):
        with pytest.raises(InvalidInput, match="a power of two from 2 to 4096"):
            sensitivity(ask, "sobol", samples)


def test_without_the_extra_it_says_what_to_install():
    script = (
        "import sys; sys.modules['SALib'] = None; sys.modules['distributed'] = None\n"
        "import outlast\n"
        "for option in ({'sensitivity': 'sobol'}, {'cluster': 'local'}):\n"
        "    try: outlast.shock('isle', draws=2, **option)\n"
        "    except outlast.errors.UsageError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    first, second = done.stdout.splitlines()
    assert "pip install 'outlast[sensitivity]'" in first
    assert "pip install 'outlast[cluster]'" in second
