"""Write the columns of every table, from the schema, into ``docs/case.md``."""

import re
from pathlib import Path

from outlast.case.schema import QUANTITIES, TABLES

PAGE = Path(__file__).parents[1] / "docs" / "case.md"
BEGIN, END = "## Columns\n", "\n## Laws"


def columns() -> str:
    """List every table's columns; those that must be filled in bold."""
    lines = []
    for name, model in TABLES.items():
        words = [
            f"**{column}**" if field.is_required() else column
            for column, field in model.model_fields.items()
        ]
        lines.append(f"* `{name}`: {', '.join(words)}")
    quantities = ", ".join(f"`{name}` ({unit})" for name, unit in QUANTITIES.items())
    lines += [
        "",
        f"Bold columns must be filled. A figure's `quantity` is one of {quantities};",
        "any unit that converts to the one in brackets will do.",
    ]
    return "\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Replace the section."""
    text = PAGE.read_text("utf-8")
    pattern = re.escape(BEGIN) + r".*?" + re.escape(END)
    PAGE.write_text(
        re.sub(pattern, lambda _: BEGIN + columns() + END, text, flags=re.DOTALL), "utf-8"
    )


if __name__ == "__main__":
    main()
