"""``outlast version``."""

from outlast.about import __version__


def version() -> None:
    """Print the version."""
    print(__version__)  # noqa: T201
