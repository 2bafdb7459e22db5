"""What an episode knows that nobody knew when it began."""

from dataclasses import replace

from outlast.case.measures import Episode
from outlast.engines.shock.episodes.backtest import run_episode
from outlast.engines.shock.episodes.hindsight import hindsight

OUTAGE = {"id": "out", "kind": "outage", "origin": "XNO", "start": "2024-03-16", "lost_share": 0.5,
          "expected_months": 6}  # fmt: skip


def listed(case, source, start="2024-01", name="one"):
    """Ids and reasons for an episode whose measure rests on a source."""
    episode = Episode.model_validate({
        "title": "test", "baseline_year": 2023, "slack_year": 2023, "start": start, "months": 12,
        "measures": [{**OUTAGE, **({"source": source} if source else {})}],
        "observed": [{"variable": "imports", "date": "2024-06", "unit": "multiple", "value": 1,
                      "source": "isle-survey"}],
    })  # fmt: skip
    done = run_episode(case, episode, draws=4, seed=1)
    return [
        (row["what"], row["id"], row["reason"]) for row in hindsight(case, name, episode, done)
    ]


def dated(case, published):
    """The case with its survey published at another time."""
    survey = case.sources["isle-survey"].model_copy(update={"published": published})
    return replace(case, sources={**case.sources, "isle-survey": survey})


def test_a_measure_printed_before_the_start_was_known(isle):
    assert listed(isle, "isle-gazette") == listed(isle, None)


def test_a_measure_printed_later_is_hindsight(isle):
    later = ("measure", "out", "its source was printed after the start")
    assert later in listed(isle, "isle-survey")
    assert later not in listed(dated(isle, "2023-12-31"), "isle-survey")


def test_a_source_without_a_month_or_a_date_may_be_late(isle):
    assert ("measure", "out", "its source may have been printed after the start") in listed(
        dated(isle, "2024"), "isle-survey")  # fmt: skip
    assert ("measure", "out", "its source has no date that can be read") in listed(
        dated(isle, "lately"), "isle-survey")  # fmt: skip


def test_priors_chosen_with_the_episode_in_view_are_hindsight(isle):
    view = isle.header.model_copy(update={"priors_chosen_on": ("one",)})
    chosen = replace(isle, header=view)
    reason = ("priors", "priors.csv", "they were chosen with this episode in view")
    assert reason in listed(chosen, None)
    assert reason not in listed(chosen, None, name="two")


def test_every_prior_of_helium_printed_after_2017_is_told(helium):
    episode = helium.episodes["2017-qatar"]
    done = run_episode(helium, episode, draws=4, seed=1)
    found = {row["id"] for row in hindsight(helium, "2017-qatar", episode, done)}
    years = {"2022", "2023", "2024", "2026"}
    late = {prior.id for prior in helium.priors if prior.id in done.figures
            and helium.sources[prior.source].published[:4] in years}  # fmt: skip
    assert late
    assert late <= found
