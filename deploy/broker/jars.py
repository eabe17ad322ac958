"""Apache Kafka's jars: resolved once by Maven into a cache folder."""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.errors import SetupError

POM = Path(__file__).parent.parent / "pom.xml"
_OTHERWISE = "or set JIESU_KAFKA=host:port to use a Kafka that already runs"


def default_cache() -> Path:
    """Where the jars are kept: JIESU_CACHE, or ~/.cache/jiesu."""
    return Path(os.environ.get("JIESU_CACHE") or Path.home() / ".cache" / "jiesu")


def missing(cache: Path | None = None) -> str:
    """Which of Java and Maven this machine lacks, and what to do about it; '' when Kafka can run.

    Maven is needed only while `cache` (by default `default_cache()`) does not hold the jars.
    """
    if not shutil.which("java"):
        return f"Java is missing: install Java 17 or newer (Debian: apt install openjdk-17-jre-headless), {_OTHERWISE}"
    if not _jars(cache or default_cache()).is_dir() and not shutil.which("mvn"):
        return f"Maven is missing: install it (Debian: apt install maven), {_OTHERWISE}"
    return ""


def prepare(cache: Path, say: Callable[[str], None]) -> Path:
    """The folder of Kafka's jars under `cache`, asking Maven for them the first time; `say` tells what is done.

    A folder of that name is always complete: it is renamed into place. Two processes may prepare at once.
    Raises SetupError when Java or Maven is missing, or when Maven fails.
    """
    if lack := missing(cache):
        raise SetupError(lack)
    jars = _jars(cache)
    if jars.is_dir():
        return jars
    cache.mkdir(parents=True, exist_ok=True)
    with _locked(cache / f"{jars.name}.lock"):
        if not jars.is_dir():
            say(f"Fetching Apache Kafka by Maven into {jars} (once) / 正在用 Maven 下载 Kafka")
            _fetch(jars)
    return jars


def _jars(cache: Path) -> Path:
    version = re.search(r"<kafka\.version>(.+?)</kafka\.version>", POM.read_text())
    if not version:
        raise SetupError(f"{POM} names no kafka.version: put the file back as it was")
    return cache / f"kafka-{version[1]}"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch(jars: Path) -> None:
    for abandoned in jars.parent.glob(f"{jars.name}.part-*"):
        shutil.rmtree(abandoned)
    part = Path(tempfile.mkdtemp(prefix=f"{jars.name}.part-", dir=jars.parent))
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={part}"]
    maven = ["mvn", "-q", "-B", "-Dstyle.color=never", "-f", str(POM), *goal]
    done = subprocess.run(maven, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(part)
        last = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise SetupError(f"Maven could not fetch Kafka: check the network and Maven's mirror, {_OTHERWISE}\n{last}")
    part.chmod(0o755)
    part.rename(jars)
