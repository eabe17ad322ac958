"""What the HTTP door can be told."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr

from topics.cluster import SiteSettings


class HttpSettings(SiteSettings):
    """The HTTP door's own. Read once."""

    policy: str = "deploy/policies/zh"
    """Folder of the policy whose scopes say to which inbox a channel goes."""
    http_host: str = "127.0.0.1"
    """The address to listen on; with any but loopback, set tokens too."""
    http_port: Annotated[int, Field(ge=0, le=65_535)] = 8012
    """The port to listen on; 0 takes any that is free, and says which."""
    http_tokens: dict[str, SecretStr] = Field(default_factory=dict)
    """Bearer tokens by channel, as a JSON object; `*` opens all, and names cases. Without any, everybody may send."""
    http_mappings: tuple[Path, ...] = ()
    """Your own mappings, as a JSON list of YAML files, beside those that are shipped."""
    http_wait_s: Annotated[float, Field(gt=0, le=60)] = 5.0
    """How long a request waits for Kafka before it is answered with 503, in seconds."""
