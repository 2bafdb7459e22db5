"""``outlast plan`` as a user meets it: what it prints, refuses and keeps."""

import io

import pytest
from plan_example import AFTER, CAMPAIGN, COMPARE, bare, example
from rich.console import Console

from outlast.cli.plan import plan, stop
from outlast.cli.plan_tables import show
from outlast.errors import Infeasible, InvalidInput, LimitReached, OutlastError
from outlast.results import open_result

ASKED = {"importer": "XIS", "first": 2023, "years": 4, "draws": 16, "quiet": True}


def printed(result):
    screen = Console(file=io.StringIO(), width=120, highlight=False, markup=False)
    show(screen, result)
    return " ".join(screen.file.getvalue().split())


def test_the_headline_comes_first_and_what_is_assumed_after_the_tables():
    told = printed(example())
    assert told.startswith(
        "China, 2024 to 2035, against any 2 powers together: a programme of 219 million USD of "
        "2024 takes the worst attack from 62 % of a year's use short to 14 %; it is proven to be "
        "the best."
    )
    places = [told.index(words) for words in (
        "A reserve alone does not do it", "The programme", "worst for it",
        "What more money buys", "What it would be worth",
        "Part of the cost that is assumed: 71 %", "Choices that hang on an assumed cost",
        "Replayed month by",
        "Left out", "Containers kept full", "20 years (10 to 25)",
        "Unknown compare.2.cost", "Note: the life")]  # fmt: skip
    assert places == sorted(places)


def test_what_is_unknown_is_said_and_not_nought():
    assert "│ What was built │ unknown │ unknown │ unknown │ unknown │ unknown │" in printed(
        example()
    )
    told = printed(bare())
    assert "a programme of unknown cost" in told
    assert "from an unknown part of a year's use short to an unknown part" in told
    assert "its distance from the best is unknown" in told
    assert "Part of the cost that is assumed: unknown." in told
    assert "No choice changes" not in told


def test_an_option_is_one_row_whose_years_are_joined_and_a_choice_is_told_in_tonnes():
    told = printed(example())
    row = "│ 2024, 2027 │ Plant on the boil-off of an LNG works │ 372 t a year │ 2026-Q1 │ 35.6 │"
    assert row in told
    assert "│ Strategic reserve in a salt cavern │ 6,300 t │ 0 t │" in told
    assert "│ does not pay for what it averts │ Containers kept full │" in told


def test_the_front_says_which_point_is_not_proven_and_what_harms_nobody_is_said():
    front = [
        {"cost": -5.0, "worst_shortage": 90.0, "endurance_months": 3, "proven": True},
        {"cost": 2.0, "worst_shortage": 1e-6, "endurance_months": None, "proven": False},
    ]
    harmless = [{**COMPARE[-1], "worst_attack": {**AFTER, "shortage": 0.0}}]
    told = printed(example(pareto=front, compare=harmless))
    assert f"│ -5 │ unknown │ 3 │ 90 │ {'█' * 16} │" in told
    assert "│ 2 │ unknown │ unknown │ ~0 │ │" in told
    assert "~: not proven to be the least" in told
    assert "│ The plan │ none does harm │" in told


def test_a_campaign_says_which_case_comes_first():
    told = printed(example(campaign=CAMPAIGN))
    assert told.startswith("Helium first. Which first")
    assert "│ magnets │ unknown │ unknown │ unknown │" in told
    assert "Not covered: chips; telecoms." in told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"budget": "5m", "endure": 3}, "--budget and --endure are both given"),
        ({"budget": "much"}, "--budget is 'much', expected an amount of USD"),
        ({"endure": 0}, "--endure is 0, expected 1 month or more"),
        ({"seconds": float("nan")}, "--seconds is nan, expected more than 0"),
        ({"importer": "Atlantis"}, "Atlantis"),
        ({"first": 1999}, "1999"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line(more, told):
    with pytest.raises(OutlastError) as raised:
        plan(["isle"], **ASKED | more)
    assert told in str(raised.value)
    assert raised.value.exit_code in {2, 3}
    assert len(str(raised.value).splitlines()) == 1


def test_more_attackers_than_powers_are_refused_with_their_names():
    with pytest.raises(InvalidInput, match="XNO, XSO, XEA, XWE"):
        plan(["isle"], **ASKED, attackers=9)


def test_a_plan_of_a_small_case_is_printed(capsys):
    plan(["isle"], **ASKED)
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith("Isle, 2023 to 2026, against any one power: a programme of ")
    assert "Catchers on street lamps" in told
    assert "Do nothing" in told


def test_what_cannot_be_endured_leaves_with_4_and_what_would_do():
    with pytest.raises(Infeasible, match="the least that has to be allowed is") as raised:
        plan(["isle"], **ASKED, attackers=4, endure=36)
    assert raised.value.exit_code == 4


def test_a_limit_leaves_with_5_and_tells_the_gap():
    stop(example())
    with pytest.raises(LimitReached, match=r"its gap is 3.4 %") as raised:
        stop(example(proven=False, gap=0.034))
    assert raised.value.exit_code == 5


def test_a_plan_is_saved_and_opened(tmp_path):
    result = example()
    assert open_result(result.save(tmp_path / "a.json")) == result
    lines = result.save(tmp_path / "a.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + 5
    assert lines[0].startswith("option,name,kind,year,gives_from")
    assert example(campaign=CAMPAIGN).rows() == CAMPAIGN["order"]
