"""What a scenario file may not say, and the words that the user is given."""

import pytest

from outlast.case.loader import load_yaml
from outlast.case.measures import Episode, Scenario

BAN = "{id: a, kind: export_ban, powers: [USA], start: '+0', expected_months: 6}"
OUTAGE = "id: a, kind: outage, origin: QAT, start: '+0', expected_months: 6, lost_share: 0.5"


def told(tmp_path, *measures, model=Scenario, head="title: x\n"):
    """Read a scenario of measures given as YAML and return its only fault, or none."""
    path = tmp_path / "mine.yaml"
    path.write_text(head + "measures:\n" + "".join(f"  - {measure}\n" for measure in measures))
    faults = []
    load_yaml(path, model, faults)
    assert len(faults) <= 1
    return str(faults[0]) if faults else None


@pytest.mark.parametrize(
    "date", ["2006-13", "2006-00", "2006-02-99", "2006-02-00", "2006-02-30", "2006-11-31", "soon"]
)
@pytest.mark.parametrize("key", ["start", "end", "announced"])
def test_a_date_that_no_calendar_has_is_refused(tmp_path, key, date):
    others = "" if key == "start" else "start: '+0', "
    measure = f"{{id: a, kind: export_ban, {others}{key}: '{date}', expected_months: 6}}"
    found = told(tmp_path, measure)
    assert f"{key} is '{date}', expected" in found
    assert "YYYY-MM-DD" in found or "a day that the month has" in found


@pytest.mark.parametrize("date", ["+0", "+120", "2006-12", "2008-02-29", "2006-01-31"])
def test_a_date_of_the_calendar_is_taken(tmp_path, date):
    assert told(tmp_path, BAN.replace("+0", date)) is None


@pytest.mark.parametrize("given", ["0", "+0", "2026-03-02"])
def test_a_date_without_quotes_is_told_to_be_text(tmp_path, given):
    assert "expected text such as '+0' or '2026-03-02', in quotes" in told(
        tmp_path, BAN.replace("'+0'", given)
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("lost_low: 0.9, lost_high: 0.1", "is '0.9, 0.5, 0.1', expected numbers that rise"),
        ("lost_low: 0.6, lost_high: 0.7", "is '0.6, 0.5, 0.7', expected numbers that rise"),
        ("lost_low: 0.4", "lost_high is 'missing', expected both lost_low and lost_high"),
        ("lost_high: 0.6", "lost_low is 'missing', expected both lost_low and lost_high"),
        ("repair_months: 2", "a.repair_months is '2 without an end', expected an end"),
    ],
)
def test_an_outage_that_cannot_be_is_refused(tmp_path, more, words):
    assert words in told(tmp_path, f"{{{OUTAGE}, {more}}}")


def test_a_repair_may_follow_a_truce(tmp_path):
    truce = "{id: t, kind: truce, start: '+3', lifts: [a]}"
    assert told(tmp_path, f"{{{OUTAGE}, repair_months: 2}}", truce) is None
    assert told(tmp_path, f"{{{OUTAGE}, repair_months: 2, end: '+3'}}") is None


def test_an_id_given_twice_is_named(tmp_path):
    found = told(tmp_path, BAN, BAN)
    assert found == "mine.yaml: measures: id is 'a', expected an id used once"


def test_hundreds_of_measures_are_refused_with_the_reason(tmp_path):
    many = [BAN.replace("id: a", f"id: a{i}") for i in range(1500)]
    assert "number is '1,500', expected at most 200: each is compared" in told(tmp_path, *many)
    assert told(tmp_path, *many[:200]) is None


def test_an_episode_is_held_to_the_same(tmp_path):
    head = (
        "title: x\nbaseline_year: 2016\nslack_year: 2016\nstart: '2017-06'\nmonths: 12\n"
        "observed:\n  - {variable: spot, where: world, unit: multiple, value: 1, date: 2017-06,"
        " source: a}\n"
    )
    assert "an id used once" in told(tmp_path, BAN, BAN, model=Episode, head=head)
