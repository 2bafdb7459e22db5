"""An ensemble in windows: the same wherever it is computed, whole however it is broken off."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from scenarios import scenario

import outlast
from outlast.engines.shock import parts, windows
from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.model import run
from outlast.engines.shock.outcomes import Table
from outlast.errors import LimitReached, UsageError

BAN = {"kind": "export_ban", "powers": ["USA"]}
SHORT = """
import sys, time, outlast
from outlast.engines.shock import windows
windows.WINDOW = 64
sys.stdout.write(outlast.shock("isle", draws={draws}, cluster={cluster!r},
                               progress=lambda words: print(words, file=sys.stderr, flush=True),
                               ).to_json())
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "outlast" / "ensembles"


@pytest.fixture
def small(monkeypatch):
    """Make windows of 16 draws."""
    monkeypatch.setattr(windows, "WINDOW", 16)


def ask(case, draws=64):
    return Ensemble(case, scenario(BAN), "CHN", 2018, 14, draws)


def test_a_window_equals_its_draws_of_the_whole(helium):
    """Where no decision hangs on the draws, a window is a cut of the whole, to rounding."""
    whole = run(ask(helium))
    part = run(ask(helium), first=40, last=64, frame=whole.frame)
    assert part.normal.destinations == whole.normal.destinations
    for one, all_ in zip(part.record, whole.record, strict=True):
        assert one == pytest.approx(all_[40:], rel=1e-9, abs=1e-9)


@pytest.mark.usefixtures("cache", "small")
def test_windows_give_one_table(helium):
    with windows.computed(ask(helium)) as (table, facts):
        names = dict(facts.layout)
        unmet, spot = table["unmet"], list(table.slices("spot"))
    whole = run(ask(helium))
    assert names["spot"] == (14,)
    assert unmet.shape == (64, len(whole.normal.destinations))
    assert np.stack(spot, axis=1) == pytest.approx(whole.record.spot, rel=1e-9, abs=1e-12)


@pytest.mark.usefixtures("small")
def test_an_ensemble_goes_on_from_its_parts(helium, cache, monkeypatch):
    done = []
    with windows.computed(ask(helium)) as (table, _):
        undisturbed = table["unmet"].tobytes()
    assert not list(cache.iterdir())
    real = windows.window

    def breaks(job, span, threads):
        if span[0] == 32:
            raise KeyboardInterrupt
        return real(job, span, threads)

    monkeypatch.setattr(windows, "window", breaks)
    with pytest.raises(KeyboardInterrupt), windows.computed(ask(helium)):
        pass
    (folder,) = (path for path in cache.iterdir() if path.is_dir())
    assert sorted(path.name for path in folder.iterdir()) == ["000000000", "000000016"]
    (folder / "000000048").write_bytes(b"torn")
    whole = bytearray((folder / "000000016").read_bytes())
    whole[100] ^= 1
    (folder / "000000016").write_bytes(whole)
    computed = []
    monkeypatch.setattr(windows, "window", lambda job, span, threads: computed.append(span)
                        or real(job, span, threads))  # fmt: skip
    with windows.computed(ask(helium), progress=done.append) as (table, _):
        assert table["unmet"].tobytes() == undisturbed
    assert computed == [(16, 32), (32, 48), (48, 64)]
    assert done == [16, 16, 32, 48, 64]
    assert not list(cache.iterdir())


@pytest.mark.usefixtures("small")
def test_other_ensembles_have_other_parts(helium):
    names = {windows._key(each, ()) for each in (  # noqa: SLF001
        ask(helium), ask(helium, draws=65), replace(ask(helium), seed=2),
        replace(ask(helium), sampling="latin"), replace(ask(helium), scenario=scenario()),
    )}  # fmt: skip
    assert len(names) == 5


@pytest.mark.usefixtures("small")
def test_without_a_cache_a_temporary_folder_serves(helium, tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setattr(parts, "free_space", lambda: 10**9)
    with windows.computed(ask(helium)) as (table, _):
        assert table["unmet"].shape[0] == 64


def test_who_waits_for_a_folder_has_it_alone(cache):
    """Whoever comes after the holder has dropped its lock file does not share with who waited."""
    inside = []

    def work(name):
        with parts.folder_of("same") as folder:
            inside.append(name)
            assert len(inside) == 1
            (folder / name).write_text("")
            time.sleep(0.05)
            inside.remove(name)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work, f"{k}") for k in range(8)]:
            done.result()
    assert not list(cache.iterdir())


def test_what_broken_runs_left_long_ago_is_dropped(cache):
    old, new = cache / "old", cache / "new"
    for place in (old, new):
        place.mkdir(parents=True)
        (place / "000000000").write_bytes(b"")
    long_ago = time.time() - (parts.KEPT_DAYS + 1) * 86400
    os.utime(old, (long_ago, long_ago))
    with parts.folder_of("mine") as mine:
        assert mine.is_dir()
    assert [path.name for path in cache.iterdir()] == ["new"]


@pytest.mark.usefixtures("cache")
def test_a_table_that_no_disk_holds_is_refused(helium):
    with pytest.raises(LimitReached, match=r"1,000,000,000,000 draws need .* fit"):
        outlast.shock(helium, "us-embargo", draws=10**12, months=12)


def test_rows_are_read_from_files_as_from_memory(tmp_path):
    part = np.arange(24.0).reshape(6, 4)
    parts.write(tmp_path / "part", part)
    layout = (("a", ()), ("b", (2,)), ("c", (3, 1)))
    tables = [Table(layout, [part, part]),
              Table(layout, [parts.FilePart(tmp_path / "part", 4)] * 2)]  # fmt: skip
    for name, _ in layout:
        assert tables[0][name].tobytes() == tables[1][name].tobytes()
    assert tables[1]["b"].shape == (8, 2)
    assert [step.shape for step in tables[1].slices("c")] == [(8, 1)] * 3


def start(draws, cluster=None, hashing=1):
    """Begin an ensemble in windows of 64 in another process, whose sets have another order."""
    script = SHORT.format(draws=draws, cluster=cluster)
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True,
                            env=os.environ | {"PYTHONHASHSEED": str(hashing)})  # fmt: skip


def wait_for(process, words):
    """Read what a process says until it says some words."""
    for line in process.stderr:
        if words in line:
            return
    raise AssertionError(process.communicate())


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What 1,280 draws give undisturbed, in windows of 64, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(windows, "WINDOW", 64)
        return outlast.shock("isle", draws=1280).to_json()


def test_killed_in_the_middle_it_leaves_nothing_torn_and_goes_on(cache, whole):
    broken = start(1280)
    wait_for(broken, "256 of 1,280")
    broken.send_signal(signal.SIGKILL)
    broken.communicate()
    (folder,) = (path for path in cache.iterdir() if path.is_dir())
    sizes = {path.stat().st_size for path in folder.glob("0*")}
    assert len(sizes) == 1
    assert 4 <= len(list(folder.glob("0*"))) < 20
    again = start(1280, hashing=2)
    text, said = again.communicate()
    told = [int(line.split(" ")[0].replace(",", ""))
            for line in said.splitlines() if line[0].isdigit()]  # fmt: skip
    assert told[:2] == [0, 64]
    assert told[2] >= 256
    assert text == whole
    assert not list(cache.iterdir())
    assert '"schema": "outlast.shock/1"' in whole


@pytest.mark.usefixtures("cache")
def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(whole):
    psutil = pytest.importorskip("psutil")  # comes with distributed
    running = start(1280, cluster="local")
    wait_for(running, "192 of 1,280")
    workers = [child for child in psutil.Process(running.pid).children(recursive=True)
               if "spawn_main" in " ".join(child.cmdline())]  # fmt: skip
    assert workers
    workers[0].kill()
    text, _ = running.communicate(timeout=180)
    assert text == whole


@pytest.mark.usefixtures("cache", "small")
def test_a_cluster_that_does_not_answer_is_refused(isle, monkeypatch):
    monkeypatch.setattr("outlast.engines.shock.cluster.PATIENCE", 1)
    with pytest.raises(UsageError, match="expected 'local' or the address"):
        outlast.shock(isle, draws=64, cluster="tcp://127.0.0.1:1")
    with pytest.raises(UsageError, match="expected 'local' or the address"):
        outlast.shock(isle, draws=64, cluster="nonsense://x")
