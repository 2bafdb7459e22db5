"""Charts of a plan: what is assumed is pale, what is unknown is framed.

Each is checked against the schema of Vega-Lite as it is made.
"""

import altair as alt
import pytest
from plan_example import PARETO, PROGRAMME, bare, example, step

from outlast.charts import (
    endurance_front,
    pareto_front,
    plan_costs,
    programme_gantt,
    worst_shortage,
)


def data(spec, field):
    tables = spec["datasets"].values()
    return [row for rows in tables for row in rows if field in row]


@pytest.fixture(scope="module")
def result():
    return example()


def test_an_option_is_a_row_with_its_amounts(result):
    spec = programme_gantt(result)
    alt.LayerChart.from_dict(spec)
    words = {row["name"].replace("\n", " "): row["words"] for row in data(spec, "words")}
    assert words["Plant on the boil-off of an LNG works"] == "372 t a year, 2 steps"
    assert words["Strategic reserve in a salt cavern"] == "1,800 t"
    bars = [row for row in data(spec, "ready") if "boil-off" in row["option"]]
    told = sorted((row["begin"], row["ready"], row["until"]) for row in bars)
    each = [(2024, 2026.0, 2036), (2027, 2029.0, 2036)]
    assert told == sorted([*each, each[0]])  # the bar reaches to where the first begun gives


def test_an_amount_that_is_unknown_is_said_and_research_has_none():
    steps = [step("cavern", 2024, "2026-Q1", None, "t", None, None),
             step("sieve", 2033, None, None, "", 1.0, 1.0)]  # fmt: skip
    spec = programme_gantt(example(programme=steps))
    assert [row["words"] for row in data(spec, "words")] == ["amount unknown", "done or not"]
    told = [(row["gives"], row["cost"]) for row in data(spec, "ready")]
    assert told == [("from 2026-Q1", "unknown"), ("unknown", "1 million USD of 2024")]


def test_cost_is_split_into_sourced_and_assumed(result):
    spec = plan_costs(result)
    alt.Chart.from_dict(spec)
    rows = data(spec, "part")
    assert sum(row["cost"] for row in rows) == pytest.approx(sum(r["cost"] for r in PROGRAMME))
    cavern = {row["part"]: row["cost"] for row in rows if row["kind"] == "reserve"}
    assert cavern == pytest.approx({"sourced": 14.0, "assumed": 126.0})
    unsaid = plan_costs(example(programme=[step("cavern", 2024, "2025-Q1", 1.0, "t", 3, None)]))
    assert {row["part"] for row in data(unsaid, "part")} == {"assumed"}


def test_the_front_marks_the_plan(result):
    spec = pareto_front(result)
    alt.LayerChart.from_dict(spec)
    assert [row["cost"] for row in data(spec, "chosen") if row["chosen"]] == [218.6]
    months = data(endurance_front(result), "chosen")
    assert [(row["cost"], row["endurance_months"]) for row in months] == [
        (0.0, 0), (98.0, 6), (218.6, 12)]  # fmt: skip


def test_a_point_of_the_front_tells_what_it_builds_and_whether_it_is_proven():
    built = [{"option": "cavern", "name": "Cavern", "amount": 1800.0, "unit": "t"}]
    front = [PARETO[0], PARETO[1] | {"options": built, "gap": None, "proven": False}]
    spec = pareto_front(example(pareto=front))
    names = [tip["title"] for tip in spec["layer"][1]["encoding"]["tooltip"] if "title" in tip]
    field = f"option{names.index('Cavern') - names.index('months endured') - 1}"
    told = [(row["proven"], row[field]) for row in data(spec, "proven")]
    assert told == [(True, "none"), (False, "1,800 t"), (True, "none")]


def test_an_unknown_shortage_is_framed_and_not_nought(result):
    spec = worst_shortage(result)
    alt.LayerChart.from_dict(spec)
    told = {row["name"]: row["told"] for row in data(spec, "told")}
    assert told == {"Do nothing": "5,210 (62 %)", "Reserve only": "1,904 (30 %)",
                    "What was built": "? unknown", "The plan": "840 (14 %)"}  # fmt: skip


def test_what_was_not_found_is_not_drawn():
    none = bare()
    for chart in (programme_gantt, plan_costs, pareto_front, endurance_front, worst_shortage):
        assert chart(none) is None
    assert pareto_front(example(pareto=PARETO[:1], compare=())) is None
