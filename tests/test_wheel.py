"""The wheel, installed in a clean environment outside the checkout, makes the same brief."""

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT],
        check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def bring_compiled(checkout, installed):
    """Spare another minute of compiling: what is compiled belongs to the same bytes and time."""
    for compiled in checkout.rglob("__pycache__/*.nb[ci]"):
        name = compiled.relative_to(checkout)
        source = name.parents[1] / f"{name.name.split('.')[0]}.py"
        assert (checkout / source).read_bytes() == (installed / source).read_bytes()
        shutil.copystat(checkout / source, installed / source)
        (installed / name).parent.mkdir(exist_ok=True)
        shutil.copy(compiled, installed / name)


def test_the_wheel_carries_cases_templates_and_libraries(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("minerals/baci_hs92.parquet", "minerals/SOURCES.md",
                 "cases/helium/trade.csv", "cases/isle/case.yaml", "countries.csv", "py.typed",
                 "cases/rare-earth-magnets/stages/oxide/stages/ore/trade.csv",
                 "charts/vendor/vega.min.js", "report/templates/brief.html.j2"):  # fmt: skip
        assert f"outlast/{name}" in names
    assert all(name.startswith(("outlast/", "outlast-")) for name in names)


def test_the_installed_wheel_makes_the_same_brief(wheel, tmp_path):
    """Its packages come from this environment, outlast itself from the wheel alone."""
    venv.create(tmp_path / "clean", with_pip=True)
    python = tmp_path / "clean" / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    packages = next(Path(sys.prefix).glob("lib/python*/site-packages"))
    own = next((tmp_path / "clean").glob("lib/python*/site-packages"))
    (own / "borrowed.pth").write_text(f"{packages}\n")
    for path in packages.glob("*outlast*"):  # an editable install must not answer instead
        assert path.suffix in {".pth", ".dist-info", ".py"}
    import outlast

    bring_compiled(Path(outlast.__file__).parent, own / "outlast")
    script = (
        "import outlast, pathlib; assert 'clean' in outlast.__file__, outlast.__file__;"
        "outlast.brief('helium', shocks=False).save('brief.html');"
        "outlast.shock('isle', draws=16).save('shock.json')"
    )
    subprocess.run([python, "-c", script], check=True, cwd=tmp_path)
    expected = outlast.brief("helium", shocks=False).html()
    shock = outlast.shock("isle", draws=16).to_json()
    assert (tmp_path / "shock.json").read_text("utf-8") == shock
    assert (tmp_path / "brief.html").read_text("utf-8") == expected
