"""A result is one file that reopens identical, and shows what is unknown."""

import json
from dataclasses import replace

import pytest

import outlast
from outlast.errors import BadData, UsageError
from outlast.results import Result


@pytest.fixture(scope="module", params=["one year", "years", "unknown"])
def result(request, isle):
    if request.param == "years":
        return outlast.exposure(isle, years=range(2020, 2024))
    if request.param == "unknown":
        return outlast.exposure(isle, year=2021, basis="mass")
    return outlast.exposure(isle)


@pytest.mark.parametrize("suffix", [".nc", ".json"])
def test_a_saved_result_reopens_identical(result, tmp_path, suffix):
    path = result.save(tmp_path / f"result{suffix}")
    again = outlast.open(path)
    assert again == result
    assert again.to_json() == result.to_json()
    assert again.to_xarray().identical(result.to_xarray())


@pytest.mark.parametrize("suffix", [".nc", ".json", ".csv"])
def test_the_same_result_gives_the_same_bytes(result, tmp_path, suffix):
    paths = [result.save(tmp_path / f"{name}{suffix}") for name in "ab"]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_frame_and_dataset_hold_the_shares(isle):
    result = outlast.exposure(isle)
    shares = {row["country"]: row["share"] for row in result.result["suppliers"]}
    assert dict(zip(*result.to_frame()[["country", "share"]].to_numpy().T, strict=True)) == shares
    assert result.to_xarray()["share"].sel(country="XSO") == shares["XSO"]
    assert "unknown" in result._repr_html_()


def test_unknown_is_null_and_has_a_reason(isle):
    result = outlast.exposure(isle, year=2021, basis="mass")
    content = json.loads(result.to_json())
    assert content["result"]["suppliers"] is None
    assert content["result"]["hhi"] is None
    reasons = {item["path"]: item["reason"] for item in content["unknown"]}
    assert reasons["suppliers"] == "the trade table has no weights for 2021"


def test_a_newer_schema_is_refused_with_a_remedy(isle):
    text = outlast.exposure(isle).to_json().replace("outlast.exposure/1", "outlast.exposure/2")
    with pytest.raises(BadData, match="update outlast"):
        Result.from_json(text)
    assert Result.from_json(text.replace("exposure/2", "exposure/0"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "x"}', '{"schema": 3}', "null"])
def test_what_is_no_result_is_refused(text):
    with pytest.raises(BadData):
        Result.from_json(text)


def test_files_that_are_no_result(tmp_path):
    with pytest.raises(BadData, match="no such file"):
        outlast.open(tmp_path / "none.nc")
    (tmp_path / "bad.nc").write_bytes(b"garbage")
    with pytest.raises(BadData, match="not a result"):
        outlast.open(tmp_path / "bad.nc")


def test_an_unknown_suffix_is_refused_and_nothing_is_written(isle, tmp_path):
    with pytest.raises(UsageError, match=r"\.json, \.csv or \.nc"):
        outlast.exposure(isle).save(tmp_path / "result.xls")
    with pytest.raises(UsageError, match="cannot be written"):
        outlast.exposure(isle).save(tmp_path / "none" / "result.json")
    assert not list(tmp_path.iterdir())


def test_csv_cells_cannot_run_in_a_spreadsheet(isle, tmp_path):
    result = outlast.exposure(isle)
    rows = [{**result.result["suppliers"][0], "name": '=HYPERLINK("x")'}]
    spoilt = replace(result, result={**result.result, "suppliers": rows})
    text = spoilt.save(tmp_path / "x.csv").read_text()
    assert '"\'=HYPERLINK(""x"")"' in text


def test_a_large_envelope_is_saved_whole(isle, tmp_path):
    big = replace(outlast.exposure(isle), warnings=("w" * 200_000,))
    assert outlast.open(big.save(tmp_path / "big.nc")) == big


def test_an_unknown_result_is_told_in_a_table_too(isle, tmp_path):
    path = outlast.exposure(isle, year=2021, basis="mass").save(tmp_path / "x.csv")
    assert "suppliers,the trade table has no weights for 2021" in path.read_text()


@pytest.mark.parametrize(("old", "new"), [("outlast.exposure/1", "outlast.foo/1"), ("0.5", "NaN")])
def test_what_cannot_be_a_result_is_refused(isle, old, new):
    text = outlast.exposure(isle).to_json().replace(old, new, 1)
    with pytest.raises(BadData):
        Result.from_json(text)


def test_the_table_of_suppliers_says_whose_and_in_what_unit(isle):
    for result in (
        outlast.exposure(isle, year=2023, basis="mass"),
        outlast.exposure(isle, years=range(2023, 2024), basis="mass"),
    ):
        first = result.rows()[0]
        told = {name: first[name] for name in ("country", "unit", "importer", "basis")}
        assert told == {"country": "XNO", "unit": "t", "importer": "XIS", "basis": "mass"}


def test_a_year_whose_suppliers_are_unknown_stays_in_the_table():
    """Weights are on file for 2024 alone."""
    result = outlast.exposure("helium", years=range(2023, 2025), basis="mass", cut=None)
    rows = result.rows()
    assert (rows[0]["year"], rows[0]["name"], rows[0]["share"]) == (2023, "unknown", None)
    assert rows[1]["country"] == "QAT"
    assert list(result.to_xarray()["year"].values) == [2023, 2024]
