"""The gallium case: its flows are the printed totals, and no more is read into them."""

import pytest

import outlast
from outlast.engines.shock.baseline import baseline
from outlast.engines.shock.priors import Sample


@pytest.fixture(scope="module")
def gallium():
    return outlast.load("gallium")


def test_a_bare_name_is_the_case_and_a_heading_the_shipped_table(gallium):
    assert {flow.edition for flow in gallium.flows} == {"derived"}
    table = outlast.load("gallium:811292")
    assert len(table.flows) > 100 * len(gallium.flows)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_flows_add_up_to_what_is_printed(gallium, year):
    flows = gallium.flows_of(year)
    bought = sum(flow.quantity_t for flow in flows if flow.importer == "USA")
    sold = sum(flow.quantity_t for flow in flows if flow.exporter == "CHN")
    assert bought == pytest.approx(gallium.tonnes(gallium.figures[f"imports-usa-{year}"]))
    exports = [gallium.tonnes(figure) for figure in gallium.find_figures("exports", "CHN", year)]
    assert any(sold == pytest.approx(amount) for amount in exports)
    assert {flow.importer for flow in flows} == {"USA", "XOC"}


def test_shares_are_those_of_usgs_and_say_where_they_come_from(gallium):
    result = outlast.exposure(gallium, year=2022, basis="mass")
    shares = {row["country"]: round(row["share"], 3) for row in result.result["suppliers"]}
    assert shares == {"CAN": 0.28, "JPN": 0.22, "CHN": 0.18, "DEU": 0.16, "XOC": 0.16}
    assert any("germanium" in warning for warning in result.warnings)


def test_the_normal_month_ships_what_china_exported(gallium):
    normal = baseline(gallium, 2022, Sample(gallium, 1, 8, 2022, "central"), ("USA",))
    china = normal.origins.index("CHN")
    home = normal.destinations.index("CHN")
    abroad = normal.flow[:, china].sum(axis=1) - normal.flow[:, china, home]
    assert abroad == pytest.approx(94 / 12, rel=1e-3)


def test_a_stop_for_all_is_worse_than_a_ban_on_one_and_better_than_lost_feed(gallium):
    missed = [
        outlast.shock(gallium, scenario=name, year=2022, months=14, draws=16).result[
            "unmet_share_12m"
        ]["p50"]
        for name in ("ban-on-usa-2024", "china-stops", "china-and-feed")
    ]
    assert missed == sorted(missed)
    assert missed[0] < missed[1] / 5


def test_the_episode_has_every_row_and_the_two_months_without_an_export(gallium):
    (told,) = outlast.backtest(gallium, draws=32).result["episodes"]
    assert told["n"] == 18
    first = told["rows"][:2]
    assert [row["date"] for row in first] == ["2023-08", "2023-09"]
    assert all(row["hit"] and row["p95"] == 0 for row in first)
    later = {row["id"] for row in told["hindsight"]}
    assert later == {"licence-2023", "prior-slack", "prior-stock_weeks"}
