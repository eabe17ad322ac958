"""The contracts for others are current, hold what was ever written, and are what AsyncAPI says such a file is."""

import json
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator, ValidationError

from deploy.contracts.asyncapi import document
from deploy.contracts.files import contracts
from deploy.contracts.schemas import BYTES, messages, schema
from topics.catalog import TOPICS

REPO = Path(__file__).parents[2]
FOLDER = REPO / "docs" / "contracts"
GOLDEN = REPO / "tests" / "topics" / "golden"
MODELS = dict(messages())


@pytest.mark.feature("doors.contracts")
def test_the_files_are_current() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    made = contracts()
    assert there.keys() == made.keys()
    assert [name for name in made if made[name] != there[name]] == [], "run `jiesu contracts`"


@pytest.mark.feature("doors.contracts")
@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*/*.json")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_once_written_is_valid_and_less_is_not(path: Path) -> None:
    rules = json.loads((FOLDER / f"{path.name.partition('.')[0]}.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(rules)
    said = json.loads(path.read_bytes())
    validator.validate(said)
    assert rules["required"]
    for name in rules["required"]:
        with pytest.raises(ValidationError, match=f"'{name}' is a required property"):
            validator.validate({key: value for key, value in said.items() if key != name})


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schema(name, MODELS[name]))


def test_a_raw_report_may_have_fields_of_its_own_and_no_place_off_the_globe() -> None:
    validator = Draft202012Validator(schema("RawReport", MODELS["RawReport"]))
    said = json.loads((GOLDEN / "v1" / "RawReport.json").read_bytes())
    validator.validate(said | {"colour": "red"})
    with pytest.raises(ValidationError, match="91 is not valid"):
        validator.validate(said | {"place": {"latitude": 91}})


@pytest.mark.feature("doors.contracts")
def test_asyncapi_names_every_topic_its_messages_and_who_writes_and_reads_it() -> None:
    made = document()
    assert list(made["channels"]) == [spec.name for spec in TOPICS]
    assert made["components"]["messages"].keys() == MODELS.keys() | BYTES
    for spec in TOPICS:
        assert set(made["channels"][spec.name]["messages"]) == set(spec.models)
        told = [one for one in made["operations"].values() if one["channel"]["$ref"] == f"#/channels/{spec.name}"]
        assert sorted(one["action"] for one in told) == ["receive"] * len(spec.readers) + ["send"] * (
            1 + spec.owner.count(",")
        )


def test_every_reference_leads_somewhere() -> None:
    made = yaml.safe_load((FOLDER / "asyncapi.yaml").read_text(encoding="utf-8"))
    found = list(references(made))
    assert len(found) > 50
    for reference in found:
        file, _, pointer = reference.partition("#")
        if file:
            assert (FOLDER / file).is_file(), reference
        target = made if not file else {}
        for step in filter(None, pointer.split("/")):
            target = target[step]


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from references(inner)


@pytest.mark.deep
def test_the_document_is_what_asyncapi_says_it_must_be(tmp_path: Path) -> None:
    subprocess.run(["npm", "pack", "--silent", "@asyncapi/specs@6.11.1"], cwd=tmp_path, check=True, timeout=120)
    (packed,) = tmp_path.glob("*.tgz")
    with tarfile.open(packed) as package:
        rules = package.extractfile("package/schemas/3.0.0.json")
        assert rules is not None
        validator = Draft7Validator(json.load(rules))
    made = document()
    validator.validate(made)
    made["operations"]["intake.send.inbox"]["action"] = "shout"
    assert not validator.is_valid(made)
