"""Which Kafka, and how one gets in: said once, in the same words to every program."""

import ssl
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, FilePath, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Protocol = Literal["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class Cluster(BaseModel):
    """One Kafka. `bootstrap` is "host:port[,host:port]"; the rest says how it is entered.

    `ca` is a PEM file of the authorities to trust, None the system's; `certificate` and `key` are the client's own.
    """

    model_config = ConfigDict(frozen=True)

    bootstrap: str
    protocol: Protocol = "plaintext"
    mechanism: Mechanism = "SCRAM-SHA-512"
    user: str = ""
    password: SecretStr = SecretStr("")
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def __str__(self) -> str:
        return self.bootstrap

    @property
    def servers(self) -> list[str]:
        """Each "host:port"."""
        return self.bootstrap.split(",")

    def access(self) -> dict[str, Any]:
        """How a client gets in: keyword arguments that kafka-python and aiokafka share. Reads the PEM files."""
        options: dict[str, Any] = {"security_protocol": self.protocol.upper()}
        if self.protocol.endswith("ssl"):
            options["ssl_context"] = self._tls()
        if self.protocol.startswith("sasl"):
            options["sasl_mechanism"] = self.mechanism
            options["sasl_plain_username"] = self.user
            options["sasl_plain_password"] = self.password.get_secret_value()
        return options

    def client(self) -> dict[str, Any]:
        """Where a client goes and how it gets in."""
        return {"bootstrap_servers": self.servers, **self.access()}

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca)
        if self.certificate is not None:
            context.load_cert_chain(self.certificate, self.key)
        return context


class SiteSettings(BaseSettings):
    """What every program is told. Environment variables are JIESU_ and the field's name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="JIESU_", env_ignore_empty=True, frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    site: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")] = "jiesu"
    """Prefix of every topic and group: sites share a cluster."""
    kafka: Annotated[str, Field(pattern=r"^[^,\s]+:\d+(,[^,\s]+:\d+)*$")] = "127.0.0.1:9092"
    """Kafka: `host:port`, or several with commas."""
    kafka_protocol: Protocol = "plaintext"
    """How it is entered: `plaintext`, `ssl`, `sasl_plaintext` or `sasl_ssl`."""
    kafka_mechanism: Mechanism = "SCRAM-SHA-512"
    """How a password is shown: `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`."""
    kafka_user: str = ""
    """The user, with `sasl_plaintext` and `sasl_ssl`."""
    kafka_password: SecretStr = SecretStr("")
    """The user's password."""
    kafka_ca: FilePath | None = None
    """PEM file of the authorities that sign brokers; the system's if absent."""
    kafka_certificate: FilePath | None = None
    """PEM file of our own certificate, where the broker asks for one."""
    kafka_key: FilePath | None = None
    """PEM file of that certificate's key."""

    @model_validator(mode="after")
    def _user_and_protocol_agree(self) -> Self:
        if self.kafka_protocol.startswith("sasl") and not (self.kafka_user and self.kafka_password.get_secret_value()):
            raise ValueError(f"{self.kafka_protocol} needs JIESU_KAFKA_USER and JIESU_KAFKA_PASSWORD")
        if self.kafka_user and not self.kafka_protocol.startswith("sasl"):
            raise ValueError("a user is given, so set JIESU_KAFKA_PROTOCOL to sasl_ssl (or sasl_plaintext)")
        return self

    @property
    def cluster(self) -> Cluster:
        """The Kafka of the site."""
        return Cluster(
            bootstrap=self.kafka,
            protocol=self.kafka_protocol,
            mechanism=self.kafka_mechanism,
            user=self.kafka_user,
            password=self.kafka_password,
            ca=self.kafka_ca,
            certificate=self.kafka_certificate,
            key=self.kafka_key,
        )
