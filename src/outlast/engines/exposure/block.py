"""Values of one year as they are put together, with what is unknown and why."""

from typing import Any

from outlast.results import Unknown


class Block:
    """Values of one year, and what goes with them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.unknown: list[Unknown] = []
        self.warnings: list[str] = []
        self.figures: set[str] = set()

    def miss(self, path: str, reason: str) -> None:
        """Note why a value is unknown."""
        self.unknown.append(Unknown(path, reason))
