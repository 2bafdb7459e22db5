"""The command ``outlook``."""

from commands import run


def test_outlook_tells_output_by_year_and_what_is_unknown():
    done = run("outlook", "isle", "--years", "2024:2026", "-n", "8", "-q")
    words = " ".join(done.stdout.split())
    assert done.returncode == 0, done.stderr
    assert "Northland" in words
    assert "600 (600 to 600)" in words
    assert "Unknown: suppliers.XEA: no output of 2023 is on file" in words
