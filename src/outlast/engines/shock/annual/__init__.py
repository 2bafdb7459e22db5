"""One year after a shock in which everybody adapts: a model to set beside the months."""

from outlast.engines.shock.annual.comparison import Annual, comparison

__all__ = ["Annual", "comparison"]
