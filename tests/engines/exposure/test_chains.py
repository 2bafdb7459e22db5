"""Ownership through chains and cross-holdings."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import outlast
from outlast.engines.exposure.chains import integrated, owners_of
from outlast.errors import InvalidInput

GOLDEN = Path(__file__).parents[2] / "golden" / "ownership_cycle.json"


def test_golden_cycle():
    golden = json.loads(GOLDEN.read_text("utf-8"))
    assert integrated(np.array(golden["holdings"])) == pytest.approx(
        np.array(golden["corrected"]), abs=1e-12
    )


def test_a_chain_multiplies():
    held = np.zeros((3, 3))
    held[0, 1], held[1, 2] = 0.5, 0.49
    assert integrated(held)[0, 2] == pytest.approx(0.245)


@pytest.mark.parametrize(
    ("holdings", "words"),
    [
        ([[0, 0.7], [0, 0.4]], "at most 1 of a firm together"),
        ([[0, 1.0], [1.0, 0]], "spectral radius below 1"),
        ([[0, 1.2], [0, 0]], "parts from 0 to 1"),
        ([[0, float("nan")], [0, 0]], "parts from 0 to 1"),
    ],
)
def test_holdings_that_cannot_be_are_refused(holdings, words):
    with pytest.raises(InvalidInput, match=words):
        integrated(np.array(holdings))


@given(st.integers(2, 6), st.randoms(use_true_random=False))
def test_nobody_owns_more_than_the_whole(size, random):
    held = np.array([[random.random() for _ in range(size)] for _ in range(size)])
    np.fill_diagonal(held, 0)
    held = (
        held
        / np.maximum(held.sum(axis=0), 1e-9)
        * np.array([random.random() * 0.99 for _ in range(size)])
    )
    found = integrated(held)
    assert found.min() >= -1e-12
    assert found.max() <= 1 + 1e-9
    off = ~np.eye(size, dtype=bool)
    assert (found[off] >= held[off] - 1e-12).all()  # a chain adds to what is held directly


def test_isle_cross_holding_by_hand(isle):
    """Westland Gas: 0.6 the holding's, 0.1 Northland's; it holds 0.3 of the holding in return.

    Each round trip passes 0.6 x 0.3 = 0.18 on again; Eastland holds half of the holding.
    """
    told = owners_of(isle, "westland-gas", 2022)
    found = told.parts
    through = 1 / (1 - 0.18)
    assert found["XNO"] == pytest.approx((0.05 * through, 0.1 * through, 0.15 * through))
    assert found["XEA"][1] == pytest.approx(0.5 * 0.6 * through)
    assert set(found) == {"XNO", "XEA"}
    assert told.holdings == {row.id for row in isle.holdings}
    assert told.untold == ""


def test_without_a_holding_of_the_year_the_owners_are_unknown(isle):
    told = owners_of(isle, "westland-gas", 2019)
    assert told.holdings == set()
    assert told.untold == "who owns westland-gas in 2019 is not on file"
    assert told.parts == {"XEA": (0, 1, 1), "XNO": (0, 1, 1)}


def test_a_ring_of_whole_holdings_is_told_when_it_is_used(edit):
    edit("holdings.csv", "eastern-holding,westland-gas,0.6,0.6,0.6",
         "eastern-holding,westland-gas,0.9,0.9,0.9")  # fmt: skip
    edit("holdings.csv", "XEA,eastern-holding,0.5,0.5,0.5", "XEA,eastern-holding,0,0,0")
    edit(
        "holdings.csv",
        "XNO,westland-gas,0.1,0.05,0.15",
        "eastern-holding,westland-gas,0.1,0.1,0.1",
    )
    folder = edit("holdings.csv", "westland-gas,eastern-holding,0.3,0.3,0.3",
                  "westland-gas,eastern-holding,1,1,1")  # fmt: skip
    with pytest.raises(InvalidInput, match="cycle of whole holdings"):
        outlast.exposure(folder, year=2022)
