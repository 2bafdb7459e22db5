"""One year after a shock in which everybody adapts: a model to set beside the months."""
