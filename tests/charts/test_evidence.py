"""Range and balance plots are valid Vega-Lite and show what they are given."""

import altair as alt
import pytest

from outlast.charts import balance_plot, range_plot

CLAIM = {"label": "as printed: around 500", "printed": 500.0, "low": 475.0, "high": 525.0,
         "unit": "million USD"}  # fmt: skip
FIGURES = [
    {"label": "B · 525,650", "value": 525_650.0, "sd": 26_000.0, "grade": "B"},
    {"label": "C · 500,000", "value": 500_000.0, "sd": None, "grade": "C"},
]


def rows(spec):
    return [row for table in spec["datasets"].values() for row in table if "label" in row]


def x_scale(spec):
    scales = [layer["encoding"]["x"].get("scale") for layer in spec["layer"]]
    return next(scale for scale in scales if scale)


@pytest.mark.parametrize("suspected", [None, {"label": "× 1,000", "value": 500_000.0}])
def test_a_range_plot_is_valid_and_logarithmic_where_values_are_far_apart(suspected):
    spec = range_plot(CLAIM, FIGURES, suspected=suspected)
    alt.LayerChart.from_dict(spec)
    assert x_scale(spec)["type"] == "log"
    assert {row["label"] for row in rows(spec)} >= {CLAIM["label"], "B · 525,650"}
    assert ("× 1,000" in {row["label"] for row in rows(spec)}) == bool(suspected)


def test_near_values_stand_on_a_plain_scale_and_never_below_nought():
    wide = [{"label": "C", "value": 600.0, "sd": 900.0, "grade": "C"}]
    spec = range_plot(CLAIM, wide)
    assert "type" not in x_scale(spec)
    assert x_scale(spec)["domain"][0] == 0
    assert min(row["low"] for row in rows(spec)) == 0


def test_a_reading_from_nought_can_stand_on_a_logarithmic_scale():
    spec = range_plot({**CLAIM, "low": 0.0}, FIGURES)
    assert x_scale(spec)["domain"][0] > 0
    alt.LayerChart.from_dict(spec)


def test_a_slip_downwards_turns_its_arrow():
    spec = range_plot(CLAIM, FIGURES[:1], suspected={"label": "÷ 10", "value": 50.0})
    assert "180" in str(spec)


def test_a_balance_plot_shows_figures_and_what_is_reconciled():
    after = {"label": "Production reconciled: 478", "value": 478.0, "sd": 35.0, "grade": None}
    before = {"label": "A · Production 339", "value": 339.0, "sd": 49.0, "grade": "A"}
    spec = balance_plot([before, after], unit="t")
    alt.LayerChart.from_dict(spec)
    assert {row["label"] for row in rows(spec)} == {after["label"], before["label"]}
    alt.LayerChart.from_dict(balance_plot([after], unit="t"))
