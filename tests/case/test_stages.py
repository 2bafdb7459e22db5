"""Upstream stages: cases within a case, and what is wrong with them."""

import shutil

import pytest

import outlast
from outlast.case.stages import DEEPEST
from outlast.errors import CaseFaults

ORE = "stages/oxide/stages/ore"


def faults(folder):
    with pytest.raises(CaseFaults) as caught:
        outlast.load(folder)
    return [str(fault) for fault in caught.value.faults]


def spoil(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_stage_is_a_case_of_its_own(chain, chain_copy):
    assert list(chain.chain) == ["oxide", "oxide/ore"]
    ore = outlast.load(chain_copy / ORE)
    assert ore.sha256 == chain.chain["oxide/ore"].sha256
    result = outlast.exposure(ore, importer="XRR").result
    assert [row["name"] for row in result["suppliers"]] == ["Alder", "Birch"]


def test_the_checksum_covers_the_files_of_stages(chain, chain_copy):
    assert outlast.load(chain_copy).sha256 == chain.sha256
    spoil(chain_copy / ORE / "figures.csv", "2023,600", "2023,500")
    changed = outlast.load(chain_copy)
    assert changed.sha256 != chain.sha256
    assert changed.chain["oxide"].sha256 != chain.chain["oxide"].sha256


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("oxide,magnets", "steel,magnets",
         "stage is 'steel', expected a case in the folder stages/steel: write it there, or drop"),
        ("oxide,magnets", "oxide,magnet",
         "sector is 'magnet', expected an id of stages/oxide/sectors.csv: did you mean 'magnets'"),
        ("oxide,magnets", "../oxide,magnets",
         "stage is '../oxide', expected an id of lower-case letters, digits, '.', '_' and '-'"),
        ("0.4,0.4,0.4", "0,0.4,0.4", "input_per_output is '0', expected more than 0"),
        ("0.4,0.4,0.4", "-1,0.4,0.4", "input_per_output is '-1', expected more than 0"),
        ("0.4,0.4,0.4", "0.4,0.5,0.5",
         "input_low / input_per_output / input_high is '0.5 / 0.4 / 0.5', expected numbers that"),
        ("0.2,0.2,0.2", "0.2,0.2,1", "loss_high is '1', expected less than 1"),
        ("0.2,0.2,0.2", "0.2,0.2,20", "loss_high is '20', expected at most 1: write a share as"),
        ("0.2,0.2,0.2", "0.2,0.3,0.3",
         "loss_low / loss_share / loss_high is '0.3 / 0.2 / 0.3', expected numbers that rise"),
        ("0.2,0.2,0.2", ",0.2,0.2", "loss_share is '', expected a number: fill the cell"),
        ("sourced,A", "sourced,E", "grade is 'E', expected A, B, C or D"),
        ("sourced,A,survey,half a tonne of oxide for a tonne of magnet", "assumed,D,assumption,",
         "note is '', expected the reasoning of an assumption: say why these bounds"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_line(chain_copy, old, new, expected):
    spoil(chain_copy / "stages.csv", old, new)
    (found,) = (fault for fault in faults(chain_copy) if fault.startswith("stages.csv:2: "))
    assert found.startswith(f"stages.csv:2: {expected}")


def test_a_stage_is_named_once(chain_copy):
    path = chain_copy / "stages.csv"
    path.write_text(path.read_text() + path.read_text().splitlines()[1] + "\n")
    assert faults(chain_copy) == [
        "stages.csv:3: id is 'oxide', expected an id used once: first used at stages.csv:2"
    ]


def test_faults_of_a_stage_tell_the_path_to_them(chain_copy):
    spoil(chain_copy / ORE / "figures.csv", "XAA,,2023,960", "XAA,,2023,-960")
    spoil(chain_copy / "stages/oxide/sectors.csv", "0.9,0.9", "0.9,0.8")
    found = faults(chain_copy)
    assert any(fault.startswith(f"{ORE}/figures.csv:3: value is '-960'") for fault in found)
    assert any(fault.startswith("stages/oxide/sectors.csv:2: minimum_low") for fault in found)
    (chain_copy / ORE / "case.yaml").unlink()
    assert any(fault.startswith(f"{ORE}/case.yaml: file is 'missing'")
               for fault in faults(chain_copy))  # fmt: skip


def test_a_folder_that_no_row_names_is_not_passed_over(chain_copy):
    shutil.copytree(chain_copy / ORE, chain_copy / "stages/scrap")
    (found,) = faults(chain_copy)
    assert found.startswith("stages/scrap: stage is 'scrap', expected a row of stages.csv: say")


@pytest.mark.parametrize("target", ["..", "../../chain", "../../elsewhere"])
def test_a_linked_stage_is_refused_so_that_no_ring_can_be(chain_copy, tmp_path, target):
    shutil.move(chain_copy / "stages/oxide", tmp_path / "elsewhere")
    (chain_copy / "stages/oxide").symlink_to(target, target_is_directory=True)
    (found,) = faults(chain_copy)
    assert "stage is 'oxide', expected a folder stages/oxide that is no link: copy" in found


def test_a_folder_of_stages_that_is_a_link_is_refused(chain_copy, tmp_path):
    shutil.move(chain_copy / "stages", tmp_path / "stages")
    (chain_copy / "stages").symlink_to(tmp_path / "stages", target_is_directory=True)
    assert "expected a folder stages/oxide that is no link" in " ".join(faults(chain_copy))


def test_stages_end_somewhere(chain_copy):
    row = (chain_copy / "stages.csv").read_text().replace("oxide,magnets", "ore,separation")
    ore = chain_copy / ORE
    inner = ore
    for _ in range(DEEPEST):
        files = [path for path in ore.iterdir() if path.is_file()]
        (inner / "stages.csv").write_text(row)
        inner = inner / "stages" / "ore"
        inner.mkdir(parents=True)
        for path in files:
            shutil.copy(path, inner)
        (inner / "stages.csv").unlink(missing_ok=True)
    assert f"stages at most {DEEPEST} deep" in " ".join(faults(chain_copy))
