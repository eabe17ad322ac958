"""A town under load: the simulated district, paced so that the stream's clock keeps step with its events."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from deploy.policyfile import load_policy
from deploy.simulator.generate import EPOCH, generate
from streams.channels.mapping import load_mapping
from streams.channels.order import messages
from streams.runtime.clock import wall
from tests.chaos.town import Town
from topics.inbox import ClockSetting

POLICY = Path(__file__).parents[2] / "deploy" / "policies" / "demo"
CHANNELS = ("sim-hotline", "sim-app311")
SPAN = timedelta(days=3)


@contextmanager
def open_town(
    folder: Path, jars: Path, reports: int, seconds: float, workers: int = 1, unsafe: str = ""
) -> Iterator[Town]:
    """Broker, programs, and a load of `reports` paced to last `seconds`; everything ends with the block."""
    load = generate(folder / "load", 1, reports, SPAN, CHANNELS, broken=max(10, reports // 1000))
    town = Town(folder, jars, POLICY, workers, unsafe)
    try:
        town.open(load_policy(POLICY), ClockSetting(epoch=EPOCH, start=wall(), rate=SPAN / timedelta(seconds=seconds)))
        for channel, file in load.files.items():
            rows = len(messages([file], load_mapping(channel)))
            town.feed(file, channel, "--rate", f"{rows / seconds:.1f}", "--batch", "50")
        yield town
    finally:
        town.close()
