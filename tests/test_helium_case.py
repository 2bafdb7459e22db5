"""The shipped helium case says where every number comes from."""

from collections import Counter

from outlast.case.readings import reading


def test_all_flows_are_there(helium):
    years = Counter(flow.year for flow in helium.flows)
    assert len(helium.flows) == 23_316
    assert (years[2002], years[2024]) == (693, 1_027)
    assert sum(flow.value_usd for flow in helium.flows) == 31_567_366_501
    assert helium.has_tonnes == {2024}


def test_codes_survived_the_journey(helium):
    exporters = {flow.exporter for flow in helium.flows}
    assert {"NAM", "TWN", "ANT", "SCG"} <= exporters
    assert not any(flow.exporter == "TWN" and flow.year < 2018 for flow in helium.flows)


def test_every_assumption_is_an_interval_with_its_reasoning(helium):
    rows = [*helium.figures.values(), *helium.stocks, *helium.uses, *helium.facilities]
    for row in rows:
        if row.status == "assumed":
            assert row.low is not None, row.id
            assert row.high is not None, row.id
            assert len(row.note) > 20, row.id


def test_every_source_is_used_and_has_a_publisher(helium):
    tables = (helium.figures.values(), helium.claims, helium.facilities, helium.uses,
              helium.stocks, helium.events.values())  # fmt: skip
    tables += (helium.priors, helium.sectors.values(), helium.sector_shares, helium.control,
               helium.companies, helium.industries)  # fmt: skip
    tables += (helium.options.values(), helium.option_numbers, helium.money)
    used = {row.source for table in tables for row in table} | {helium.header.trade.source}
    stories = [*helium.scenarios.values(), *helium.episodes.values()]
    used |= {m.source for story in stories for m in story.measures if getattr(m, "source", None)}
    used |= {o.source for episode in helium.episodes.values() for o in episode.observed}
    assert used == set(helium.sources)
    assert all(source.publisher for source in helium.sources.values())


def test_each_part_of_the_case_is_there(helium):
    quantities = {figure.quantity for figure in helium.figures.values()}
    assert {"production", "consumption", "imports", "price", "capacity"} <= quantities
    assert helium.facilities
    assert helium.uses
    assert helium.stocks
    assert helium.events["ras-laffan-stop-2026"].place == "QAT"


def test_claims_have_readings(helium):
    bounds = {claim.id: reading(claim) for claim in helium.claims if claim.rule != "none"}
    assert all(low <= high for low, high in bounds.values())
    assert bounds["seed-11b-us-under-5"] == (0, 5)
    assert bounds["korea-qatar-64.7"] == (64.65, 64.75)


def test_figures_of_other_things_are_not_taken_for_helium(helium):
    assert helium.figures["value-chn-2023-generico"].item == "noble-gases"
    assert not helium.find_figures("value", "CHN", 2023)
    assert "CHN" not in helium.subjects("value", 2023)
    found = helium.find_figures("production", "USA", 2023)
    assert found
    assert "production-usa-from-natural-gas-2023-mcs2025" not in {figure.id for figure in found}


def test_scenarios_stand_in_the_order_of_the_header(helium):
    assert list(helium.scenarios) == [
        "us-embargo", "us-controlled", "us-controlled-fixed", "ras-laffan-stop", "all-but-russia"
    ]  # fmt: skip
