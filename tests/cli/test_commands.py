"""The command line as a user meets it: output, JSON, exit codes."""

import json
import re
import subprocess
import sys

import pytest
from commands import run, start

import outlast


def test_exposure_prints_a_table(isle_copy):
    done = run("exposure", isle_copy, "--producers")
    assert done.returncode == 0
    assert "Northland" in done.stdout
    assert "Net import reliance: unknown" in done.stdout
    assert "World producers, 2023" in done.stdout
    assert "Next: outlast brief" in done.stderr


def test_exposure_prints_json_and_nothing_else():
    done = run(
        "exposure", "helium", "--importer", "China", "--year", 2024, "--basis", "mass", "--json"
    )
    content = json.loads(done.stdout)
    assert content["schema"] == "outlast.exposure/1"
    assert content["result"]["suppliers"][0]["country"] == "QAT"
    assert done.stderr == ""
    assert start("exposure", "helium", "--basis", "mass", "--json").stdout == done.stdout


def test_exposure_takes_a_material_of_the_shipped_tables():
    done = run("exposure", "tungsten", "--importer", "EU27", "--json")
    assert done.returncode == 0
    content = json.loads(done.stdout)
    assert content["inputs"]["case"] == "tungsten"
    assert content["result"]["suppliers"][0] == {
        "country": "CHN", "name": "China", "share": 7_657_619 / 24_694_351, "amount": 7_657_619.0
    }  # fmt: skip
    assert content["result"]["producers"][0]["country"] == "CHN"
    assert len(content["warnings"]) == 3
    assert run("exposure", "tungsten", "--json").stdout == done.stdout
    assert "also has priors" in run("shock", "tungsten").stderr


def test_a_power_of_which_something_is_unknown_is_shown_and_only_perhaps_can():
    """What control.csv tells of Chinese buyers is unknown for Singapore's."""
    told = run("exposure", "helium", "--importer", "SGP", "--year", 2024).stdout
    reach, rest = told.split("What 'controlled by")
    assert re.search(r"│ USA +│.*unknown", reach)
    assert "LINDE: Linde plc" in reach
    assert re.search(r"perhaps can, by what is unknown: USA \(\d+% to 100%\)", rest)


def test_a_chapter_without_trade_answers_with_world_shares():
    told = run("exposure", "cement", "--year", 2024).stdout
    assert "trade is unknown: no HS heading of cement" in told
    assert re.search(r"│ China +│ 4\d\.\d% │", told)


def test_only_a_brief_that_can_be_made_is_offered():
    assert "Next:" not in run("exposure", "gallium:811292", "--year", 2022).stderr
    assert "Next:" not in run("exposure", "rubidium").stderr


def test_a_power_without_any_row_is_told():
    told = run("exposure", "helium", "--power", "TUV").stdout
    assert "TUV: no row of control.csv gives it any of these supplies" in told


def test_the_layers_and_rungs_of_years_are_shown():
    told = run("exposure", "helium", "--years", "2005:2024").stdout
    assert "Reach of USA by layer" in told
    assert "point (outer bounds)" in told
    assert "Its territory: 95 % or more in 2005;" in told


def test_years_are_listed():
    done = run("exposure", "isle", "--years", "2020:2023", "--json")
    assert [b["year"] for b in json.loads(done.stdout)["result"]["years"]] == [
        2020,
        2021,
        2022,
        2023,
    ]


@pytest.mark.parametrize("suffix", ["json", "csv", "nc"])
def test_output_goes_to_a_file(tmp_path, suffix):
    target = tmp_path / f"out.{suffix}"
    done = run("exposure", "isle", "-o", target)
    assert done.returncode == 0
    assert done.stdout == ""
    assert target.stat().st_size > 50


def test_brief_ends_with_its_path_and_gives_the_same_bytes(tmp_path):
    pages = []
    for go, name in ((run, "a.html"), (start, "b.html")):
        done = go("brief", "isle", "-o", tmp_path / name)
        assert done.returncode == 0
        assert done.stdout.splitlines()[-1] == str(tmp_path / name)
        assert "[" not in done.stdout  # no markup is left in what people read
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_brief_as_json(tmp_path):
    done = run("brief", "isle", "--json", cwd=tmp_path)
    content = json.loads(done.stdout)
    assert content["result"]["path"] == "isle-XIS-brief.html"
    assert (tmp_path / "isle-XIS-brief.html").exists()


def test_init_writes_a_case_that_works_and_never_overwrites(tmp_path):
    assert run("init", tmp_path / "mine").returncode == 0
    assert run("exposure", tmp_path / "mine").returncode == 0
    again = run("init", tmp_path / "mine")
    assert again.returncode == 2
    assert "expected a new or empty folder" in again.stderr
    assert run("init", tmp_path / "no" / "where").returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_small_commands():
    assert start("version").stdout == "0.1.0\n"
    assert "helium" in start("cases").stdout
    listed = json.loads(run("cases", "--json").stdout)["result"]
    assert len(listed["cases"]) >= 2
    assert {"tungsten", "iodine"} <= {row["material"] for row in listed["materials"]}
    doctor = start("doctor", "--json")
    assert doctor.returncode == 0
    assert all(check["ok"] for check in json.loads(doctor.stdout)["result"]["checks"])
    assert run("--help").returncode == run("exposure", "--help").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["exposure", "heliun"], 2, "did you mean 'helium'"),
        (["exposure", "tungstn"], 2, "did you mean 'tungsten'"),
        (["exposure", "tungsten:281010"], 2, "expected one of the shipped tables"),
        (["exposure", "gallium:811292", "--year", "2001"], 3, "expected 2002 to 2024"),
        (["brief", "iodine"], 2, "outlast exposure iodine --producers"),
        (["brief", "gallium:811292"], 2, "shares its heading with other materials"),
        (["exposur", "helium"], 2, "Did you mean 'exposure'"),
        (["exposure", "isle", "--impoter", "CHN"], 2, "--importer"),
        (["exposure", "isle", "--basis", "masse"], 2, "did you mean 'mass'"),
        (["exposure", "isle", "--years", "2023"], 2, "such as 2002:2024"),
        (["exposure", "isle", "--years", "2020:2021", "--year", "2020"], 2, "both given"),
        (["exposure", "isle", "-o", "x.xls"], 2, ".json, .csv or .nc"),
        (["exposure", "isle", "--year", "lots"], 2, "--year"),
        (["brief", "isle", "-o", "x.pdf"], 2, "ending in .html"),
        (["exposure", "isle", "--year", "1999"], 3, "expected 2020 to 2023"),
        (["exposure", "isle", "--importer", "Atlantis"], 3, "expected an ISO 3166 code"),
        (["exposure", "isle", "--cut", "2"], 3, "expected a share"),
        (["exposure", "isle", "--cut", "nan"], 3, "expected a share"),
    ],
)
def test_mistakes_have_one_clear_line_and_a_code(arguments, code, words, tmp_path):
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.iterdir())


def test_bad_data_exits_with_3(isle_copy):
    (isle_copy / "trade.csv").unlink()
    done = start("brief", isle_copy)
    assert done.returncode == 3
    assert "trade.csv: file is 'missing'" in done.stderr


def test_a_list_that_is_cut_short_exits_with_5(isle_copy):
    header, *_ = (isle_copy / "trade.csv").read_text().splitlines()
    codes = [line.split(",")[0] for line in _countries()][:30]
    rows = [f"2023,280499,HS17,{code},XIS,100,1" for code in codes]
    (isle_copy / "trade.csv").write_text("\n".join([header, *rows]) + "\n")
    done = run("exposure", isle_copy, "--basis", "heading", "--json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["result"]["coalitions_complete"] is False
    assert "another --cut may have fewer" in done.stderr


def _countries():
    from importlib.resources import files

    return files("outlast").joinpath("countries.csv").read_text().splitlines()[1:]


def test_an_interrupt_exits_with_130(monkeypatch, capsys):
    from outlast import cli

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    with pytest.raises(SystemExit) as left:
        cli.main(["version"])
    assert left.value.code == 130
    assert "interrupted" in capsys.readouterr().err


def test_a_fault_of_ours_exits_with_70_and_no_traceback(monkeypatch, capsys):
    from outlast import cli

    def broken(_):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(cli, "_run", broken)
    with pytest.raises(SystemExit) as left:
        cli.main(["version"])
    assert left.value.code == 70
    message = capsys.readouterr().err
    assert "a fault of outlast" in message
    assert "Traceback" not in message


def test_a_closed_pipe_ends_quietly():
    command = f"{sys.executable} -m outlast exposure helium --years 2002:2024 --json | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_letters_survive_a_plain_locale(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "outlast", "exposure", "helium", "-i", "CIV", "--json"],
        capture_output=True, check=False, cwd=tmp_path,
        env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0
    assert "Côte" in json.loads(done.stdout.decode("utf-8"))["result"]["importer_name"]


def test_brackets_in_names_are_text(isle_copy):
    path = isle_copy / "case.yaml"
    path.write_text(path.read_text().replace("XNO: Northland", 'XNO: "[/b]North [red]"'))
    done = run("exposure", isle_copy)
    assert done.returncode == 0
    assert "[/b]North [red]" in done.stdout


def test_nothing_is_left_behind_where_a_folder_is_in_the_way(tmp_path):
    (tmp_path / "d.json").mkdir()
    assert run("exposure", "isle", "-o", tmp_path / "d.json").returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["d.json"]


def test_init_fills_the_folder_one_stands_in(tmp_path):
    assert run("init", ".", cwd=tmp_path).returncode == 0
    assert run("exposure", ".", cwd=tmp_path).returncode == 0


def test_a_year_without_any_supplier_is_said_to_be_unknown(tmp_path):
    path = tmp_path / "all.yaml"
    path.write_text(
        "title: x\nmeasures:\n"
        "  - {id: a, kind: export_ban, all_but: [XIS], start: '+0', expected_months: 6}\n"
    )
    words = " ".join(run("shock", "isle", "-s", path, "-n", "4").stdout.split())
    assert "no stocks: unknown, as everything that Isle used in 2023 is stopped" in words


def test_shock_and_backtest_print_their_headlines():
    done = start("shock", "isle", "-s", "xno-embargo", "-n", "16")
    assert done.returncode == 0
    words = " ".join(done.stdout.split())
    assert "Northland stops exports to Isle: Isle" in words
    assert "Isle misses" in words
    assert re.search(r"Price at its peak .*: spot \d\.\d times normal in month 1 ", words)
    assert re.search(r"Bill for what arrives, .*: \d\.\d times normal in month \d", words)
    assert "By opening stock, in months of use: 0 for" in words
    assert re.search(r"most of the spread: [A-Za-z ']+ \([+-]0\.\d\d\), ", words)
    assert "Who else goes short: Eastland" in words
    assert "Loss over 12 months, at most" in words
    assert "Counted: street lamps, 1 of 2 sectors." in words
    assert "may be caught up later, which is not modelled" in words
    assert "Unknown: industries.csv has no value added of an industry of toys in Isle" in words
    assert "ROW" not in words
    year = (
        r"one year .*: tonnes used by Isle -\d+\.\d % \(forms: -\d+\.\d % to -\d+\.\d %\), price"
    )
    assert re.search(year, words)
    again = run("shock", "isle", "-n", "16", "--json")
    assert json.loads(again.stdout)["result"]["draws"] == 16
    assert run("shock", "isle", "-n", "1000000000").returncode == 5
    assert run("shock", "isle", "--scenario", "xno-stap").returncode == 2
    for option in ("--sampling", "--sensitivity", "--cluster"):
        assert run("shock", "isle", "-n", "8", option, "lattin").returncode == 2
    driven = run("shock", "isle", "-n", "8", "--sensitivity", "morris", "--samples", "4")
    assert "Assumption" in driven.stdout
    assert "form of the model" in driven.stdout
    help_text = run("shock", "--help").stdout
    assert "the case's spotlight_scenario" in " ".join(help_text.replace("│", " ").split())
    back = start("backtest", "2017-qatar", "-n", "16")
    words = " ".join(back.stdout.split())
    assert "chosen with the outcome in view" in words
    assert "lost, that losses are proportional" in words
    assert "Skill" in words


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["shock", "isle", "--seed", "-1"], 3, "seed is -1, expected 0 or more"),
        (["backtest", "--seed", "-1"], 3, "seed is -1, expected 0 or more"),
        (["backtest", "--losses", "--seed", "-1"], 3, "seed is -1, expected 0 or more"),
        (["backtest", "--case", "isle"], 2, "case isle has no episodes"),
        (["backtest", "helium"], 2, "helium is a case, which --case helium chooses"),
    ],
)
def test_mistakes_of_a_run_have_one_clear_line_and_a_code(arguments, code, words):
    done = run(*arguments, "-n", "2")
    assert done.returncode == code
    assert words in done.stderr
    assert done.stdout == ""


def test_printed_losses_stand_beside_the_model():
    words = " ".join(run("backtest", "--losses").stdout.split())
    assert "too high" in words
    assert "too low" in words
    assert "may be caught up later, which is not modelled" in words
    assert "5 more printed numbers are not compared" in words


def test_every_result_is_saved_in_every_form(tmp_path):
    for name in ("l.csv", "l.nc", "l.json"):
        assert run("backtest", "--losses", "-o", tmp_path / name).returncode == 0
    assert outlast.open(tmp_path / "l.nc") == outlast.open(tmp_path / "l.json")
    for name in ("b.csv", "b.nc", "b.json"):
        assert run("backtest", "2017-qatar", "-n", "8", "-o", tmp_path / name).returncode == 0
    assert "{" not in (tmp_path / "b.csv").read_text()
    assert run("shock", "isle", "-n", "8", "-o", tmp_path / "x.csv").returncode == 0
    assert "\nprice_delivered,0," in (tmp_path / "x.csv").read_text()


def test_init_drafts_a_case_from_trade_that_runs_at_once(tmp_path):
    done = run("init", "mine", "--from-trade", "811292", "-i", "Japan", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == "mine\n"
    assert "Warning: HS 811292 mixes gallium, germanium" in done.stderr
    quiet = start("init", "again", "--from-trade", "811292", "-i", "JPN", "-q", cwd=tmp_path)
    assert "Warning: HS 811292 mixes" in quiet.stderr
    names = sorted(p.relative_to(tmp_path / "mine") for p in (tmp_path / "mine").rglob("*.*"))
    assert len(names) == 9
    for name in names:
        assert (tmp_path / "mine" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    for command in (["exposure", "mine"], ["shock", "mine", "-n", "8"], ["brief", "mine"]):
        ran = run(*command, cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert "Japan" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--from-trade", "81101"], 2, "expected the six digits of an HS code"),
        (["--from-trade", "850440"], 2, "--table BACI_HS17"),
        (["--from-trade", "811010", "--importer", "TUV"], 3, "a country that imports in 2024"),
        (["--from-trade", "811010", "--years", "2024"], 2, "such as 2002:2024"),
        (["--from-trade", "850440", "--table", "none.csv"], 3, "expected a file of BACI"),
        (["--importer", "FRA"], 2, "belong to --from-trade"),
    ],
)
def test_a_draft_that_cannot_be_made_leaves_nothing(arguments, code, words, tmp_path):
    done = run("init", "mine", *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_draft_never_overwrites(tmp_path):
    (tmp_path / "note").write_text("mine")
    done = run("init", tmp_path, "--from-trade", "811010")
    assert done.returncode == 2
    assert "expected a new or empty folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["note"]
