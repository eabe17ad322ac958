"""A data folder: one process holds it, and it says how that process can be asked.

DIR/clickhouse        the tables
DIR/clickhouse.lock   locked by the process that holds them; its text is that process's id
DIR/sql.json          where that process answers SQL: pid, port, token
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from topics.errors import Unavailable


class Hold:
    """The right to open the tables of `folder`, from now until `release` or the end of the process.

    Raises Unavailable while another process has it.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "clickhouse.lock"
        self._file = path.open("a")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise Unavailable(_held(folder, path.read_text().strip())) from None
        path.write_text(f"{os.getpid()}\n")

    def release(self) -> None:
        """Let others open the folder. Again: nothing happens."""
        self._file.close()


def _held(folder: Path, pid: str) -> str:
    who = f"process {pid}" if pid else "another process"
    return f"{folder} is held by {who}: stop that process, or give another --data folder; `jiesu sql` can ask it"


class DoorSign(BaseModel):
    """Where the process that holds a folder answers SQL on 127.0.0.1."""

    model_config = ConfigDict(frozen=True)

    pid: int
    port: int
    token: str


def hang(folder: Path, sign: DoorSign) -> None:
    """Write DIR/sql.json whole or not at all, for this user's eyes only."""
    fresh = folder / f"sql.json.{sign.pid}"
    fresh.touch(mode=0o600)
    fresh.write_bytes(orjson.dumps(sign.model_dump()))
    fresh.replace(folder / "sql.json")


def take_down(folder: Path) -> None:
    """Remove DIR/sql.json."""
    (folder / "sql.json").unlink(missing_ok=True)


def read_sign(folder: Path) -> DoorSign | None:
    """DIR/sql.json, or None where there is none. The process that wrote it may be gone."""
    with suppress(FileNotFoundError, ValidationError):
        return DoorSign.model_validate_json((folder / "sql.json").read_bytes())
    return None
