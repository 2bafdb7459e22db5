"""Helium of 2006, which could be stopped: in some futures a stake pays, in others none does."""

from dataclasses import replace

import numpy as np
import pytest

from outlast.engines.leverage import rows
from outlast.engines.leverage.cards import read_card
from outlast.engines.leverage.contest import contest_of
from outlast.engines.leverage.exhaustion import first_short
from outlast.engines.leverage.solve import solve
from outlast.engines.leverage.study import Hand, Study, stream
from outlast.engines.leverage.swings import drivers, swings, wins
from outlast.engines.leverage.worlds import worlds

DRAWS = 96


@pytest.fixture(scope="module")
def study():
    card = read_card("helium")
    return Study(card.case, DRAWS, 36, 1, loaded={"helium": card.case})


@pytest.fixture(scope="module")
def hand():
    return Hand(read_card("helium"), "USA", "CHN")


@pytest.fixture(scope="module")
def played(study, hand):
    return study.play(hand, [], 2006)


def test_endurance_is_counted_in_weeks_and_turns_are_a_quarter_of_a_month(played):
    weeks = played.card.endurance_weeks
    lasts = np.isfinite(weeks)
    assert 0.3 < lasts.mean() < 1
    turns = played.contest.target_turns[lasts]
    assert played.contest.turns == 144
    assert (np.abs(turns / 4 - weeks[lasts] * 12 * 7 / 365.25) <= 0.26).all()


def test_the_threshold_is_what_the_months_until_then_cost(played):
    found, own = played.threshold, sum(played.card.cost.values())
    for draw in np.flatnonzero(np.isfinite(found))[:20]:
        end = int(played.contest.target_turns[draw])
        paid = np.repeat(np.maximum(own[draw], 0) / 4, 4)[:end].sum()
        assert found[draw] == pytest.approx(48 * paid / (144 - end), rel=1e-9)


def test_a_row_counts_twelve_months_and_says_who_is_short(played):
    row = rows.row_of(played)
    year = played.card.harm[:, :12].sum(axis=1)
    assert row["harm"]["p50"] == np.quantile(year, 0.5, method="higher")
    short = float(np.isfinite(played.contest.target_turns).mean())
    assert row["yields_first"] == {"target": short, "sender": 0.0, "neither": 1 - short}
    assert row["rules"][0]["pays_unanswered"] == row["rules"][0]["pays_share"] == short
    assert row["unmet_share_12m"]["sender"]["p50"] == 0.0


def test_a_larger_stock_makes_it_rarer_and_a_harder_rule_too(study, hand, played):
    told = {row["assumption"]: row for row in swings(study, hand, [], played)}
    stock = told["helium: stock_weeks"]
    weeks = played.card.drawn["stock_weeks"]
    low, high = np.quantile(weeks, (0.2, 0.8))
    assert stock["low"] == wins(played.threshold[weeks <= low])
    assert stock["high"] == wins(played.threshold[weeks >= high])
    assert stock["low"] > stock["high"]
    rule = told["when a month is unbearable"]
    assert rule["low"] < rule["high"]
    ranked = [abs(row["rank_correlation"] or 0) for row in drivers(played, study.loaded)]
    assert ranked == sorted(ranked, reverse=True)


def test_cards_have_futures_of_their_own(hand):
    assert stream(1, hand) != stream(1, Hand(hand.card, "QAT", "CHN"))
    assert stream(1, hand) == stream(1, Hand(read_card("helium:severity=0.5"), "USA", "CHN"))


def test_the_card_s_worth_is_what_it_would_cost_a_year(played):
    assert played.worth == pytest.approx(np.maximum(played.card.harm, 0).sum(axis=1) / 3)
    asked = solve(played.contest, played.worth)
    assert asked.plays.mean() > 0.2


def test_what_a_scenario_does_alone_is_not_the_card_s():
    card = read_card("helium:severity=0.01,after=ras-laffan-stop")
    study = Study(card.case, DRAWS, 36, 1)
    found = study.effect(Hand(card, "USA", "SGP"), 2024)
    both = worlds(card, "USA", "SGP", 2024, 36, DRAWS, stream(1, Hand(card, "USA", "SGP")), None)
    alone = study.effect(Hand(read_card("helium:severity=0.01"), "USA", "SGP"), 2024)
    assert np.isinf(alone.endurance_weeks).all()
    assert np.isinf(found.endurance_weeks).mean() > 0.5
    with_stop = first_short(both.played, both.first)
    assert (found.exhausted >= with_stop).all()
    assert np.isinf(found.exhausted).sum() > np.isinf(with_stop).sum()


def test_lost_sales_go_with_what_is_stopped(study, played):
    half = study.effect(Hand(read_card("helium:severity=0.5"), "USA", "CHN"), 2006)
    whole = played.card.cost["lost_share"].sum()
    assert half.cost["lost_share"].sum() < 0.8 * whole


def test_own_sectors_are_counted():
    card = read_card("rare-earth-magnets")
    study = Study(card.case, 32, 36, 1)
    found = study.effect(Hand(card, "CHN", "USA"), 2024)
    assert np.median(found.cost["own_sectors"].sum(axis=1)) > 0
    assert contest_of(replace(found, unknown=())).cost.sum() > 0
