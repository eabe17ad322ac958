"""Where tables are, as people write it."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from deploy.errors import SetupError
from deploy.settings import read, read_place
from sinks.clickhouse.address import ServerAddress, place_of
from sinks.settings import SinkSettings, TablesSettings

WHOLE = "clickhouse://us%40er:p%2Fw@db.example:9001/city?http_port=8124&secure=true"


def test_a_url_says_all_of_it_and_as_text_no_password() -> None:
    place = place_of(WHOLE)
    assert place == ServerAddress(
        host="db.example",
        port=9001,
        http_port=8124,
        user="us@er",
        password=SecretStr("p/w"),
        database="city",
        secure=True,
    )
    assert str(place) == "clickhouse://us%40er@db.example:9001/city"
    assert "p/w" not in repr(place)


def test_an_address_of_numbers_stays_whole() -> None:
    place = place_of("clickhouse://[::1]/d")
    assert isinstance(place, ServerAddress)
    assert (place.host, place.http) == ("::1", "http://[::1]:8123")
    assert place_of(str(place)) == place


@pytest.mark.parametrize(
    ("url", "ports"),
    [
        ("clickhouse://h", (9000, 8123)),
        ("clickhouse://h/d?secure=no", (9000, 8123)),
        ("clickhouse://h/d?secure=true", (9440, 8443)),
        ("clickhouse://[::1]:9001/d?secure=true", (9001, 8443)),
    ],
)
def test_only_the_host_must_be_named(url: str, ports: tuple[int, int]) -> None:
    place = place_of(url)
    assert isinstance(place, ServerAddress)
    assert (place.port, place.http_port) == ports
    assert (place.user, place.any_version) == ("default", False)


@pytest.mark.parametrize("folder", ["tables", "/a/clickhouse", "./clickhouse:x", "C:tables"])
def test_anything_else_is_a_folder(folder: str) -> None:
    assert place_of(folder) == Path(folder)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("clickhouse://u:secret@/d", "host"),
        ("clickhouse://u:secret@h:99999/d", "port must be a number"),
        ("clickhouse://u:secret@h:many/d", "port must be a number"),
        ("clickhouse://u:secret@h/d?secur=true", "secur: Extra inputs"),
        ("clickhouse://u:secret@h/d?http_port=0", "http_port: Input should be greater"),
    ],
)
def test_a_mistake_is_named_with_the_right_form_and_without_the_password(
    url: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        place_of(url)
    assert "a server is written clickhouse://user@host" in str(refused.value)
    monkeypatch.setenv("JIESU_TABLES", url)
    with pytest.raises(SetupError, match=f"set JIESU_TABLES in the environment: .*{why}") as told:
        read(SinkSettings)
    assert "secret" not in f"{refused.value}{told.value}"


def test_the_password_may_stand_apart_and_one_in_the_url_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ca.pem").touch()
    monkeypatch.setenv("JIESU_TABLES", "clickhouse://h/d")
    monkeypatch.setenv("JIESU_CLICKHOUSE_PASSWORD", "apart")
    monkeypatch.setenv("JIESU_CLICKHOUSE_CA", str(tmp_path / "ca.pem"))
    place = read(TablesSettings).place()
    assert isinstance(place, ServerAddress)
    assert (place.password, place.ca) == (SecretStr("apart"), tmp_path / "ca.pem")
    named = read_place(f"{WHOLE}&ca=own.pem")
    assert isinstance(named, ServerAddress)
    assert (named.password, named.ca) == (SecretStr("p/w"), Path("own.pem"))
    assert read_place("folder") == Path("folder")
