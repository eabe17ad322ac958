"""Trees as people write them, made flat: an entry holds its `children`, and a child may be a name alone.

A child without a code has its parent's code and its own number: the one before its name ("07 name", up to three
digits), else one more than its neighbour's; the first is 01. A name that begins with + goes on from its parent's name.
"""

import re
from typing import NamedTuple

from deploy.errors import SetupError
from deploy.marked import Keys, Marked, Value

_TREES = {"classes": ("merge", "urgency"), "regions": ("level",), "units": ("level",)}
"""What a child has of its parent where it says nothing itself; a level is one more."""
_NUMBERED = re.compile(r"(\d{1,3})\s+(\S.*)")
_MORE = "+"

_Entry = dict[str, Value]


def flattened(marked: Marked) -> Marked:
    """The same documents with every tree as a flat list. Raises SetupError naming file, line and key."""
    values = dict(marked.values)
    written: dict[Keys, Keys] = {}
    for key in _TREES:
        entries = values.get(key)
        if isinstance(entries, list):
            tree = _Tree(marked, key, [], [])
            for number, entry in enumerate(entries):
                tree.add(entry, (key, number))
            values[key] = tree.flat
            written |= {(key, number): path for number, path in enumerate(tree.paths)}
    return Marked(values, marked.marks, written)


class _Tree(NamedTuple):
    marked: Marked
    key: str
    flat: list[Value]
    paths: list[Keys]

    def add(self, entry: Value, path: Keys) -> None:
        """Put an entry, and then all below it."""
        above = {**entry} if isinstance(entry, dict) else {}
        children = above.pop("children", [])
        self.flat.append(above or entry)
        self.paths.append(path)
        path = (*path, "children")
        if not isinstance(children, list):
            raise SetupError(f"{self.marked.marks[path]}: {'.'.join(map(str, path))}: expected a list of entries")
        number = "00"
        for at, child in enumerate(children):
            number, found = self._child(child, above, _next(number))
            self.add(found, (*path, at))

    def _child(self, child: Value, above: _Entry, number: str) -> tuple[str, Value]:
        """A child with all that it has of its parent, and its number."""
        found = {"name": child} if isinstance(child, str) else child
        if not isinstance(found, dict):
            return number, child
        name = str(found.get("name", ""))
        if "code" not in found and (numbered := _NUMBERED.fullmatch(name)):
            number, name = numbered[1], numbered[2]
        if name.startswith(_MORE):
            name = f"{above.get('name', '')}{name.removeprefix(_MORE)}"
        own = {"code": f"{above.get('code', '')}{number}", "parent": above.get("code", ""), **self._inherited(above)}
        return number, {**own, **found, **({"name": name} if name else {})}

    def _inherited(self, above: _Entry) -> _Entry:
        found = {key: above[key] for key in _TREES[self.key] if key in above}
        if str(found.get("level", "")).isdecimal():
            found["level"] = str(int(str(found["level"])) + 1)
        return found


def _next(number: str) -> str:
    return str(int(number) + 1).zfill(len(number))
