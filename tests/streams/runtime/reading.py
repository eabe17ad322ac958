"""Reading memory back in one go."""

from streams.processors.work import Taken
from streams.runtime.restore import MemoryReader


async def everything(reader: MemoryReader) -> list[Taken]:
    """All that is committed now."""
    return [one async for some in reader.read_to(await reader.ends()) for one in some]
