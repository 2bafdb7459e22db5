"""Reach of powers by layer and rung: by hand, recomputed, and when rows are missing."""

from dataclasses import replace
from itertools import pairwise

import pytest
from recompute_reach import LADDER, rung, table, traced

import outlast
from outlast.engines.exposure.bases import split_material
from outlast.engines.exposure.producers import with_output
from outlast.engines.exposure.reach import check_layers
from outlast.errors import UsageError

FORMS = ("low", "point", "high", "outer_low", "outer_high")


YEARS = range(2002, 2025)


@pytest.fixture(scope="module")
def all_years(helium):
    return outlast.exposure(helium, years=YEARS, cut=None).result


def row_of(result, power="USA"):
    return next(row for row in result.result["control"] if row["power"] == power)


def scopes(row):
    return {scope["name"]: scope for scope in row["scopes"]}


def test_isle_by_hand(isle):
    """2023 by value: what Northland holds of each origin, and Eastland through a firm."""
    result = outlast.exposure(isle, year=2023)
    share = {row["country"]: row["share"] for row in result.result["origins"]}
    north = row_of(result, "XNO")
    through = 1 / (1 - 0.18)
    west = 0.8 * 0.1 * through
    assert north["direct"] == pytest.approx(share["XNO"])
    assert north["ownership"] == pytest.approx(0.4 * share["XSO"] + west * share["XWE"])
    assert north["offtake"] == pytest.approx(0.25 * share["XEA"])
    assert north["point"] == pytest.approx(
        share["XNO"] + 0.4 * share["XSO"] + west * share["XWE"] + 0.25 * share["XEA"]
    )
    east = row_of(result, "XEA")
    assert east["ownership"] == pytest.approx(0.8 * 0.3 * through * share["XWE"])
    assert row_of(result, "XWE")["technology"] == pytest.approx(0.3 * share["XSO"])
    assert row_of(result, "XWE")["point"] == pytest.approx(share["XWE"])  # it cannot stop the rest
    assert row_of(result, "XWE")["block"]["point"] == pytest.approx(0.3 * share["XSO"])
    assert {"xso-owner", "xea-seller", "xwe-owner", "westland-gas-of-xno"} <= set(result.figures)


@pytest.mark.parametrize("year", YEARS)
def test_every_rung_of_the_united_states_recomputed_from_the_files(helium, all_years, year):
    kept = split_material(helium, helium.flows_of(year))[0]
    flows = {(flow.exporter, flow.importer): flow.value_usd for flow in kept}
    shares = traced(flows, "CHN", with_output(helium, year))
    control, plants = table(helium.folder, "control"), table(helium.folder, "facilities")
    block = all_years["years"][year - YEARS[0]]
    found = scopes(next(row for row in block["control"] if row["power"] == "USA"))
    for name in LADDER:
        expected = rung(shares, control, plants, "USA", "CHN", year, name)
        for form in FORMS:
            assert found[name][form] == pytest.approx(expected[form], abs=1e-9), (name, form)


def test_the_first_rung_is_the_traced_share(helium):
    result = outlast.exposure(helium, year=2006)
    direct = next(r["share"] for r in result.result["origins"] if r["country"] == "USA")
    assert scopes(row_of(result))["territory"]["point"] == pytest.approx(direct)


@pytest.mark.parametrize(
    "removed", ["ctl001", "ctl012", "ctl016", "ctl021", "ctl044", "ctl045", "ctl054", "ctl060"]
)
def test_a_row_matters_in_its_own_years_alone(helium, all_years, removed):
    row = next(row for row in helium.control if row.id == removed)
    without = replace(helium, control=tuple(r for r in helium.control if r.id != removed))
    after = outlast.exposure(without, years=YEARS, cut=None).result["years"]
    for one, two in zip(all_years["years"], after, strict=True):
        old = next((r for r in one["control"] if r["power"] == row.power), None)
        new = next((r for r in two["control"] if r["power"] == row.power), None)
        held = row.year_from <= one["year"] <= row.year_to
        sold = any(o["country"] == row.origin or row.origin == "WLD" for o in one["origins"])
        assert (old != new) == (held and sold), one["year"]


@pytest.mark.parametrize(
    ("name", "old", "new", "unknown"),
    [
        ("control.csv", "minority,0.4,0.3,0.5", "minority,,0.3,0.5", "its share is not on file"),
        ("control.csv", "xso-owner,XSO,,,", "xso-owner,XSO,,Southland 1,", "capacity of a plant"),
    ],
)
def test_what_is_blank_makes_every_total_over_it_unknown(edit, name, old, new, unknown):
    known = row_of(outlast.exposure(edit(name, "xno-", "xno-"), year=2022), "XNO")
    folder = edit(name, old, new)
    if "capacity" in unknown:
        path = folder / "facilities.csv"
        text = path.read_text("utf-8")
        second = (
            text.splitlines()[3].replace("xso-1", "xso-2").replace("Southland 1", "Southland 2")
        )
        path.write_text(text + second.replace(",400,", ",,") + "not announced\n", "utf-8")
    result = outlast.exposure(folder, year=2022)
    row = row_of(result, "XNO")
    assert known["ownership"] is not None
    for form in ("ownership", "low", "point", "high"):
        assert row[form] is None, form
    assert row["direct"] == known["direct"]
    assert scopes(row)["territory"]["point"] is not None
    assert scopes(row)["minority"]["point"] is None
    reasons = {u.path: u.reason for u in result.unknown}
    assert unknown in reasons["control.XNO.ownership"]
    assert unknown in reasons["control.XNO.point"]
    assert "control.XNO.scopes.minority" in reasons


def test_an_unknown_that_cannot_matter_leaves_the_value(helium):
    """All of an American origin is stopped by law, whoever sells it."""
    rows = tuple(row.model_copy(update={"share": None}) if row.id == "ctl031" else row
                 for row in helium.control)  # fmt: skip
    only = tuple(row for row in rows if row.id in {"ctl001", "ctl031"})
    found = outlast.exposure(replace(helium, control=only), year=2021)
    row = row_of(found)
    assert row["direct"] is not None
    assert row["point"] is None  # Qatar's gas may pass through it too


def test_what_is_told_of_one_importer_is_unknown_for_another(helium):
    row = row_of(outlast.exposure(helium, "JPN", 2023))
    assert row["direct"] is not None
    assert row["offtake"] is None
    assert row["point"] is None


def test_a_year_not_known_widens_the_bounds_alone(edit):
    plain = edit("control.csv", "xno-", "xno-")
    known = row_of(outlast.exposure(plain, year=2022), "XNO")
    path = plain / "control.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    place = head.split(",").index("year_from") + 1
    cells = [line.split(",") for line in (head, *rows)]
    for i, line in enumerate(cells):
        line.insert(place, "year_from_latest" if not i else
                    "2024" if line[0] == "xso-owner" else "")  # fmt: skip
    path.write_text("\n".join(",".join(line) for line in cells) + "\n", "utf-8")
    found = row_of(outlast.exposure(plain, year=2022), "XNO")
    assert found["point"] == known["point"]
    assert found["outer_high"] == known["outer_high"]
    assert found["outer_low"] < known["outer_low"]


def test_allies_are_unknown_where_no_row_tells_of_them(helium):
    result = outlast.exposure(helium, year=2024)
    assert scopes(row_of(result))["allies"]["point"] is None
    assert "control.USA.scopes.allies" in {u.path for u in result.unknown}
    assert scopes(row_of(outlast.exposure(helium, year=2022)))["allies"]["point"] > 0.8


def test_without_the_table_control_is_unknown(isle_copy):
    (isle_copy / "control.csv").unlink()
    result = outlast.exposure(isle_copy, year=2022)
    assert result.result["control"] is None
    assert {"control", "stopping"} <= {u.path for u in result.unknown}


@pytest.mark.parametrize(
    ("importer", "year"),
    [("CHN", 2002), ("CHN", 2013), ("CHN", 2021), ("CHN", 2024), ("KOR", 2011), ("KOR", 2023),
     ("USA", 2019), ("EU27", 2015)],
)  # fmt: skip
def test_bounds_are_in_order(helium, importer, year):
    for row in outlast.exposure(helium, importer, year, cut=None).result["control"]:
        for forms in (row, row["block"], *row["scopes"]):
            if forms["point"] is not None:
                order = [forms[f] for f in ("outer_low", "low", "point", "high", "outer_high")]
                assert all(a <= b + 1e-12 for a, b in pairwise(order)), row
                assert order[0] >= 0
                assert order[-1] <= 1


def test_the_ladder_says_since_when(all_years):
    told = {row["name"]: row for row in all_years["ladder"] if row["power"] == "USA"}
    assert told["territory"]["ever_95"] == [2002, 2003, 2004, 2005]
    assert told["territory"]["below_50"] == 2014
    assert told["territory"]["below_10"] == 2023
    assert told["distributors"]["below_10"] is None
    assert told["allies"]["unknown"] == [2023, 2024]
    assert told["allies"]["below_50"] is None
    assert told["territory"]["words"].startswith("Its territory: 95 % or more in 2002-2005; below")
    assert "in 2024 is unknown" in told["allies"]["words"]


def test_years_of_which_nothing_is_known_are_unknown_on_the_ladder(helium):
    """Weights are on file for 2024 alone."""
    told = outlast.exposure(helium, years=range(2022, 2025), basis="mass", cut=None).result
    first = next(row for row in told["ladder"] if row["power"] == "USA")
    assert (first["unknown"], first["below_50"]) == ([2022, 2023], 2024)
    assert "95 % in no year that is known" in first["words"]


def test_a_rung_that_is_never_known_is_not_said_to_be_low_or_high(helium):
    told = outlast.exposure(helium, "SGP", years=range(2023, 2025), cut=None).result["ladder"]
    words = {row["name"]: row["words"] for row in told if row["power"] == "USA"}
    assert words["minority"].endswith(": unknown in every year from 2023 to 2024.")
    assert "below 50 % for good since 2023" in words["territory"]


def test_coalitions_through_layers_are_those_of_suppliers_where_territory_is_all(isle):
    through = outlast.exposure(isle, year=2023, layers=["direct"]).result
    found = {tuple(sorted(c["members"])) for c in through["stopping"]["coalitions"]}
    assert found == {tuple(sorted(c["members"])) for c in through["coalitions"]}
    wider = outlast.exposure(isle, year=2023).result["stopping"]
    assert wider["most"][0]["at_least"] > through["stopping"]["most"][0]["at_least"]


def test_a_layer_that_does_not_exist_is_refused(isle):
    with pytest.raises(UsageError, match=r"layer is 'owner', expected one of direct, .*ownership"):
        outlast.exposure(isle, layers=["owner"])


def test_one_layer_may_be_a_word():
    assert check_layers("direct") == check_layers(["direct"]) == ("direct",)
    for wrong in ("directs", [None]):
        with pytest.raises(UsageError, match="expected one of direct, ownership"):
            check_layers(wrong)


def test_what_customs_print_beside_the_trade_table(helium):
    gaps = outlast.exposure(helium, year=2021).result["mirror_gaps"]
    first = next(gap for gap in gaps if gap["exporter"] == "USA")
    assert first["printed"] == pytest.approx(346.1 * 132_300)
    assert first["ratio"] == pytest.approx(first["printed"] / first["trade_table"])


def test_largest_plants_are_counted_with_what_is_unknown(helium):
    result = outlast.exposure(helium, year=2024).result
    sizes = [plant["capacity_t"] for plant in result["plants"]]
    assert len(sizes) == 10
    assert sizes == sorted(sizes, reverse=True)
    for row in result["plants_by_power"]:
        assert sum(row["owned"].values()) == sum(row["licensed"].values()) == 10
    united = next(row for row in result["plants_by_power"] if row["power"] == "USA")
    assert united["licensed"]["unknown"] == 4
    assert "Odolanow" in {plant["name"] for plant in result["plants_unsized"]}


@pytest.mark.parametrize(
    ("plant", "share"),
    [("5,,,t/year,2029,", ",,"), (",,,t/year,2004,", "0,0,0")],
    ids=["an unknown share of a plant that does not run", "no share of a plant of unknown size"],
)
def test_nothing_of_an_unknown_is_nothing(edit, plant, share):
    nothing = edit("control.csv", "minority,0.4,0.3,0.5", "minority,0,0,0")
    without = row_of(outlast.exposure(nothing, year=2023), "XNO")
    folder = edit("control.csv", "xso-owner,XSO,,,", "xso-owner,XSO,,Southland 2,")
    edit("control.csv", "minority,0,0,0", f"minority,{share}")
    second_southland_plant(folder, plant)
    row = row_of(outlast.exposure(folder, year=2023), "XNO")
    assert row["ownership"] == without["ownership"]
    assert row["point"] == without["point"]


def test_plants_of_no_capacity_have_no_weights(edit):
    folder = edit("control.csv", "xso-owner,XSO,,,", "xso-owner,XSO,,Southland 1,")
    edit("facilities.csv", "Southland Gas,400,", "Southland Gas,0,")
    second_southland_plant(folder, "0,,,t/year,2004,")
    row = row_of(outlast.exposure(folder, year=2023), "XNO")
    assert row["ownership"] is None


@pytest.mark.parametrize("line", ["holding-of-xea", "westland-gas-of-xno"])
def test_a_firm_whose_owners_are_not_told_of_the_year_is_unknown(edit, line):
    """Without a holding of that year it would look as if nobody could stop it."""
    path = edit("holdings.csv", "holding-of-xea", "holding-of-xea") / "holdings.csv"
    owned = {"holding-of-xea": "eastern-holding", "westland-gas-of-xno": "westland-gas"}[line]
    rows = path.read_text("utf-8").splitlines()
    kept = [row.replace("2030", "2022") if row.split(",")[2] == owned else row for row in rows]
    path.write_text("\n".join(kept) + "\n", "utf-8")
    assert row_of(outlast.exposure(path.parent, year=2022), "XEA")["ownership"] > 0
    result = outlast.exposure(path.parent, year=2023)
    row = row_of(result, "XEA")
    assert row["ownership"] is row["point"] is None
    assert row["direct"] is not None
    reasons = {u.path: u.reason for u in result.unknown}
    assert f"who owns {owned} in 2023 is not on file" in reasons["control.XEA.ownership"]


def second_southland_plant(folder, numbers):
    """Add a plant to the copy; numbers from its capacity to its end."""
    path = folder / "facilities.csv"
    text = path.read_text("utf-8")
    cells = text.splitlines()[3].split(",")
    row = ["xso-2", "Southland 2", *cells[2:5], *numbers.split(","), *cells[11:-1], "a note"]
    path.write_text(text + ",".join(row) + "\n", "utf-8")


def test_the_order_of_rows_does_not_matter(helium):
    shuffled = replace(helium, control=helium.control[::-1], facilities=helium.facilities[::-1])
    years = range(2021, 2025)
    one, two = (outlast.exposure(c, years=years, cut=None) for c in (helium, shuffled))
    for before, after in zip(one.result["years"], two.result["years"], strict=True):
        assert before["control"] == after["control"]
    assert one.unknown == two.unknown


def test_who_may_reach_everything_is_told_though_the_printed_part_is_nothing(helium):
    """Panama's canal can be gone round: 0 as printed, 1 at the upper bound."""
    result = outlast.exposure(helium, year=2006)
    row = row_of(result, "PAN")
    direct = next(o["share"] for o in result.result["origins"] if o["country"] == "USA")
    assert (row["point"], row["transit"]) == (0, 0)
    assert row["outer_high"] == pytest.approx(direct)
