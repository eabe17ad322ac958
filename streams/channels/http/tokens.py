"""Who may send for which channel."""

from collections.abc import Iterable, Mapping
from hmac import compare_digest

from pydantic import SecretStr

EVERY = "*"
"""In place of a channel: the token that opens all of them."""
_SCHEME = "bearer"


class Tokens:
    """Bearer tokens by channel. Without any, every request may send for every channel."""

    def __init__(self, tokens: Mapping[str, SecretStr]) -> None:
        self._tokens = {channel: secret.get_secret_value().encode() for channel, secret in tokens.items()}

    def allow(self, authorization: str, channels: Iterable[str]) -> bool:
        """May a request with this Authorization header send for all `channels`? Without one of ours it may nothing."""
        if not self._tokens:
            return True
        opened = self._opened(authorization)
        return EVERY in opened or (bool(opened) and opened.issuperset(channels))

    def _opened(self, authorization: str) -> set[str]:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != _SCHEME or not token:
            return set()
        return {channel for channel, secret in self._tokens.items() if compare_digest(secret, token.strip().encode())}
