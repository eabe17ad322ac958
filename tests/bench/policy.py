"""The policy of the bench: the demo's, with scopes of its own and a short memory of what is over."""

from pathlib import Path

import yaml

from deploy.policyfile import load_policy
from tests.bench.load import CHANNELS
from topics.policy import Policy

_DEMO = Path(__file__).parents[2] / "deploy" / "policies" / "demo"
KEY = "a bench has no secret"
"""What hashes reporters."""
_RETENTION = {"reopen_days": 1, "identity_days": 2, "parked_action_days": 1}


def write_policy(folder: Path, scopes: int) -> Policy:
    """Write a policy that shares the load's channels out among 1 to 8 scopes, and read it back."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in _DEMO.glob("*.yaml"):
        (folder / document.name).write_bytes(document.read_bytes())
    said = yaml.safe_load((_DEMO / "policy.yaml").read_text(encoding="utf-8"))
    ladder = [rung for rung in said["ladder"] if "clock" not in rung]  # what those that it is compared with have, too
    _write(folder / "policy.yaml", {**said, "limits": [], "ladder": ladder, "retention": _RETENTION})
    _write(folder / "scopes.yaml", {"scopes": [_scope(number, scopes) for number in range(scopes)]})
    return load_policy(folder)


def _scope(number: int, scopes: int) -> dict[str, object]:
    return {"scope": f"s{number}", "partition": number, "channels": list(CHANNELS[number::scopes])}


def _write(document: Path, values: object) -> None:
    document.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
