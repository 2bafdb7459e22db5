"""YAML that holds plain values only, and the line on which each of them stands."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from outlast.errors import Fault
from outlast.readers.tables import MAX_YAML_BYTES, Unreadable, check_size


class PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which can blow a small file up, and without a key given twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 - PyYAML's types
        """Refuse an alias."""
        if self.check_event(yaml.events.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002
        """Refuse a key given twice."""
        keys = [key.value for key, _ in node.value]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            problem = f"the key {twice[0]} twice"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path, faults: list[Fault]) -> object:
    """Read YAML safely; a tag that would build an object is a fault.

    Parameters
    ----------
    path : Path
        The file.
    faults : list of Fault
        Grows by what is wrong.

    Returns
    -------
    object
        Plain values, lists and maps; None where nothing can be read.
    """
    try:
        check_size(path, MAX_YAML_BYTES)
        return yaml.load(path.read_text("utf-8"), Loader=PlainLoader)  # noqa: S506 - a SafeLoader
    except Unreadable as unreadable:
        faults.append(unreadable.fault)
    except UnicodeDecodeError:
        faults.append(Fault(path.name, "text", "bytes", "UTF-8"))
    except OSError as error:
        faults.append(Fault(path.name, "file", error.strerror or "unreadable", "a readable file"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}:{mark.line + 1}" if mark else path.name
        problem = str(getattr(error, "problem", None) or "unreadable")
        remedy = "outlast reads data only and runs nothing from a case"
        faults.append(Fault(where, "YAML", problem[:100], "plain values, lists and maps", remedy))
    except (RecursionError, ValueError, KeyError, IndexError, AttributeError, TypeError):
        # PyYAML lets a malformed number, date or tag through as any of these.
        got = "a value that cannot be read"
        faults.append(Fault(path.name, "YAML", got, "plain values, lists and maps",
                            "put text with digits or colons into quotes"))  # fmt: skip
    return None


def line_of(path: Path, keys: Sequence[object]) -> int:
    """Find the line of a value by the keys and positions that lead to it.

    Keys that lead no further, such as one that is missing, are left out.
    """
    node = yaml.compose(path.read_text("utf-8"), Loader=PlainLoader)
    line = 1
    for key in keys:
        child = _child(node, key)
        if child is None:
            break
        node, line = child[1], child[0] + 1
    return line


def _child(node: yaml.Node | None, key: object) -> tuple[int, yaml.Node] | None:
    """Line, counted from 0, and node of a map's key or of a list's place."""
    if isinstance(node, yaml.MappingNode):
        found = [pair for pair in node.value if pair[0].value == str(key)]
        return (found[0][0].start_mark.line, found[0][1]) if found else None
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
        return node.value[key].start_mark.line, node.value[key]
    return None
