"""Bad input: each mistake has its own clear line, and all are told at once."""

import shutil
from pathlib import Path

import pytest

import outlast
from outlast.case.loader import CASES
from outlast.case.schema import TABLES
from outlast.errors import CaseFaults, UsageError

FIGURES = "figures.csv"
SOURCED = "production-xno-2022,production,XNO,,2022,600,,,t,sourced,A,isle-survey,table 1,,"


def figure(**changes):
    columns = dict(
        zip(
            ("id", "quantity", "subject", "partner", "period", "value", "low", "high", "unit",
             "status", "grade", "source", "locator", "note", "item"),
            SOURCED.split(","), strict=True,
        )
    )  # fmt: skip
    return ",".join((columns | changes).values())


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (FIGURES, SOURCED, figure(unit="barrels"),
         r"figures.csv:4: unit is 'barrels', expected one such as t, kg"),
        (FIGURES, SOURCED, figure(unit="Mm3"), r"figures.csv:4: unit is 'Mm3', .*m3_15C"),
        (FIGURES, SOURCED, figure(unit="USD"), r"unit is 'USD', expected a unit that converts to t"),
        (FIGURES, SOURCED, figure(value="-600"), r"figures.csv:4: value is '-600', expected 0 or more"),
        (FIGURES, SOURCED, figure(value="NaN"), r"value is 'NaN', expected a finite number: leave"),
        (FIGURES, SOURCED, figure(value="inf"), r"value is 'inf', expected a finite number"),
        (FIGURES, SOURCED, figure(value="lots"), r"value is 'lots', expected a number"),
        (FIGURES, SOURCED, figure(value="1e999"), r"expected a finite number"),
        (FIGURES, SOURCED, figure(value=""), r"expected a value, or a note: say in note why"),
        (FIGURES, SOURCED, SOURCED + "\n" + SOURCED,
         r"figures.csv:5: id is 'production-xno-2022', expected an id used once: first used at figures.csv:4"),
        (FIGURES, SOURCED, figure(source="isle-survy"),
         r"source is 'isle-survy', expected an id of sources.csv: did you mean 'isle-survey'"),
        (FIGURES, SOURCED, figure(subject="XYZ"), r"subject is 'XYZ', expected an ISO alpha-3"),
        (FIGURES, SOURCED, figure(period="last year"), r"period is 'last year', expected a period"),
        (FIGURES, SOURCED, figure(quantity="prodution"), r"did you mean 'production'"),
        (FIGURES, SOURCED, figure(status="guessed"), r"status is 'guessed', expected sourced, derived"),
        (FIGURES, SOURCED, figure(grade="E"), r"grade is 'E'"),
        (FIGURES, SOURCED, figure(low="700", high="800"), r"expected numbers that rise"),
        (FIGURES, SOURCED, figure(status="assumed"), r"expected low, high and a note"),
        (FIGURES, SOURCED, figure(note="=cmd()"), r"a cell must not begin with ="),
        (FIGURES, SOURCED, figure(id="Production XNO"), r"expected an id of lower-case letters"),
        (FIGURES, SOURCED, SOURCED + ",extra", r"figures.csv:4: row is '16 cells', expected 15"),
        (FIGURES, "id,quantity", "id,quantty", r"column is 'quantty'.*did you mean 'quantity'"),
        (FIGURES, "id,quantity", "id,id", r"column is 'id', expected a name used once"),
        (FIGURES, "0.005,0.002,0.01,share", "1.005,0.002,1.01,share", r"expected a share of at most 1"),
        (FIGURES, "0.005,0.002,0.01,share", "x,0.002,0.01,share", r"value is 'x', expected a number"),
        (FIGURES, SOURCED, figure(unit="t/0"), r"unit is 't/0', expected one such as"),
        (FIGURES, SOURCED, figure(value="6_00"), r"expected a number"),
        (FIGURES, SOURCED, figure(value="1e300"), r"between 1e-12 and 1e18"),
        ("claims.csv", "XIS,XNO,2023", "XIS,,2023", r"partner .*expected the country whose share"),
        ("claims.csv", "80,%,around", "80-70,%,range", r"expected the smaller number first"),
        ("claims.csv", "80,%,around", "80-90,%,around", r"expected the form of rule around"),
        ("uses.csv", "toys,0.4", "toys,0.5", r"expected shares of XIS in 2022 that add to at most 1"),
        ("uses.csv", "lamps,0.6", "lamps,60", r"uses.csv:2: share is '60', expected at most 1: write"),
        ("trade.csv", "2020,280499,HS17,XHB", "2019,280499,HS17,XHB",
         r"trade.csv:2: year is '2019', expected 2020 to 2023"),
        ("trade.csv", "XHB,XIS,500000,", "XHB,XIS,-1,", r"value_usd is '-1', expected 0 or more"),
        ("trade.csv", "XHB,XIS,500000,", "XHB,XHB,500000,", r"expected another country than"),
        ("trade.csv", "XHB,XIS,500000,", "XQQ,XIS,500000,", r"exporter is 'XQQ', expected the ISO"),
        ("trade.csv", "2020,280499,HS17,XNO", "2020,280499,HS17,XHB", r"one row for a year"),
        ("trade.csv", "2020,280499", "2020,280480", r"product is '280480', expected 280499"),
        ("balances.csv", "imports-xis-2021", "imports-xis-21", r"did you mean 'imports-xis-2021'"),
        ("stocks.csv", "10,,,20,t", "10,,,20,litres", r"stocks.csv:2: unit is 'litres'"),
        ("events.csv", "0.55,0.65", "0.65,0.55", r"share_low is '0.65'"),
        ("blocs.yaml", "XHB]", "ATL]", r"blocs.yaml:4: ISLES.members is 'ATL'"),
        ("blocs.yaml", "members:", "membres:", r"blocs.yaml:4: ISLES.membres"),
        ("blocs.yaml", "XHB]", "{country: XHB, from: 2015, to: 2012}]",
         r"blocs.yaml:4: ISLES.members.1: from, to is '2015, 2012', expected years that rise"),
        ("blocs.yaml", "[XIS, XHB]", "\n  - XHB\n  - {country: XHB, to: 2012}",
         r"blocs.yaml:6: ISLES.members is 'XHB to 2012', expected one membership of a state at a"),
        ("blocs.yaml", "XHB]", "{country: XHB, until: 2012}]", r"blocs.yaml:4: ISLES.members.1.until"),
        ("blocs.yaml", "XHB]", "{country: XHB, from: 12}]",
         r"blocs.yaml:4: ISLES.members.1.from is '12', expected 1900 or more"),
        ("blocs.yaml", "ISLES:", "EU:", r"bloc code is .EU'"),
        ("blocs.yaml", "ISLES:", "XIS:", r"bloc code is .XIS.*, expected capitals that no country"),
        ("blocs.yaml", "ISLES:", "EU27:", r"bloc code is .EU27"),
        ("case.yaml", "XIS: Isle", "XIS: China", r"country name is .China"),
        ("case.yaml", "years: [2020, 2023]", "years: [2023, 2020]", r"the first year, then the last"),
        ("case.yaml", "years: [2020, 2023]", "years: [2020]", r"case.yaml: years"),
        ("case.yaml", "importer: XIS", "importer: ISLE", r"country is 'ISLE'"),
        ("case.yaml", "material: bright", "materiel: bright", r"materiel .*expected a known key"),
        ("case.yaml", "source: isle-customs", "source: customs", r"trade.source is 'customs'"),
        ("case.yaml", "tolerance-closure", "no-such", r"closure_tolerance is 'no-such'"),
        ("case.yaml", "unit_value: unit-value-brightgas", "unit_value: production-xno-2022",
         r"expected a figure of quantity unit_value"),
        ("case.yaml", "spotlight: xno-stop", "spotlight: xno", r"spotlight is 'xno'"),
        ("case.yaml", "spotlight_scenario: xno-stop", "spotlight_scenario: xno-stap",
         r"spotlight_scenario is 'xno-stap', .*did you mean 'xno-stop'"),
        ("case.yaml", "spotlight: xno-stop", "scenarios: [xno-stap]\nspotlight: xno-stop",
         r"scenarios is 'xno-stap', expected the name of a file of measures/.*did you mean 'xno-stop'"),
        ("case.yaml", "spotlight: xno-stop", "watch: [XYZ]\nspotlight: xno-stop",
         r"watch is 'XYZ', expected an ISO alpha-3 code"),
        ("case.yaml", "spotlight: xno-stop", "ports: {USA: [USA_SOUTH]}\nspotlight: xno-stop",
         r"ports.USA is .*USA_SOUTH.*, expected USA_EAST or USA_GULF or USA_WEST or overland"),
        ("case.yaml", "m3_15C: 6000", "barrel: 6000", r"volumes is .*barrel"),
        ("case.yaml", "m3_15C: 6000", "m3_15C: -1", r"volumes.m3_15C is '-1', expected more than 0"),
        ("case.yaml", "XIS: Isle", "USA: Isle", r"XAA to XZZ"),
        ("case.yaml", "title: Brightgas", "title: !!python/object/apply:os.system [date]",
         r"case.yaml:2: YAML is .*expected plain values.*runs nothing"),
        ("case.yaml", "title: Brightgas", "title: [unclosed", r"case.yaml:\d+: YAML"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_line(edit, name, old, new, expected):
    folder = edit(name, old, new)
    with pytest.raises(CaseFaults, match=expected) as caught:
        outlast.load(folder)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", ["case.yaml", "sources.csv", "figures.csv", "trade.csv"])
def test_a_missing_file_is_named(isle_copy, name):
    (isle_copy / name).unlink()
    with pytest.raises(CaseFaults, match=rf"{name}: file is 'missing'"):
        outlast.load(isle_copy)


@pytest.mark.parametrize(
    "name", ["case.yaml", *(f"{table}.csv" for table in TABLES), "blocs.yaml"]
)
def test_an_empty_file_is_refused(isle_copy, name):
    (isle_copy / name).write_bytes(b"")
    with pytest.raises(CaseFaults, match=rf"{name}: file is 'empty'"):
        outlast.load(isle_copy)


@pytest.mark.parametrize("name", [f"{table}.csv" for table in TABLES])
def test_a_header_alone_is_refused(isle_copy, name):
    (isle_copy / name).write_text(",".join(TABLES[Path(name).stem].model_fields) + "\n")
    with pytest.raises(CaseFaults, match=rf"{name}: table is 'a header only'"):
        outlast.load(isle_copy)


def test_fifty_megabytes_of_garbage_are_refused_unread(isle_copy):
    with (isle_copy / "trade.csv").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(CaseFaults, match=r"trade.csv: size is '50.0 MB', expected at most 40 MB"):
        outlast.load(isle_copy)
    with (isle_copy / "case.yaml").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(CaseFaults, match=r"case.yaml: size is '50.0 MB', expected at most 1 MB"):
        outlast.load(isle_copy)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\x01" * 999, b"\0" * 999, b'"' + b"x" * 200_000]
)
def test_bytes_that_are_no_table_are_refused(isle_copy, content):
    (isle_copy / "figures.csv").write_bytes(content)
    with pytest.raises(CaseFaults, match=r"figures.csv"):
        outlast.load(isle_copy)


def test_all_faults_are_told_at_once(edit, isle_copy):
    edit("figures.csv", "XNO,,2022,600", "XNO,,2022,-600")
    edit("uses.csv", "lamps,0.6", "lamps,6")
    (isle_copy / "trade.csv").unlink()
    with pytest.raises(CaseFaults) as caught:
        outlast.load(isle_copy)
    places = {fault.where.partition(":")[0] for fault in caught.value.faults}
    assert {"figures.csv", "uses.csv", "trade.csv"} <= places


def test_a_link_out_of_the_folder_is_refused(isle_copy, tmp_path):
    outside = tmp_path / "outside.csv"
    shutil.move(isle_copy / "trade.csv", outside)
    (isle_copy / "trade.csv").symlink_to(outside)
    with pytest.raises(CaseFaults, match="expected a file in the folder"):
        outlast.load(isle_copy)


def test_two_trade_tables_are_one_too_many(isle_copy):
    (isle_copy / "trade.parquet").write_bytes(b"PAR1")
    with pytest.raises(CaseFaults, match="expected one of the two"):
        outlast.load(isle_copy)


def test_a_wrong_case_name_is_a_usage_error_with_a_guess():
    with pytest.raises(UsageError, match="did you mean 'helium'"):
        outlast.load("heliun")


def test_trade_may_be_parquet(isle_copy):
    import duckdb

    target = isle_copy / "trade.parquet"
    duckdb.sql(
        f"COPY (SELECT * FROM read_csv('{isle_copy / 'trade.csv'}', all_varchar=true)) "
        f"TO '{target}' (FORMAT parquet)"
    )
    (isle_copy / "trade.csv").unlink()
    assert outlast.load(isle_copy).flows == outlast.load(CASES / "isle").flows
    target.write_bytes(b"PAR1 garbage")
    with pytest.raises(CaseFaults, match="expected a Parquet table"):
        outlast.load(isle_copy)


@pytest.mark.parametrize(
    "value",
    ["9" * 5000, "2024-13-45", '!!int "x"', '!!float ""', "!!bool x", "!!timestamp x", "*alias",
     "&a [x, *a]", "\nimporter: XNO"],
)  # fmt: skip
def test_odd_yaml_is_a_fault_and_not_ours(edit, value):
    folder = edit("case.yaml", "title: Brightgas", f"title: {value}")
    with pytest.raises(CaseFaults, match=r"case\.yaml"):
        outlast.load(folder)


def test_a_linked_header_is_refused(isle_copy, tmp_path):
    shutil.move(isle_copy / "case.yaml", tmp_path / "case.yaml")
    (isle_copy / "case.yaml").symlink_to(tmp_path / "case.yaml")
    with pytest.raises(CaseFaults, match="expected a file in the folder"):
        outlast.load(isle_copy)


def test_a_dangling_link_is_not_an_absent_file(isle_copy):
    (isle_copy / "uses.csv").unlink()
    (isle_copy / "uses.csv").symlink_to("nowhere.csv")
    with pytest.raises(CaseFaults, match=r"uses\.csv"):
        outlast.load(isle_copy)


def test_a_header_of_thousands_of_columns_is_refused_at_once(isle_copy):
    (isle_copy / "uses.csv").write_text(",".join(f"c{i}" for i in range(60_000)) + "\n")
    with pytest.raises(CaseFaults, match="60,000 columns"):
        outlast.load(isle_copy)


def test_a_wholly_wrong_table_is_not_searched_to_its_end(isle_copy):
    path = isle_copy / "figures.csv"
    row = SOURCED.replace("isle-survey", "nobody")
    with path.open("a") as file:
        file.writelines(
            f"{row.replace('2022,production', f'{i},production', 1)}\n" for i in range(5000)
        )
    with pytest.raises(CaseFaults) as caught:
        outlast.load(isle_copy)
    assert len(caught.value.faults) <= 400


def test_a_country_year_without_rows_is_unknown_not_zero(isle):
    result = outlast.exposure(isle, importer="XNO").result
    assert result["suppliers"] is None
