"""Debian's packages, ClickHouse server among them, unpacked into the cache by this user, nothing installed."""

import fcntl
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.errors import SetupError

_SERVER = ("clickhouse-server", "clickhouse-common")
_OTHERWISE = "the wire tests run on Debian 12, whose packages hold ClickHouse"


def prepare(cache: Path) -> Path:
    """Where under `cache` ClickHouse is unpacked. Raises SetupError where it cannot be had, with what apt said."""
    return unpacked(cache, "clickhouse-debian", _SERVER, _OTHERWISE)


def unpacked(cache: Path, name: str, packages: Sequence[str], otherwise: str) -> Path:
    """The folder under `cache` in which the packages, and the libraries that this machine lacks, are unpacked.

    It is complete: it is renamed into place. Raises SetupError where it cannot be had, with what apt said, and
    `otherwise`, what to do.
    """
    root = cache / name
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.is_dir():
            with tempfile.TemporaryDirectory(prefix=f"{name}.part-", dir=cache) as part:
                _fetch(Path(part), packages, otherwise).rename(root)
    return root


def _fetch(part: Path, packages: Sequence[str], otherwise: str) -> Path:
    """Lists, archives and locks are this folder's own, so that any user may run apt."""
    if lacking := [tool for tool in ("apt-get", "dpkg-deb") if not shutil.which(tool)]:
        raise SetupError(f"{' and '.join(lacking)} missing: {otherwise}")
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
    install = [*apt, "install", "--download-only", "--reinstall", "--no-install-recommends", *packages]
    _run(install, otherwise)
    root = part / "root"
    for archive in (part / "archives").glob("*.deb"):
        _run(["dpkg-deb", "-x", str(archive), str(root)], otherwise)
    return root


def _run(command: list[str], otherwise: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-10:])
        raise SetupError(f"{command[0]} could not get Debian's packages: check the network; {otherwise}\n{last}")
