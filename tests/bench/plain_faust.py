"""The side to compare with: a plain Faust agent that takes one event at a time and does nothing."""

import os
import sys
import time
from collections.abc import AsyncIterable
from pathlib import Path
from typing import Any

import faust

SILENT_S = 5.0


def main(bootstrap: str, topic: str, expected: int, scratch: str) -> None:
    """Read `expected` events and print events per second, first to last."""
    Path(scratch).mkdir(parents=True, exist_ok=True)
    app = faust.App(
        f"plain-{topic}",
        broker=f"kafka://{bootstrap}",
        datadir=scratch,
        web_enabled=False,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        redirect_stdouts=False,
        value_serializer="raw",
    )
    seen: list[float] = []

    async def nothing(events: AsyncIterable[Any]) -> None:
        async for _ in events:
            seen.append(time.monotonic())
            if len(seen) == expected:
                rate = (expected - 1) / (seen[-1] - seen[0])
                print(f"rate {rate:.0f}", flush=True)  # noqa: T201 - the figure is the result
                os._exit(0)  # it has said what it was asked

    app.agent(app.topic(topic, value_serializer="raw", key_serializer="raw"), name="nothing")(nothing)
    faust.Worker(app, loglevel="error", redirect_stdouts=False).execute_from_commandline()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
