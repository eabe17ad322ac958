"""A steady rate of steps into the raw topics."""

import asyncio
import time
from collections.abc import Sequence

import numpy as np
from aiokafka import AIOKafkaProducer
from numpy.typing import NDArray

from tests.bench.load import Step
from tests.bench.preload import write

_PULSE_S = 0.01  # it writes so often

Seconds = NDArray[np.float64]


async def feed(bootstrap: str, name: str, steps: Sequence[Step], per_s: float) -> Seconds:
    """Write each step when its moment has come; returns when each was handed over, in seconds since 1970."""
    handed = np.zeros(len(steps))
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, max_batch_size=1 << 20, acks=1) as producer:
        begun, done, writes = time.monotonic(), 0, set()
        while done < len(steps):
            due = min(len(steps), int((time.monotonic() - begun) * per_s))
            if due > done:
                handed[done:due] = time.time_ns() / 1e9
                writes.add(asyncio.create_task(write(producer, name, steps[done:due])))
                done = due
            await asyncio.sleep(_PULSE_S)
        await asyncio.gather(*writes)
    return handed
