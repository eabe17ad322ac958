"""A folder of YAML documents as one mapping that remembers the file and line of every key."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import yaml

from deploy.errors import SetupError

Value = str | list["Value"] | dict[str, "Value"]
Keys = tuple[str | int, ...]


class Mark(NamedTuple):
    """Where something stands; lines count from 1, 0 is the whole folder."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


class Marked(NamedTuple):
    """The documents put together. Scalars are strings, as written: the contract says what they mean.

    `written` has the keys that lead to an entry in the document, where `values` have it elsewhere.
    """

    values: dict[str, Value]
    marks: dict[Keys, Mark]
    written: Mapping[Keys, Keys] = MappingProxyType({})

    def find(self, keys: Keys) -> tuple[Mark, Keys]:
        """Where the keys lead to, as far as they lead: steps that the document does not know are left out."""
        path: Keys = ()
        for key in (*self.written.get(keys[:2], keys[:2]), *keys[2:]):
            if (*path, key) in self.marks:
                path = (*path, key)
        return self.marks[path], path


def read_folder(folder: Path) -> Marked:
    """All `*.yaml` of a folder, each a mapping of its own keys. Raises SetupError naming file and line."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise SetupError(f"{folder} has no *.yaml files: name a folder with a policy, such as deploy/policies/zh")
    whole = Marked({}, {(): Mark(str(folder), 0)})
    for file in files:
        for key, value in _read(file, whole.marks).items():
            whole.values[key] = value
    return whole


def _read(file: Path, marks: dict[Keys, Mark]) -> dict[str, Value]:
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SetupError(f"{file} is not readable YAML: {error}") from error
    if not isinstance(node, yaml.MappingNode):
        raise SetupError(f"{file}, line 1: expected keys with values, as in 'version: 2025-1'")
    return _mapping(node, (), file, marks)


def _value(node: yaml.Node, path: Keys, file: Path, marks: dict[Keys, Mark]) -> Value:
    marks.setdefault(path, _mark(node, file))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, file, marks)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, number), file, marks) for number, item in enumerate(node.value)]
    return str(node.value)


def _mapping(node: yaml.MappingNode, path: Keys, file: Path, marks: dict[Keys, Mark]) -> dict[str, Value]:
    return {key: _value(value, (*path, key), file, marks) for key, value in _pairs(node, path, file, marks)}


def _pairs(node: yaml.MappingNode, path: Keys, file: Path, marks: dict[Keys, Mark]) -> Iterator[tuple[str, yaml.Node]]:
    """Keys with their values; a key is marked where it stands, and may stand only once in all files."""
    for key, value in node.value:
        name = str(key.value)
        if before := marks.get((*path, name)):
            raise SetupError(f"{_mark(key, file)}: {name} is already set in {before}: keep one of the two")
        marks[*path, name] = _mark(key, file)
        yield name, value


def _mark(node: yaml.Node, file: Path) -> Mark:
    return Mark(str(file), node.start_mark.line + 1)
