"""CES beside the losses that others printed, recomputed; misses stay misses."""

import re
from pathlib import Path

import numpy as np
import pytest

from outlast.engines.shock.losses.published import (
    ALIKE,
    beside_published,
    published,
    rows,
    stop_of,
)
from outlast.errors import InvalidInput

PAGE = Path(__file__).parents[4] / "docs" / "losses.md"
COMPARED = [row for row in published() if row["ours"]]


def plain(sigma, share, left):
    """Loss by the closed form, without logarithms: enough where nothing overflows."""
    power = (sigma - 1) / sigma
    return 1 - (share * left**power + 1 - share) ** (1 / power)


@pytest.mark.parametrize("row", COMPARED, ids=lambda row: row["id"])
def test_the_band_by_the_closed_form(row):
    """With draws of another generator, from the bounds on file alone."""
    entry = next(entry for entry in rows("published") if entry["id"] == row["id"])
    bounds = {
        stop["what"]: (float(stop["low"]), float(stop["high"]))
        for stop in rows("stops") if stop["material"] == entry["compared"]
    }  # fmt: skip
    draw = np.random.default_rng(99)
    use = np.exp(draw.uniform(*np.log(bounds["use"]), 200_000))
    left = 1 - (1 - draw.uniform(*bounds["left"], 200_000)) * (
        1 - float(entry["covered_days"]) / 365
    )
    sigma = np.exp(draw.uniform(*np.log([0.04, 0.3]), 200_000))
    scale = bounds["gdp"][0] / 1e3 if row["unit"] == "bn USD" else 100
    found = np.quantile(scale * plain(sigma, use / bounds["gdp"][0], left), [0.05, 0.5, 0.95])
    ours = next(r["ours"] for r in published(draws=200_000) if r["id"] == row["id"])
    assert np.log(list(ours.values())) == pytest.approx(np.log(found), abs=0.1)


def test_what_is_hit_and_what_is_missed():
    assert {row["id"]: row["verdict"] for row in COMPARED} == {
        "usgs1057-gallium": "hit",
        "usgs1057-germanium": "hit",
        "nri-12": "too high",
        "mizuho-12": "too low",
        "daiwa-12": "too low",
    }


@pytest.mark.parametrize("row", COMPARED, ids=lambda row: row["id"])
def test_a_verdict_follows_from_the_numbers(row):
    low = row["loss"] / ALIKE if row["low"] is None else row["low"]
    high = row["loss"] * ALIKE if row["high"] is None else row["high"]
    middle = row["ours"]["p50"]
    expected = "too low" if middle < low else "too high" if middle > high else "hit"
    assert row["verdict"] == expected


def test_what_others_model_otherwise_is_listed_and_not_compared():
    bare = {row["id"] for row in published(draws=10) if row["verdict"] is None}
    assert bare == {"usgs1057-both", "nri-3", "mizuho-half", "daiwa-more", "ecb-half"}
    told = {unknown.path: unknown.reason for unknown in beside_published(draws=10).unknown}
    assert told["studies.nri-3.ours"] == "not compared: three months, not twelve"
    assert len(told) == len(bare)


def test_every_number_has_its_source():
    for row in rows("published"):
        assert row["url"].startswith("https://"), row["id"]
        assert row["grade"] in {"A", "B", "C", "D"}
    for row in rows("stops"):
        assert row["source"]
        assert row["licence"]
        assert float(row["low"]) <= float(row["high"])


def test_a_stock_of_days_leaves_more():
    bare, kept = (stop_of("japan-rare-earths", days, 50, 1)[1] for days in (0, 60))
    assert 1 - kept == pytest.approx((1 - bare) * (305 / 365))


def test_the_same_seed_gives_the_same_numbers():
    assert published(draws=20, seed=5) == published(draws=20, seed=5)
    assert published(draws=20, seed=5) != published(draws=20, seed=6)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"


@pytest.mark.parametrize("row", COMPARED, ids=lambda row: row["id"])
def test_the_table_of_the_page_is_this(row):
    low, high = row["low"], row["high"]
    printed = f"{row['loss']:g}" + ("" if low is None else f" ({low:g} to {high:g})")
    ours = row["ours"]
    band = f"{number(ours['p50'])} ({number(ours['p5'])} to {number(ours['p95'])})"
    cells = [row["study"], row["stop"], f"{printed} {row['unit']}", band,
             number(row["second_order"]), row["verdict"]]  # fmt: skip
    line = "| " + " | ".join(cells) + " |"
    assert line in PAGE.read_text("utf-8"), line


def test_the_page_has_no_other_row():
    table = re.findall(r"\| (?:hit|too low|too high) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(table) == len(COMPARED)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: published(draws=0), "draws is 0, expected 1 or more"),
        (lambda: published(seed=-1), "seed is -1, expected 0 or more"),
        (lambda: stop_of("unobtainium", 0, 5, 1), "material is 'unobtainium', expected one of"),
        (lambda: stop_of("gallium", 400, 5, 1), "covered_days is 400, expected 0 to 365"),
    ],
)
def test_what_is_not_on_file_is_refused(call, words):
    with pytest.raises(InvalidInput, match=words):
        call()
