"""The examples of docs/measures.md are scenarios that the isle case takes, one of every kind."""

import json
import re
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import yaml
from jsonschema import Draft202012Validator
from laid import lay

from outlast.case.measures import Measure, Scenario

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "measures.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)


def test_every_kind_has_an_example():
    union = get_args(get_args(Measure)[0])
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in union}
    shown = {m["kind"] for example in EXAMPLES for m in yaml.safe_load(example)["measures"]}
    assert shown == kinds
    assert all(f"`{kind}`" in PAGE or kind.replace("_", " ").title()[:5] in PAGE for kind in kinds)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.partition("\n")[0])
def test_an_example_fits_the_schema_and_does_something(isle, example):
    written = yaml.safe_load(example)
    published = json.loads((DOCS / "schemas" / "scenario.json").read_text("utf-8"))
    Draft202012Validator(published).validate(written)
    read = Scenario.model_validate(written)
    assert Scenario.model_validate(json.loads(json.dumps(read.model_dump(mode="json")))) == read
    options = {"target": "XIS", "year": 2022, "months": 36}
    laid, _, _ = lay(isle, *written["measures"], **options)
    for name in {m["id"] for m in written["measures"] if m["kind"] != "truce"}:
        rest = [m for m in written["measures"] if m["id"] != name and m["kind"] != "truce"]
        without, _, _ = lay(isle, *rest, **options)
        assert any(
            a.shape != b.shape or not np.array_equal(a, b)
            for a, b in zip([laid.supply, *laid.policies], [without.supply, *without.policies],
                            strict=True)
        ), name  # fmt: skip
    assert not [note for note in laid.notes if "nothing" in note]
