"""The contracts as files, the same bytes each time."""

import json
from pathlib import Path

import yaml

from deploy.contracts.asyncapi import document
from deploy.contracts.schemas import messages, schema


def contracts() -> dict[str, str]:
    """Text by file name: one schema for each message, and the AsyncAPI document."""
    schemas = {f"{name}.schema.json": schema(name, model) for name, model in messages()}
    made = {name: json.dumps(one, ensure_ascii=False, indent=2) + "\n" for name, one in schemas.items()}
    return {**made, "asyncapi.yaml": yaml.safe_dump(document(), allow_unicode=True, sort_keys=False, width=120)}


def write_contracts(folder: Path) -> list[Path]:
    """Write all of them into `folder`; where they now are."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {folder / name: text for name, text in contracts().items()}
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return list(made)
