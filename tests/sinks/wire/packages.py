"""Debian's ClickHouse server, unpacked into the cache by this user, nothing installed."""

import fcntl
import shutil
import subprocess
import tempfile
from pathlib import Path

from deploy.errors import SetupError

PACKAGES = ("clickhouse-server", "clickhouse-common")
_NAME = "clickhouse-debian"
_OTHERWISE = "the wire tests run on Debian 12, whose packages hold ClickHouse"


def prepare(cache: Path) -> Path:
    """The folder under `cache` in which the packages, and the libraries that this machine lacks, are unpacked.

    It is complete: it is renamed into place. Raises SetupError where it cannot be had, with what apt said.
    """
    root = cache / _NAME
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{_NAME}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.is_dir():
            with tempfile.TemporaryDirectory(prefix=f"{_NAME}.part-", dir=cache) as part:
                _fetch(Path(part)).rename(root)
    return root


def _fetch(part: Path) -> Path:
    """Lists, archives and locks are this folder's own, so that any user may run apt."""
    if lacking := [tool for tool in ("apt-get", "dpkg-deb") if not shutil.which(tool)]:
        raise SetupError(f"{' and '.join(lacking)} missing: {_OTHERWISE}")
    (part / "lists" / "partial").mkdir(parents=True)
    (part / "archives" / "partial").mkdir(parents=True)
    own = {
        "Dir::State": part,
        "Dir::State::lists": part / "lists",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": part,
        "Dir::Cache::archives": part / "archives",
        "APT::Sandbox::User": "root",
        "Debug::NoLocking": "1",
    }
    apt = ["apt-get", "-q", "-y", *(f"-o{name}={value}" for name, value in own.items())]
    subprocess.run([*apt, "update"], capture_output=True, check=False)  # one source of many may be away
    _run([*apt, "install", "--download-only", "--reinstall", "--no-install-recommends", *PACKAGES])
    root = part / "root"
    for archive in (part / "archives").glob("*.deb"):
        _run(["dpkg-deb", "-x", str(archive), str(root)])
    return root


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-10:])
        raise SetupError(f"{command[0]} could not get ClickHouse: check the network; {_OTHERWISE}\n{last}")
