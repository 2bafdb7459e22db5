"""Charts of control are valid Vega-Lite, and what is unknown is never drawn as nothing."""

from itertools import pairwise

import altair as alt
import pytest

from outlast.charts import flow_map, reach_lines, rung_waterfall, supply_sankey, without_place


def rung(name, point, year=2024):
    low, high = (None, None) if point is None else (point - 0.05, point + 0.05)
    return {"year": year, "rung": name, "low": low, "point": point, "high": high,
            "outer_low": low, "outer_high": high, "words": "in words"}  # fmt: skip


def data(spec, field):
    tables = spec["datasets"].values()
    return [row for rows in tables for row in rows if isinstance(row, dict) and field in row]


def test_a_line_has_no_point_where_the_reach_is_unknown():
    rows = [rung("territory", 0.5, 2022), rung("territory", 0.4, 2023)]
    rows += [rung("allies", 0.9, 2022), rung("allies", None, 2023)]
    spec = reach_lines(rows, title="part of imports")
    alt.LayerChart.from_dict(spec)
    drawn = [(r["rung"], r["year"]) for r in data(spec, "point")]
    assert ("allies", 2023) not in drawn
    assert ("allies", 2022) in drawn
    labels = {r["rung"]: r["label"] for r in data(spec, "place")}
    assert labels == {"territory": "territory 40 %", "allies": "with allies unknown"}


def test_lines_of_nothing_but_the_unknown_still_say_so():
    spec = reach_lines([rung("minority", None, year) for year in (2022, 2023)], title="part")
    alt.LayerChart.from_dict(spec)
    assert data(spec, "place")[0]["label"] == "+ minorities unknown"


def test_labels_stand_apart_and_inside():
    rows = [rung(name, 0.99) for name in ("territory", "distributors", "minority", "containers")]
    places = sorted(r["place"] for r in data(reach_lines(rows, title="part"), "place"))
    assert min(b - a for a, b in pairwise(places)) > 0.06
    assert max(places) <= 1.03


def test_a_waterfall_steps_from_rung_to_rung_and_frames_the_unknown():
    rows = [rung("territory", 0.2), rung("distributors", 0.5), rung("minority", None),
            rung("containers", 0.8), rung("allies", None)]  # fmt: skip
    spec = rung_waterfall(rows, title="part of imports")
    alt.LayerChart.from_dict(spec)
    steps = {r["rung"]: (r["start"], r["end"], r["unknown"]) for r in data(spec, "start")}
    assert steps["territory"] == (0, 0.2, False)
    assert steps["distributors"] == (0.2, 0.5, False)
    assert steps["minority"] == (0, 1, True)
    assert steps["containers"] == (0, 0.8, False)
    assert steps["allies"] == (0, 1, True)


def test_allies_stand_by_themselves():
    spec = rung_waterfall([rung("territory", 0.2), rung("allies", 0.7)], title="part")
    assert {r["rung"]: r["start"] for r in data(spec, "start")} == {"territory": 0, "allies": 0}


ORIGINS = [
    {"country": "QAT", "name": "Qatar", "share": 0.7, "words": "Qatar 70 %"},
    {"country": "XNO", "name": "Northland", "share": 0.3, "words": "Northland 30 %"},
]


def test_a_map_is_turned_to_the_importer_and_holds_the_outlines_once():
    spec = flow_map(ORIGINS, ["CHN"], "China")
    alt.LayerChart.from_dict(spec)
    assert spec["projection"]["rotate"] == [-104, 0, 0]
    assert str(spec).count("Topology") == 1
    assert "Northland" not in str(spec)
    assert without_place(["QAT", "XNO", "SGP"]) == ["XNO"]


@pytest.mark.parametrize(("rows", "importers"), [(ORIGINS, ["XIS"]), (ORIGINS[1:], ["CHN"])])
def test_what_is_on_no_map_is_not_drawn(rows, importers):
    assert flow_map(rows, importers, "Nowhere") is None


def test_a_sankey_keeps_its_total_in_every_column():
    origins = [{"name": "A", "label": "A", "parts": {"territory": 0.5, "free": 0.2}},
               {"name": "B", "label": "B", "parts": {"unknown": 0.3, "free": 0.0}}]  # fmt: skip
    holds = [{"key": key, "label": key} for key in ("territory", "minority", "free", "unknown")]
    sectors = [
        {"name": "x", "label": "x", "share": 0.75},
        {"name": "y", "label": "y", "share": 0.25},
    ]
    spec = supply_sankey(origins, holds, sectors)
    alt.LayerChart.from_dict(spec)
    boxes = data(spec, "lines")
    for column in range(3):
        assert sum(b["y2"] - b["y"] for b in boxes if b["column"] == column) == pytest.approx(1)
    assert {b["label"] for b in boxes if b["column"] == 1} == {"territory", "free", "unknown"}
    ribbons = {r["ribbon"]: r for r in data(spec, "ribbon")}
    assert sum(r["size"] for r in ribbons.values()) == pytest.approx(2)
    assert {r["hold"] for r in ribbons.values()} == {"territory", "free", "unknown"}
