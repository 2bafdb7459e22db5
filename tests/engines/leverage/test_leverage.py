"""The door of leverage: years, what is unknown, both measures, what moves the answer."""

import json
from dataclasses import replace

import numpy as np
import pytest

import outlast
from outlast.engines.leverage import leverage
from outlast.engines.leverage.cards import read_card
from outlast.engines.leverage.exercise import exercise_of
from outlast.engines.leverage.idle import stops_nothing
from outlast.engines.leverage.layers import layers_of
from outlast.engines.leverage.question import question_of
from outlast.engines.leverage.reading import crossing, reading
from outlast.engines.leverage.solve import solve
from outlast.engines.leverage.story import story
from outlast.engines.leverage.study import RULES, Hand, Nothing, Played, Study, Untold
from outlast.engines.leverage.swings import median, stake_swings
from outlast.errors import InvalidInput, UsageError
from outlast.units import money

DRAWS = 64
ISLE = ("isle", "XNO", "XIS")


@pytest.fixture(scope="module")
def told():
    return leverage(*ISLE, ["market:rate=0.5"], [2020, 2022], draws=DRAWS, matrix=True)


def test_a_year_says_what_it_must(told):
    row = told.result["years"][1]
    assert row["known"]
    assert set(row) >= {"harm", "cost", "unmet_share_12m", "threshold", "rules", "card_value"}
    assert row["harm"]["p5"] <= row["harm"]["p50"] <= row["harm"]["p95"]
    assert sum(row["yields_first"].values()) == pytest.approx(1)
    assert sum(answer["share"] for answer in row["best_answer"]) == pytest.approx(1)
    assert told.result["card"]["words"].startswith("Northland stops all")


def test_both_measures_are_those_of_the_game(told):
    study = Study(outlast.load("isle"), DRAWS, 36, 1)
    hand = Hand(read_card("isle"), "XNO", "XIS")
    back = Hand(read_card("market:rate=0.5"), "XIS", "XNO")
    played = study.play(hand, [back], 2022)
    rules = {row["rule"]: row for row in told.result["years"][1]["rules"]}
    assert rules["endurance"]["pays_share"] == np.isfinite(played.threshold).mean()
    assert rules["endurance"]["threshold"] == told.result["years"][1]["threshold"]
    soon, late = (played.by_rule(rule).target_turns for rule in ("market", "endurance"))
    assert (soon <= late).all()


def test_a_stake_pays_where_the_game_says_that_it_plays(told):
    stake = 0.1
    found = leverage(*ISLE, ["market:rate=0.5"], [2020, 2022], draws=DRAWS, stake=stake,
                     concession=1.0).result  # fmt: skip
    study = Study(outlast.load("isle"), DRAWS, 36, 1, concession=1.0)
    back = Hand(read_card("market:rate=0.5"), "XIS", "XNO")
    played = study.play(Hand(read_card("isle"), "XNO", "XIS"), [back], 2022)
    shares = [solve(played.by_rule(rule), stake).plays.mean() for rule in RULES]
    assert 0 < shares[0] < shares[1] < 1
    assert [(row["year"], row["rule"], row["share"]) for row in found["stake_pays"]] == [
        (2020, "endurance", None), (2020, "market", None),
        (2022, "endurance", shares[0]), (2022, "market", shares[1]),
    ]  # fmt: skip
    said = [f"{share:.0%}".replace("%", " %") for share in shares]
    assert (f"A stake of 100 thousand USD a year pays in {said[0]} of the futures of 2022 with "
            f"critical sectors served first and in {said[1]} at market prices."
            ) in found["reading"]  # fmt: skip
    assert told.result["stake_pays"] is None
    assert "A stake of" not in "".join(told.result["reading"])


def test_a_year_without_figures_is_unknown_with_its_reason(told):
    row = told.result["years"][0]
    assert not row["known"]
    assert row["threshold"] is None
    assert row["answers"][0]["harm"]["p50"] is None
    reasons = {gap.path: gap.reason for gap in told.unknown}
    assert "are not on file" in reasons["years.0.threshold"]
    assert row["harm"]["p50"] is not None  # that of the card is known


def test_a_year_outside_the_case_is_unknown_and_not_nothing():
    found = leverage(*ISLE, years=[1999, 2023], draws=DRAWS)
    assert [row["known"] for row in found.result["years"]] == [False, True]
    assert found.result["years"][0]["card_reach"] is None
    assert "2020 to 2023" in next(u.reason for u in found.unknown if "years.0" in u.path)


def test_the_same_bytes_on_any_number_of_threads(told):
    again = leverage(*ISLE, ["market:rate=0.5"], [2020, 2022], draws=DRAWS, matrix=True, threads=1)
    assert again.to_json() == told.to_json()
    other = leverage(*ISLE, ["market:rate=0.5"], [2020, 2022], draws=DRAWS, seed=2)
    assert other.result["years"] != told.result["years"]


def test_it_can_be_saved_and_opened(told, tmp_path):
    told.save(tmp_path / "isle.nc")
    assert outlast.open(tmp_path / "isle.nc").result == json.loads(told.to_json())["result"]


def test_who_hurts_whom_knows_nothing_from_unknown(told):
    pairs = {(row["sender"], row["target"]): row for row in told.result["matrix"]}
    assert pairs["XNO", "XIS"]["unmet_share_12m"]["p50"] > 0
    assert all(row["reason"] for row in pairs.values() if row["unmet_share_12m"] is None)


def test_the_first_four_powers_are_senders_and_all_are_targets(told):
    powers = ("XNO", "XIS", "XSO", "XEA", "XWE")
    pairs = [(row["sender"], row["target"]) for row in told.result["matrix"]]
    assert pairs == [(one, other) for one in powers[:4] for other in powers if one != other]


def test_assumptions_move_the_answer_from_the_year_s_own(told):
    shares = {row["central"] for row in told.result["swings"]}
    known = told.result["years"][1]["rules"][0]["pays_share"]
    assert shares == {known}
    by_name = {row["assumption"]: row for row in told.result["swings"]}
    assert by_name["the answers"]["high"] >= known
    assert by_name["severity of the card"]["low"] <= known


def test_few_futures_tell_no_assumption_that_surely_moves_the_stake(told):
    rules = {one["rule"]: one["threshold"]["p50"] for one in told.result["years"][1]["rules"]}
    assert told.result["stake_swings"] == []  # nothing moves it surely in so few futures
    assert rules["market"] is not None


def test_a_prior_that_is_the_stake_itself_moves_its_median():
    study = Study(outlast.load("isle"), DRAWS, 36, 1)
    hand = Hand(read_card("isle"), "XNO", "XIS")
    played = study.play(hand, [], 2022)
    stakes = played.stake_by("market")
    name, effect = "stock_weeks", played.card
    ranks = np.argsort(np.argsort(stakes)).astype(float)
    moved = replace(played, card=replace(effect, drawn={name: ranks}))
    (row,) = stake_swings(study, (hand,), moved)
    assert row["assumption"] == f"isle: {name}"
    assert row["central"] == median(stakes)
    assert row["low"] == median(stakes[ranks <= np.quantile(ranks, 0.2)])
    assert row["low"] < row["central"]


def test_who_hurts_whom_tells_the_harm_of_the_year(told):
    pairs = {(row["sender"], row["target"]): row for row in told.result["matrix"]}
    pair = pairs["XNO", "XIS"]
    year = next(row for row in told.result["years"] if row["year"] == pair["year"])
    assert pair["harm"] == year["harm"]
    assert pair["unmet_share_12m"] == year["unmet_share_12m"]["target"]


def test_layers_are_told_of_every_year_and_of_allies():
    hand = Hand(read_card("helium:with=QAT"), "USA", "CHN")
    layers = layers_of([hand], [2012, 2024])
    assert [(row["year"], row["power"]) for row in layers] == [
        (2012, "USA"), (2012, "QAT"), (2024, "USA"), (2024, "QAT"),
    ]  # fmt: skip
    assert layers[3]["direct"] > layers[2]["direct"] > 0


def test_the_picture_is_of_the_middle_future(told):
    game = told.result["game"]
    assert game["year"] == 2022
    assert sum(cell["equilibrium"] for cell in game["cells"]) == 1
    assert game["tree"]["nodes"][0]["parent"] is None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("isle", "XIS", "XIS"), "target is XIS, expected another than the sender"),
        (("isle", "XEA", "XNO"), "card is isle, expected one that stops something"),
        (
            ("isle", "XNO", "XIS", ["isle", "isle"]),
            "isle twice, expected each material or market once",
        ),
        (("isle", "XNO", "XIS", [], []), "years is none, expected one year or more"),
        (("isle", "XNO", "XIS", ["market:rate=0.5", "market:rate=0.50"]), "market twice"),
        (("isle", "XNO", "XIS", "market:rate=0.5"), "expected a list of cards"),
        (("isle", "XNO", "XIS", [], ["2022"]), "expected whole numbers"),
        (("ilse", "XNO", "XIS"), "did you mean"),
        (("market:rate=0.5", "XNO", "XIS"), "no card is a material"),
        (("isle:severety=1", "XNO", "XIS"), "severity"),
    ],
)
def test_what_cannot_be_played_is_refused(asked, words):
    with pytest.raises((InvalidInput, UsageError)) as refused:
        leverage(*asked, draws=DRAWS)
    assert words in str(refused.value)


@pytest.mark.parametrize("amount", [-1, float("nan"), float("inf"), "5bn", True])
def test_amounts_are_refused_before_anything_is_computed(amount):
    for name in ("stake", "concession"):
        with pytest.raises(InvalidInput, match=f"{name} is .* expected 0 or more million USD"):
            leverage(*ISLE, draws=DRAWS, **{name: amount})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"years": 2024.0}, "years is 2024.0, expected whole numbers, such as 2024"),
        ({"years": True}, "years is True, expected whole numbers"),
        ({"years": "2024"}, "years is '2024', expected whole numbers"),
        ({"variant_years": [2024.0]}, "years is [2024.0], expected whole numbers"),
        ({"draws": True}, "draws is True, expected a whole number, 1 or more"),
        ({"draws": 64.0}, "draws is 64.0, expected a whole number, 1 or more"),
        ({"seed": False}, "seed is False, expected a whole number, 0 or more"),
        ({"seed": -1}, "seed is -1, expected 0 or more"),
        ({"answers": None}, "answers is None, expected a list of cards"),
        ({"answers": [1]}, "a card is 1, expected a text, such as 'helium'"),
    ],
)
def test_what_is_no_whole_number_or_no_text_is_refused_in_a_line(more, words):
    with pytest.raises(InvalidInput) as refused:
        leverage(*ISLE, **{"draws": DRAWS, **more})
    assert words in str(refused.value)


def test_a_year_may_be_any_whole_number():
    question = question_of(*ISLE, [], None, None)
    assert question.years(np.int64(2022)) == question.years(2022) == [2022]
    assert question.years(range(2021, 2023)) == question.years((2022, 2021, 2022)) == [2021, 2022]


def test_a_cost_that_is_unknown_leaves_the_threshold_unknown():
    found = leverage("isle:after=xno-stop", "XNO", "XIS", years=[2023], draws=DRAWS)
    row = found.result["years"][0]
    assert row["cost"]["p50"] is None
    assert not row["known"]
    assert "cost of isle:after=xno-stop is unknown" in found.unknown[0].reason
    assert row["reason"] == found.unknown[0].reason
    assert "game" in found.result["outcome"]


@pytest.mark.parametrize("rule", RULES)
def test_who_is_short_first_is_told_without_a_known_cost(rule):
    found = leverage("isle:after=xno-stop", "XNO", "XIS", years=[2023], draws=DRAWS,
                     exhaustion=rule).result  # fmt: skip
    row = found["years"][0]
    firsts = {one["rule"]: one["yields_first"] for one in row["rules"]}
    assert 0 < firsts["endurance"]["target"] < firsts["market"]["target"] < 1
    assert row["yields_first"] == firsts[rule]
    never = row["exhausted_month"]["target"]["never_share"]
    assert never == firsts[rule]["neither"] == 1 - firsts[rule]["target"]
    assert [one["pays_share"] for one in row["rules"]] == [None, None]
    missed = row["unmet_share_12m"]["target"]["p50"]
    assert found["reading"][0].startswith("From which stake playing pays cannot be told of 2023: ")
    assert f"Isle would miss {missed:.0%}".replace("%", " %") in found["reading"][1]
    assert (f"Isle in {firsts['market']['target']:.0%}".replace("%", " %") + " and Northland in "
            "0 % of the futures with critical sectors short at market prices"
            ) in found["reading"][1]  # fmt: skip


def test_an_answer_that_stops_nothing_is_not_there_to_be_given():
    found = leverage("isle", "XNO", "XIS", ["isle"], [2023], draws=DRAWS)
    row = found.result["years"][0]
    assert row["known"]
    assert row["answers"][0]["reach"] == 0.0
    assert row["answers"][0]["exhausted_month"]["never_share"] == 1.0
    (answer,), (warning, *_) = found.result["answers"], found.warnings
    assert answer["stops_nothing"].startswith(
        "stops nothing in 2023: what Isle can stop with card isle in 2023 is nothing"
    )
    assert warning == f"the answer isle {answer['stops_nothing']}"
    alone = leverage("isle", "XNO", "XIS", [], [2023], draws=DRAWS).result["years"][0]
    assert row["threshold"] == alone["threshold"]


def test_an_answer_that_stops_something_in_some_year_is_told_by_year(told):
    years = [Played(year, part, (part,), None) for year, part in (
        (2020, Nothing("isle", "because of 2020")), (2021, Nothing("isle", "because of 2021")),
        (2022, Untold("isle", "not on file")))]  # fmt: skip
    assert stops_nothing(years, 0) == (
        "stops nothing in 2 of 3 years, the last of them 2021: because of 2021"
    )
    assert stops_nothing(years[2:], 0) is None
    assert told.result["answers"][0]["stops_nothing"] is None


def test_an_exercise_is_played_by_months():
    exercise = exercise_of(*ISLE, draws=DRAWS)
    assert exercise.contest.turns == 36
    assert exercise.moves(exercise.start()) == ("hold", "play")


def _year(year, endurance, market, free=None):
    limit = {"p5": 1.0, "p50": None, "p95": None, "never_share": 0.5}
    first = {"target": endurance, "sender": 0.0, "neither": 1 - endurance}
    return {
        "year": year, "known": True, "card_value": 100.0, "threshold": limit,
        "harm": {"p5": 1.0, "p50": 1000.0, "p95": 5000.0}, "harm_forms": [],
        "rules": [{"rule": rule, "pays_share": share, "yields_first": first, "threshold": limit,
                   "pays_unanswered": share if free is None else free}
                  for rule, share in (("endurance", endurance), ("market", market))],
    }  # fmt: skip


def test_the_crossing_lasts_to_the_last_known_year():
    years = [_year(2006, 0.6, 0.1), _year(2007, 0.2, 0.6), {"known": False},
             _year(2009, 0.7, 0.9)]  # fmt: skip
    served, market = crossing(years)
    assert served == {"rule": "endurance", "year": 2009, "from_the_first": False}
    assert market == {"rule": "market", "year": 2007, "from_the_first": False}


def test_the_story_is_told_by_both_measures():
    years = [_year(2006, 0.0, 0.2, free=0.8), _year(2024, 0.3, 0.9)]
    told = {"years": years, "crossing": crossing(years), "answers": [{}], "replays": [],
            "variants": [], "sender_name": "China", "target_name": "United States"}  # fmt: skip
    verdicts = {row["statement"]: row["verdict"] for row in story(told)}
    assert verdicts == {
        "At first the answer of the United States held China back": "holds",
        "Later the answer no longer held China back": "holds",
        "So China could play its card": "depends on the measure",
        "The trade is small beside the harm of its loss (2 times and more)": "holds",
    }
    first = reading(told)[0]
    assert "in 0 % of the futures of 2006 and 30 % of 2024" in first
    assert "by the first measure in no year up to the last, by the second since 2024" in first


def _told(years, crossed=(None, None), replays=()):
    since = [{"rule": rule, "year": year} for rule, year in zip(RULES, crossed, strict=True)]
    return {"years": years, "crossing": since, "answers": [{}], "replays": replays,
            "variants": [], "sender_name": "China", "target_name": "United States",
            "target": "USA"}  # fmt: skip


def test_an_answer_that_decides_in_a_third_of_the_futures_still_holds_back():
    years = [_year(2006, 0.0, 0.2, free=0.8), _year(2015, 0.5, 0.5, free=0.8),
             _year(2020, 0.7, 0.75, free=0.8), _year(2024, 0.75, 0.75, free=0.8)]  # fmt: skip
    later = story(_told(years))[1]
    assert later["because"] == (
        "it decides in under 10 % of the futures since 2024 with critical sectors served first, "
        "since 2020 at market prices"
    )


@pytest.mark.parametrize(
    ("crossed", "verdict"),
    [((None, 2009), "depends on the measure"), ((2009, 2024), "holds"),
     ((2026, 2026), "does not hold"), ((2026, None), "does not hold")],
)  # fmt: skip
def test_the_threshold_was_crossed_before_the_card_was_played_or_later(crossed, verdict):
    played = {"sender": "USA", "played": "2025-04-09"}
    rows = story(_told([_year(2006, 0.0, 0.2), _year(2024, 0.3, 0.9)], crossed, [played]))
    (row,) = (row for row in rows if row["statement"].startswith("The threshold was crossed"))
    assert row["statement"] == "The threshold was crossed before 2025-04-09"
    assert row["verdict"] == verdict


def test_the_stake_reads_from_its_median_to_both_ends_the_low_one_first():
    year = _year(2024, 0.3, 0.9)
    for found, limit in zip(year["rules"], ((1.0, 2.0, 3.0), (4.0, 5.0, None)), strict=True):
        found["threshold"] = dict(zip(("p5", "p50", "p95"), limit, strict=True))
    assert (
        "The stake from which playing pays on the flows of 2024, median and 5–95 %: 2 million USD "
        "a year (1 million USD to 3 million USD) with critical sectors short though served first; "
        "5 million USD a year (4 million USD to no stake) with critical sectors short at market "
        "prices."
    ) in reading(_told([year]))


def test_money_reads_in_its_unit():
    assert money(999.6) == "1,000 million USD"
    assert money(0.0) == "0 USD"


@pytest.mark.usefixtures("magnets")
def test_what_happened_stands_beside_what_was_predicted():
    found = leverage("rare-earth-magnets", "CHN", "USA", ["helium"], [2024], draws=DRAWS)
    april = next(row for row in found.result["replays"] if row["id"] == "april-2025")
    assert [step["days"] for step in april["observed"]] == [38, 67]
    assert [row["rule"] for row in april["predicted"]] == ["endurance", "market"]
    assert sum(april["predicted"][0]["yields_first"].values()) == pytest.approx(1)
    assert [row["id"] for row in found.result["in_force"]] == [
        "april-2025-licences", "october-2025-rules", "china-ban-2026"
    ]  # fmt: skip
    assert found.result["in_force"][-1]["grade"] == "C"
    (layers,) = found.result["layers"]
    assert (layers["power"], layers["importer"], layers["year"]) == ("USA", "CHN", 2024)
    assert layers["direct"] < layers["low"] <= layers["point"] <= layers["high"]
    assert layers["origins"][0]["country"] == "QAT"


def test_contests_of_others_are_not_told():
    found = leverage(*ISLE, years=[2023], draws=DRAWS)
    assert found.result["replays"] == []
    assert found.result["layers"] == []
