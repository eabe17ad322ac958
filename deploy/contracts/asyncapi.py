"""AsyncAPI 3.0: every topic, what is said on it under which key, who writes and who reads it."""

from datetime import timedelta
from itertools import chain
from typing import Any

from deploy.contracts.schemas import BYTES
from topics.catalog import TOPICS, TopicSpec
from topics.cluster import SiteSettings

VERSION = "1.0.0"
"""Of the contracts, not of the program: what version 1 wrote is read for ever."""
JSON_SCHEMA = "application/schema+json;version=draft-2020-12"
_BINDING = "0.5.0"
_DESCRIPTION = (
    "The topics of one site. Upstream systems send `reports.raw` and `actions.raw`, on Kafka or by HTTP; facts are for "
    "everybody to read; the rest is the stream's own. A message that cannot be used is never lost: it becomes a dead "
    "letter with a reason and a sentence."
)
_SECURITY = {
    "password": {"type": "scramSha512", "description": "A user and a password; each site's own."},
    "certificate": {"type": "X509", "description": "A client certificate, where the broker asks for one."},
}


def document() -> dict[str, Any]:
    """The whole document; the schemas of messages stand in files beside it."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "jiesu 接诉", "version": VERSION, "description": _DESCRIPTION},
        "defaultContentType": "application/json",
        "servers": _servers(),
        "channels": {spec.name: _channel(spec) for spec in TOPICS},
        "operations": dict(chain.from_iterable(_operations(spec).items() for spec in TOPICS)),
        "components": {
            "messages": {name: _message(name, spec) for spec in TOPICS for name in spec.models},
            "securitySchemes": _SECURITY,
        },
    }


def _servers() -> dict[str, Any]:
    host = {"description": "A broker of the site.", "default": SiteSettings.model_fields["kafka"].default}
    security = [{"$ref": f"#/components/securitySchemes/{name}"} for name in _SECURITY]
    local = {"host": host["default"], "protocol": "kafka", "description": "The embedded Kafka."}
    site = {"host": "{host}", "protocol": "kafka-secure", "variables": {"host": host}, "security": security}
    return {"site": site, "local": local}


def _channel(spec: TopicSpec) -> dict[str, Any]:
    keeps = -1 if spec.retention_days is None else timedelta(days=spec.retention_days) // timedelta(milliseconds=1)
    configuration = {
        "cleanup.policy": [str(spec.cleanup)],
        "retention.ms": keeps,
        "max.message.bytes": spec.max_bytes,
    }
    return {
        "address": f"{{site}}.{spec.name}",
        "parameters": {
            "site": {"description": "The site's name.", "default": SiteSettings.model_fields["site"].default}
        },
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in spec.models},
        "bindings": {"kafka": {"topicConfiguration": configuration, "bindingVersion": _BINDING}},
    }


def _message(name: str, spec: TopicSpec) -> dict[str, Any]:
    key = {"type": "string", "description": spec.key}
    said = {"name": name, "bindings": {"kafka": {"key": key, "bindingVersion": _BINDING}}}
    if name in BYTES:
        return {**said, "contentType": "application/octet-stream"}
    return {**said, "payload": {"schemaFormat": JSON_SCHEMA, "schema": {"$ref": f"{name}.schema.json"}}}


def _operations(spec: TopicSpec) -> dict[str, Any]:
    """One for each that writes the topic, and for each that reads it."""
    roles = [(owner, "send") for owner in spec.owner.split(", ")] + [(reader, "receive") for reader in spec.readers]
    return {
        f"{who.replace(' ', '-')}.{action}.{spec.name}": {
            "action": action,
            "channel": {"$ref": f"#/channels/{spec.name}"},
            "title": f"{who} {action} {spec.name}",
        }
        for who, action in roles
    }
