"""The floor: aiokafka reads the raw topics and does nothing.

    python -m tests.bench.sides.floor BOOTSTRAP SITE STEPS

Prints the seconds from the first record to the last.
"""

import asyncio
import sys
import time

from aiokafka import AIOKafkaConsumer, TopicPartition

from tests.bench.preload import RAW
from topics.catalog import full_name


def main(bootstrap: str, site: str, steps: str) -> None:
    """Read so many steps of two records."""
    print(asyncio.run(_read(bootstrap, site, len(RAW) * int(steps))))  # noqa: T201 - the figure is the result


async def _read(bootstrap: str, site: str, wanted: int) -> float:
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest") as consumer:
        consumer.assign([TopicPartition(full_name(site, topic), 0) for topic in RAW])
        seen, begun = len(await consumer.getmany(timeout_ms=10_000, max_records=1)), time.perf_counter()
        while seen < wanted:
            seen += sum(map(len, (await consumer.getmany(timeout_ms=1_000)).values()))
        return time.perf_counter() - begun


if __name__ == "__main__":
    main(*sys.argv[1:])
