"""Pages for people: a brief in one file, every number a link to its source."""

from outlast.report.brief import Brief, brief

__all__ = ["Brief", "brief"]
