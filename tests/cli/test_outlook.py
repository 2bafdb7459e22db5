"""The command ``outlook``."""

from commands import run


def test_outlook_tells_output_by_year_and_what_is_unknown():
    done = run("outlook", "isle", "--years", "2024:2026", "-n", "8", "-q")
    words = " ".join(done.stdout.split())
    assert done.returncode == 0, done.stderr
    assert "Northland" in words
    assert words.startswith("Output in 2026: Northland 600 t (600 to 600), Southland 350 t")
    assert "│ Northland │ 600 │ 600 │ 600 │" in words
    assert "Unknown: suppliers.XEA: no output of 2023 is on file" in words
