"""Where tables are: a folder of this machine, or a database of a ClickHouse server."""

from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

_SCHEME = "clickhouse"
_FORM = "clickhouse://user@host:9000/database?secure=true&http_port=8443"
_PORT = Field(gt=0, le=65_535)


class ServerAddress(BaseModel):
    """One database of a server, and how it is entered. As text it has no password.

    `port` is that of the native protocol, `http_port` that of HTTP; `secure` means TLS on both, and `ca` is a PEM file
    of the authorities to trust, None the system's. `any_version` lets a server pass that is older than jiesu's tables
    need: a switch for tests of the wire alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: Annotated[str, Field(min_length=1)]
    secure: bool = False
    port: Annotated[int, _PORT] = Field(default_factory=lambda told: 9440 if told.get("secure") else 9000)
    http_port: Annotated[int, _PORT] = Field(default_factory=lambda told: 8443 if told.get("secure") else 8123)
    user: str = "default"
    password: SecretStr = SecretStr("")
    database: str = "default"
    ca: Path | None = None
    any_version: bool = False

    def __str__(self) -> str:
        return f"{_SCHEME}://{quote(self.user)}@{self._in_url}:{self.port}/{quote(self.database)}"

    @property
    def http(self) -> str:
        """Where it is asked by HTTP."""
        return f"{'https' if self.secure else 'http'}://{self._in_url}:{self.http_port}"

    @property
    def _in_url(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


Place = Path | ServerAddress


def place_of(text: str | Path) -> Place:
    """A folder's path, or clickhouse://user:password@host:port/database?http_port=8123&secure=false.

    Only the host must be named. Raises ValueError with a sentence that repeats no password.
    """
    if not str(text).startswith(f"{_SCHEME}:"):
        return Path(text)
    try:
        return _server(str(text))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise ValueError(f"{name}: {first['msg']}; a server is written {_FORM}") from None
    except ValueError:
        raise ValueError(f"the port must be a number up to 65535; a server is written {_FORM}") from None


def _server(url: str) -> ServerAddress:
    parts = urlsplit(url)
    told: dict[str, object] = {
        "host": parts.hostname,
        "port": parts.port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "database": unquote(parts.path.strip("/")),
    }
    given = {name: value for name, value in told.items() if value}
    return ServerAddress.model_validate({"host": "", **given, **dict(parse_qsl(parts.query))})
