import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

REPO = Path(__file__).parents[2]
VAGUE = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}
MOCKS = {"mock", "pytest_mock", "unittest.mock"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=REPO, capture_output=True, text=True, check=True)
    return [REPO / name for name in listed.stdout.split("\0") if name and (REPO / name).exists()]


def ours() -> list[Path]:
    return [path for path in tracked() if path.relative_to(REPO).parts[0] != "tests"]


def where(path: Path, node: ast.AST | None = None) -> str:
    return f"{path.relative_to(REPO)}:{getattr(node, 'lineno', 1)}"


def functions() -> Iterator[tuple[str, int]]:
    """Every function of ours: where it is, and its lines from `def` to its end."""
    for path in ours():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, Function):
                yield where(path, node), (node.end_lineno or node.lineno) - node.lineno + 1


def public(path: Path) -> Iterator[ast.Module | ast.ClassDef | Function]:
    """What others may use of a file: itself, its classes, their methods, its functions."""
    module = ast.parse(path.read_text())
    yield module
    classes = [node for node in module.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"]
    owners: list[ast.Module | ast.ClassDef] = [module, *classes]
    for node in (node for owner in owners for node in owner.body):
        if isinstance(node, ast.ClassDef | Function) and node.name[0] != "_":
            yield node


def imports(path: Path) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def test_a_file_fits_in_150_lines() -> None:
    lines = {where(path): sum(bool(line.strip()) for line in path.read_text().splitlines()) for path in ours()}
    assert len(lines) > 30
    assert {place: count for place, count in lines.items() if count > 150} == {}


def test_a_function_fits_in_30_lines_and_most_in_8() -> None:
    lines = dict(functions())
    assert len(lines) > 100
    assert {place: count for place, count in lines.items() if count > 30} == {}
    assert median(lines.values()) <= 8


def test_what_is_public_says_what_it_means() -> None:
    silent = [where(path, node) for path in ours() for node in public(path) if not ast.get_docstring(node)]
    assert silent == []


def test_nothing_is_mocked_or_patched() -> None:
    mocked = [where(path, node) for path in tracked() for node, name in imports(path) if name in MOCKS]
    assert mocked == []
    patched = [
        where(path, node)
        for path in tracked()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("monkeypatch.setattr", "monkeypatch.setitem")
    ]
    assert patched == []


def test_names_say_something() -> None:
    vague = [where(path) for path in tracked() if VAGUE & set(path.relative_to(REPO).with_suffix("").parts)]
    assert vague == []
