"""The page of settings: every environment variable, with what it means and who reads it."""

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from deploy.errors import SetupError
from deploy.settings import ProbeSettings
from sinks.console.settings import ConsoleSettings
from sinks.settings import SinkSettings
from streams.channels.http.settings import HttpSettings
from streams.runtime.settings import IntakeSettings, WorkerSettings

PROGRAMS: dict[str, type[BaseSettings]] = {
    "http": HttpSettings,
    "intake": IntakeSettings,
    "casework": WorkerSettings,
    "sink": SinkSettings,
    "console": ConsoleSettings,
}
"""Which program reads which settings; all of them read ProbeSettings too."""
ELSEWHERE = {
    "JIESU_CACHE": ("broker, tests", "`~/.cache/jiesu`", "where downloaded programs are kept"),
    "JIESU_DATA": ("tests", "`../shared/data`", "real complaints to test on; absent, those tests do not run"),
    "JIESU_EXAMPLES": ("tests", "300", "how many random logs a property is tried on"),
}
_HEAD = """# Settings

Every program reads its settings once, from the environment. Made by `jiesu docs`.

| variable | read by | default | meaning |
|---|---|---|---|
"""


def settings_page() -> str:
    """Markdown. Raises SetupError naming a setting that says nothing of itself."""
    lines = [_line(name, readers, field) for name, (readers, field) in sorted(_fields().items())]
    others = [f"| `{name}` | {who} | {default} | {what} |" for name, (who, default, what) in ELSEWHERE.items()]
    return _HEAD + "\n".join([*lines, *others]) + "\n"


def _fields() -> dict[str, tuple[list[str], FieldInfo]]:
    found: dict[str, tuple[list[str], FieldInfo]] = {}
    for program, kind in PROGRAMS.items():
        for name, field in {**kind.model_fields, **ProbeSettings.model_fields}.items():
            found.setdefault(name, ([], field))[0].append(program)
    return found


def _line(name: str, readers: list[str], field: FieldInfo) -> str:
    variable = f"JIESU_{name.upper()}"
    if not field.description:
        raise SetupError(f"{variable} has no description: add a docstring below its field")
    who = "all" if len(readers) == len(PROGRAMS) else ", ".join(readers)
    return f"| `{variable}` | {who} | {_default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be set"
    default = field.get_default(call_default_factory=True, validated_data={})
    empty = default in ("", None, (), {}) or isinstance(default, SecretStr)
    return "" if empty else f"`{default}`"
