"""Bands beside outcomes, fans with what was observed, tornados, flows before and after."""

import pytest

from outlast.charts import drawn, flows_before_after, outcome_bands, outcome_fan, tornado

ROW = {
    "words": "China's exports", "date": "2023-08", "unit": "multiple", "observed": [0.0, 0.2],
    "value": 0.1, "p5": 0.05, "p50": 0.1, "p95": 0.3, "naive_same": 1.0, "naive_proportional": 0.4,
}  # fmt: skip


def drawn_values(chart):
    (table,) = chart["datasets"].values()
    return table


def test_tonnes_are_shown_in_multiples_of_normal():
    tonnes = {**ROW, "unit": "t", "observed": [100, 300], "value": 200, "p5": 50, "p50": 150,
              "p95": 500, "naive_same": 1000.0, "naive_proportional": 400.0}  # fmt: skip
    (row,) = drawn_values(outcome_bands([tonnes]))
    assert (row["low"], row["value"], row["high"]) == (0.1, 0.2, 0.3)
    assert (row["p5"], row["p50"], row["p95"]) == (0.05, 0.15, 0.5)
    assert (row["same"], row["proportional"]) == (1.0, 0.4)


def test_a_time_or_a_band_without_end_has_no_place():
    assert drawn(ROW)
    assert not drawn({**ROW, "naive_same": None})
    assert not drawn({**ROW, "p95": None})
    two = outcome_bands([ROW, {**ROW, "p95": None}])
    assert len(drawn_values(two)) == 1


@pytest.mark.parametrize(("highest", "kind"), [(1.4, None), (26.0, "symlog")])
def test_a_price_that_leaps_stretches_the_axis(highest, kind):
    chart = outcome_bands([{**ROW, "p95": highest}])
    scale = chart["layer"][0]["encoding"]["x"]["scale"]
    assert scale.get("type") == kind
    assert scale["domain"][1] >= highest


def test_a_fan_has_its_months_by_name_and_what_was_observed():
    chart = outcome_fan({
        "start": "2023-11", "words": "exports",
        "months": [{"month": t, "p5": 0.1, "p50": 0.5, "p95": 0.9} for t in range(4)],
        "observed": [{"month": 2, "low": 0.0, "value": 0.2, "high": 0.3}],
    })  # fmt: skip
    tables = sorted(chart["datasets"].values(), key=len)
    assert [row["when"] for row in tables[1]] == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert [row["when"] for row in tables[0]] == ["2024-01"]


def test_a_tornado_keeps_its_order_and_its_middle():
    rows = [{"words": "idle capacity", "low": 0.2, "high": 0.8},
            {"words": "usable stock", "low": 0.6, "high": 0.5}]  # fmt: skip
    chart = tornado(rows, middle=0.55, title="exports")
    table = max(chart["datasets"].values(), key=len)
    assert [row["name"] for row in table][::2] == ["idle capacity", "usable stock"]
    assert {row["middle"] for row in table} == {0.55}
    assert chart["layer"][0]["encoding"]["y"]["sort"] is None


def test_flows_before_and_after_stand_on_one_line():
    chart = flows_before_after([{"name": "China → Japan", "before": 3.0, "after": 1.0}], unit="t")
    rule = chart["layer"][0]["encoding"]
    assert rule["x"]["field"] == "before"
    assert rule["x2"]["field"] == "after"
