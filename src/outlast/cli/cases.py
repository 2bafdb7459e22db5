"""``outlast cases``: what comes with outlast."""

import json

from outlast.cli.options import AsJson, console


def cases(*, as_json: AsJson = False) -> None:
    """List the shipped cases."""
    from outlast.case import load, shipped_cases  # noqa: PLC0415 - start-up time

    found = [load(name) for name in shipped_cases()]
    rows = [
        {
            "case": case.name,
            "title": case.header.title,
            "product": case.header.product,
            "importer": case.header.importer,
            "years": list(case.header.years),
            "flows": len(case.flows),
            "figures": len(case.figures),
        }
        for case in found
    ]
    if as_json:
        envelope = {"schema": "outlast.cases/1", "result": {"cases": rows}}
        print(json.dumps(envelope, ensure_ascii=False, indent=1))  # noqa: T201
        return
    from rich.table import Table  # noqa: PLC0415

    table = Table()
    for heading in ("Case", "Material", "HS", "Importer", "Years", "Flows", "Figures"):
        table.add_column(heading)
    for row, case in zip(rows, found, strict=True):
        first, last = case.header.years
        table.add_row(case.name, case.header.title, case.header.product, case.header.importer,
                      f"{first}-{last}", f"{row['flows']:,}", f"{row['figures']:,}")  # fmt: skip
    console().print(table)
