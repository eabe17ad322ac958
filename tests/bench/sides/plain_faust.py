"""Plain Faust: an agent that takes one event at a time, its memory in Faust's tables, its facts by `topic.send`.

python -m tests.bench.sides.plain_faust BOOTSTRAP SITE POLICY_FOLDER SCRATCH_FOLDER
"""

import sys
from collections.abc import AsyncIterable, Mapping
from pathlib import Path
from typing import Any

import faust

from tests.bench.events import Rules
from tests.bench.preload import RAW
from topics.catalog import FACTS, MEMORY, full_name


def main(bootstrap: str, site: str, policy: str, scratch: str) -> None:
    """Run until it is told to end."""
    app = faust.App(
        f"{site}.faust",
        broker=f"kafka://{bootstrap}",
        datadir=scratch,
        web_enabled=False,
        topic_partitions=1,
        consumer_auto_offset_reset="earliest",
    )
    raw = {"key_serializer": "raw", "value_serializer": "raw"}
    facts = {fact: app.topic(full_name(site, fact), **raw) for fact in FACTS}
    memory = {name: app.Table(name, partitions=1, schema=faust.Schema(**raw)) for name in MEMORY}
    rules = Rules(Path(policy))

    async def handle(events: AsyncIterable[Any]) -> None:
        async for event in events.events():  # type: ignore[attr-defined] # a stream of Faust's
            await _take(event.message, site, rules, memory, facts)

    app.agent(app.topic(*(full_name(site, topic) for topic in RAW), **raw), name="handle")(handle)
    faust.Worker(app, loglevel="warning").execute_from_commandline()


async def _take(message: Any, site: str, rules: Rules, memory: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    topic, millis = message.topic.removeprefix(f"{site}."), int(message.timestamp * 1000)
    _, record = rules.admit(topic, message.partition, message.offset, millis, message.value)
    for said in rules.fold(record) if record else ():
        if said.topic in facts:
            await facts[said.topic].send(key=said.key, value=said.value)
        elif said.value is None:
            memory[said.topic].pop(said.key, None)
        else:
            memory[said.topic][said.key] = said.value


if __name__ == "__main__":
    main(*sys.argv[1:])
