"""A case is a folder of plain files about one material; here it is read, checked and kept."""

from outlast.case.loader import load, shipped_cases
from outlast.case.model import Case

__all__ = ["Case", "load", "shipped_cases"]
