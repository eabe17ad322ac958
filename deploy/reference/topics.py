"""The page of topics: what the one list says, and what each message means."""

import inspect

from deploy.contracts.schemas import messages
from topics.catalog import TOPICS, TopicSpec
from topics.raw import DeadBytes

_HEAD = """# Topics

Made by `jiesu docs` from the one list. On the broker each name has the site before it: `jiesu.reports.raw`. Every
message is one JSON object; the contracts stand in [contracts](../contracts/), all of them together in `asyncapi.yaml`.

| topic | key | written by | read by | partitions | Kafka keeps | messages |
|---|---|---|---|---|---|---|
"""
_MESSAGES = """
| message | meaning |
|---|---|
"""


def topics_page() -> str:
    """Markdown."""
    meanings = {**{name: _meaning(model) for name, model in messages()}, "DeadBytes": _meaning(DeadBytes)}
    said = [f"| `{name}` | {meanings[name]} |" for spec in TOPICS for name in spec.models]
    return _HEAD + "\n".join(_line(spec) for spec in TOPICS) + "\n" + _MESSAGES + "\n".join(said) + "\n"


def _line(spec: TopicSpec) -> str:
    kept = "the newest of each key" if spec.cleanup == "compact" else "for ever"
    kept = kept if spec.retention_days is None else f"{spec.retention_days} days"
    named = ", ".join(f"`{name}`" for name in spec.models)
    cells = (f"`{spec.name}`", spec.key, spec.owner, ", ".join(spec.readers), _partitions(spec), kept, named)
    return f"| {' | '.join(cells)} |"


def _partitions(spec: TopicSpec) -> str:
    return "as many as input needs" if spec.partitions == "raw" else "one a scope"


def _meaning(model: type) -> str:
    return (inspect.getdoc(model) or "").partition("\n\n")[0].replace("\n", " ")
