"""The demo's data folder: fresh each time, and nobody else's."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.errors import SetupError

_MARK = "jiesu-demo"


@contextmanager
def fresh_folder(data: Path) -> Iterator[Path]:
    """`data`, emptied of an earlier demo, for as long as the block runs; what the demo leaves in it stays.

    Raises SetupError where the folder holds anything but a demo, or where a demo runs on it.
    """
    mark = data / _MARK
    if data.exists() and any(data.iterdir()) and not mark.is_file():
        raise SetupError(f"{data} holds something that no demo made: give another folder with --data")
    data.mkdir(parents=True, exist_ok=True)
    with mark.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(f"a demo runs on {data}: end it, or give another folder with --data") from None
        for old in data.iterdir():
            if old != mark:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        yield data
