"""JSON Schema (draft 2020-12) of every message."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from topics import case, facts, hot, inbox, memory, raw, sheets
from topics.catalog import TOPICS
from topics.model import Record, Said

BYTES = frozenset({"DeadBytes"})
"""Messages whose value is somebody else's bytes: they have no schema."""
Contract = type[Said] | type[Record]
_ROOMS = (raw, inbox, memory, case, hot, sheets, facts)


class _Plain(GenerateJsonSchema):
    """A field's name is title enough, and what we write has every field; once it had not those that came later."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        """Whether a message must have the field."""
        later = "since" in field.get("metadata", {}).get("pydantic_js_extra", {})
        return (self.mode == "serialization" and not later) or super().field_is_required(field, total)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        """Never."""
        return False


def messages() -> Iterator[tuple[str, Contract]]:
    """The name and the contract of every message in the list of topics, those of bytes left out."""
    for name in (name for spec in TOPICS for name in spec.models if name not in BYTES):
        yield name, next(getattr(room, name) for room in _ROOMS if hasattr(room, name))


def schema(name: str, contract: Contract) -> dict[str, Any]:
    """The schema of one message: of raw ones what is accepted, of all others what is written."""
    made = _of_record(contract) if issubclass(contract, Record) else _of_said(contract)
    return {"$schema": _Plain.schema_dialect, "$id": f"urn:jiesu:v1:{name}", **made}


def _of_said(contract: type[Said]) -> dict[str, Any]:
    mode: Literal["validation", "serialization"] = "validation" if contract.TOPIC.endswith(".raw") else "serialization"
    return contract.model_json_schema(mode=mode, schema_generator=_Plain)


def _of_record(contract: type[Record]) -> dict[str, Any]:
    """What msgspec says of a record, and pydantic of the policies within."""
    within: list[type[Said]] = []

    def noted(part: type[Said]) -> dict[str, Any]:
        within.append(part)
        return {"$ref": f"#/$defs/{part.__name__}"}

    _, parts = msgspec.json.schema_components([contract], schema_hook=noted, ref_template="#/$defs/{name}")
    brief = {one.__name__ for one in Record.__subclasses__() if one.__struct_config__.omit_defaults}
    for part in (one for name, one in parts.items() if "properties" in one and name not in brief):
        properties = part["properties"].items()
        part["required"] = [name for name, said in properties if "since" not in said]  # what we write has every field
    modes: list[tuple[type[Said], Literal["serialization"]]] = [(part, "serialization") for part in within]
    _, policies = models_json_schema(modes, schema_generator=_Plain, ref_template="#/$defs/{model}")
    whole = parts.pop(contract.__name__)
    return {**whole, "$defs": {**parts, **policies.get("$defs", {})}}
