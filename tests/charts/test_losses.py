"""Bands of losses on a logarithmic axis."""

from outlast.charts import loss_ranges

ROWS = [
    {"name": "every input binds", "p5": 4e5, "p50": 6e5, "p95": 8e5, "words": "600 billion USD"},
    {"name": "inputs replace each other", "p5": 0.0, "p50": 20.0, "p95": 40.0, "words": "20"},
    {"name": "no loss", "p5": 0.0, "p50": 0.0, "p95": 0.0, "words": "0 USD"},
]


def test_every_band_above_nothing_is_drawn_on_one_logarithmic_axis():
    chart = loss_ranges(ROWS, unit="million USD")
    (table,) = chart["datasets"].values()
    assert [row["name"] for row in table] == ["every input binds", "inputs replace each\nother"]
    assert [row["p5"] for row in table] == [4e5, 0.04]
    scales = [layer["encoding"]["x"]["scale"]["type"] for layer in chart["layer"]]
    assert scales == ["log"] * 3
    assert chart["layer"][0]["encoding"]["x2"]["field"] == "p95"
