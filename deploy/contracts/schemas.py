"""JSON Schema (draft 2020-12) of every message."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic.json_schema import GenerateJsonSchema

from topics import facts, inbox, memory, raw, rows
from topics.catalog import TOPICS
from topics.model import Said

BYTES = frozenset({"DeadBytes"})
"""Messages whose value is somebody else's bytes: they have no schema."""
_ROOMS = (raw, inbox, memory, rows, facts)


class _Plain(GenerateJsonSchema):
    """A field's name is title enough, and what we write has every field."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return self.mode == "serialization" or super().field_is_required(field, total)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def messages() -> Iterator[tuple[str, type[Said]]]:
    """The name and the contract of every message in the list of topics, those of bytes left out."""
    for name in (name for spec in TOPICS for name in spec.models if name not in BYTES):
        yield name, next(getattr(room, name) for room in _ROOMS if hasattr(room, name))


def schema(name: str, model: type[Said]) -> dict[str, Any]:
    """The schema of one message: of raw ones what is accepted, of all others what is written."""
    mode: Literal["validation", "serialization"] = "validation" if model.TOPIC.endswith(".raw") else "serialization"
    made = model.model_json_schema(mode=mode, schema_generator=_Plain)
    return {"$schema": _Plain.schema_dialect, "$id": f"urn:jiesu:v1:{name}", **made}
