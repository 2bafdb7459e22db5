"""What the game says of a contest that happened, by hand on four futures of a year."""

import numpy as np
import pytest

from outlast.case.schema import Replay
from outlast.engines.leverage.contest import contest_of
from outlast.engines.leverage.effects import Effect
from outlast.engines.leverage.replays import DAYS, _predicted
from outlast.engines.leverage.study import Played
from outlast.engines.shock.filling import WEEKS_A_MONTH

NEVER = np.inf
STEP = {"what": "Treaty", "date": "2025-05-12", "ended": "truce", "words": "both stop",
        "grade": "C", "source": "isle-survey"}  # fmt: skip
ROW = Replay(title="A ban", sender="CHN", card="magnets", target="USA", answers=("helium",),
             year=2024, played="2025-04-04", answered="2025-04-09", source="isle-survey",
             observed=(STEP,))  # fmt: skip
NAMES = {"CHN": "China", "USA": "United States"}


def effect(card, actor, victim, harm, market, endurance):
    """A year of equal months; months until sectors are short by either measure."""
    months = np.ones((4, 12))
    return Effect(
        card, actor, victim, 2024, harm * months, {}, {"lost_exports": months}, np.array(market),
        np.array(endurance) * WEEKS_A_MONTH, np.zeros(4), None, None, None, {}, (), (), (),
    )  # fmt: skip


@pytest.fixture(scope="module")
def played():
    card = effect("magnets", "CHN", "USA", 10.0, [1.0, 2.0, NEVER, 3.0], [NEVER] * 4)
    answer = effect("helium", "USA", "CHN", 1.0, [2.0, 1.0, NEVER, 3.0], [0.5, 1.0, 2.0, NEVER])
    contest = contest_of(card, [answer], exhaustion="endurance", turns_a_month=4)
    return Played(2024, card, (answer,), contest)


def test_the_target_is_short_first_at_market_prices_in_a_tie_too(played):
    found = _predicted(played, "market", ROW, NAMES.get)
    assert found["yields_first"] == {"target": 0.5, "sender": 0.25, "neither": 0.25}
    assert found["exhausted_days"]["target"] == {
        "p5": 2 * DAYS, "p50": 3 * DAYS, "p95": None, "never_share": 0.25
    }  # fmt: skip
    assert found["says"].startswith(
        "the United States run short first in 50 % of the futures, 30 to 91 days after the first "
        "move"
    )


def test_the_sender_is_short_first_where_all_goes_to_critical_sectors(played):
    found = _predicted(played, "endurance", ROW, NAMES.get)
    assert found["yields_first"] == {"target": 0.0, "sender": 0.75, "neither": 0.25}
    assert found["exhausted_days"]["sender"]["p50"] == 2 * DAYS
    assert found["exhausted_days"]["target"]["never_share"] == 1.0
    assert found["says"].startswith(
        "China runs short first in 75 % of the futures, 15 to 61 days after the first move"
    )


def test_the_sender_plays_for_the_card_s_worth_where_it_outlasts_the_target(played):
    assert played.worth.tolist() == [120.0] * 4
    market = _predicted(played, "market", ROW, NAMES.get)
    assert market["plays_share"] == 0.5  # for 24 / 11 and 72 / 9; else it is short, or nobody is
    assert market["says"].endswith("; China would have played for the card's worth in 50 %")
    assert _predicted(played, "endurance", ROW, NAMES.get)["plays_share"] == 0.0
