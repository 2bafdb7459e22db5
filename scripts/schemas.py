"""Write the JSON schemas of what a user writes by hand, from the models, into ``docs/schemas``."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from outlast.case.blocs_file import BLOCS
from outlast.case.measures import Episode, Scenario
from outlast.case.schema import CaseFile, MoneyRate, Option, OptionNumber, Replay

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"
MODELS: dict[str, TypeAdapter[Any]] = {
    "case": TypeAdapter(CaseFile),
    "scenario": TypeAdapter(Scenario),
    "episode": TypeAdapter(Episode),
    "replay": TypeAdapter(Replay),
    "blocs": BLOCS,
    "option": TypeAdapter(Option),
    "option_number": TypeAdapter(OptionNumber),
    "money": TypeAdapter(MoneyRate),
}


def schema(name: str) -> str:
    """One model's JSON schema (draft 2020-12)."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    body = MODELS[name].json_schema()
    return json.dumps(head | body, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write every schema."""
    FOLDER.mkdir(exist_ok=True)
    for name in MODELS:
        (FOLDER / f"{name}.json").write_text(schema(name), "utf-8")


if __name__ == "__main__":
    main()
