import subprocess
import sys
from pathlib import Path

import pytest

from deploy.broker.jars import default_cache, missing, prepare
from deploy.errors import SetupError

PREPARE = (
    "import sys; from pathlib import Path; from deploy.broker.jars import prepare; prepare(Path(sys.argv[1]), print)"
)


@pytest.fixture
def tools() -> None:
    if lack := missing():
        pytest.skip(f"not run: {lack}")


def test_two_at_once_fetch_once_and_leave_nothing_half_done(tmp_path: Path, tools: None) -> None:
    half = tmp_path / "kafka-4.1.0.part-killed"
    half.mkdir()
    (half / "kafka_2.13-4.1.0.jar").write_bytes(b"half a jar")
    command = [sys.executable, "-c", PREPARE, str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = "".join(process.communicate()[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said.count("Fetching") == 1
    jars = prepare(tmp_path, print)
    assert sorted(path.name for path in tmp_path.iterdir()) == [jars.name, f"{jars.name}.lock"]
    assert (jars / f"kafka_2.13-{jars.name.removeprefix('kafka-')}.jar").stat().st_size > 1_000_000


def test_what_maven_said_is_shown_and_nothing_is_left(
    tmp_path: Path, tools: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=1 -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=1"
    monkeypatch.setenv("MAVEN_OPTS", f"-Dmaven.repo.local={tmp_path / 'repository'} {nowhere}")
    with pytest.raises(SetupError, match=r"(?s)check the network.*JIESU_KAFKA.*ERROR"):
        prepare(tmp_path / "cache", print)
    assert not [path for path in (tmp_path / "cache").iterdir() if path.is_dir()]


def test_without_java_or_maven_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing(tmp_path).startswith("Java is missing: install")
    with pytest.raises(SetupError, match="JIESU_KAFKA"):
        prepare(tmp_path, print)
    java = tmp_path / "java"
    java.touch(mode=0o755)
    assert missing(tmp_path).startswith("Maven is missing: install")


def test_the_cache_is_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_CACHE", str(tmp_path))
    assert default_cache() == tmp_path
    monkeypatch.delenv("JIESU_CACHE")
    assert default_cache() == Path.home() / ".cache" / "jiesu"
