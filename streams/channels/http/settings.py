"""What the HTTP door can be told."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr

from topics.cluster import SiteSettings


class HttpSettings(SiteSettings):
    """Read once. Environment variables are JIESU_ and the field's name in capitals.

    `http_tokens` is a JSON object, channel -> its bearer token; the channel "*" stands for all, and is what a handling
    system needs to name cases. Empty: everybody who reaches the port may send. `http_mappings` is a JSON list of YAML
    files beside the shipped mappings; `http_wait_s` how long a request waits for Kafka; `http_port` 0 takes any free
    port. `policy` lists the channels.
    """

    policy: str = "deploy/policies/zh"
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65_535)] = 8012
    http_tokens: dict[str, SecretStr] = Field(default_factory=dict)
    http_mappings: tuple[Path, ...] = ()
    http_wait_s: Annotated[float, Field(gt=0, le=60)] = 5.0
