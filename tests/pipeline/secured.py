"""A broker that lets nobody in without TLS, a client certificate and a password."""

from contextlib import closing
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from kafka import KafkaAdminClient
from kafka.admin import ScramMechanism, UserScramCredentialUpsertion

from deploy.broker.node import HOST
from topics.cluster import Cluster

USER, PASSWORD = "jiesu", "a long password, with spaces"
_KAFKA = "org.apache.kafka.common.security"


class Papers:
    """Who trusts whom: PEM files of one authority, the broker and a client."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.ca, self.broker = folder / "ca.pem", folder / "broker.pem"
        self.certificate, self.key = folder / "client.pem", folder / "client.key"
        authority.cert_pem.write_to_path(self.ca)
        broker, client = authority.issue_cert(HOST), authority.issue_cert("upstream.example")
        self.broker.write_bytes(_pkcs8(broker) + broker.cert_chain_pems[0].bytes())
        self.key.write_bytes(_pkcs8(client))
        client.cert_chain_pems[0].write_to_path(self.certificate)

    def env(self, mechanism: str) -> dict[str, str]:
        """What a program is told that has all it takes."""
        return {
            "JIESU_KAFKA_PROTOCOL": "sasl_ssl",
            "JIESU_KAFKA_MECHANISM": mechanism,
            "JIESU_KAFKA_USER": USER,
            "JIESU_KAFKA_PASSWORD": PASSWORD,
            "JIESU_KAFKA_CA": str(self.ca),
            "JIESU_KAFKA_CERTIFICATE": str(self.certificate),
            "JIESU_KAFKA_KEY": str(self.key),
        }


def demanding(papers: Papers) -> dict[str, object]:
    """Kafka's settings for a broker that demands all of it, of itself too."""
    login = f'required username="{USER}" password="{PASSWORD}"'
    return {
        "listener.security.protocol.map": "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "listener.name.clients.ssl.client.auth": "required",
        "listener.name.clients.plain.sasl.jaas.config": (
            f'{_KAFKA}.plain.PlainLoginModule {login} user_{USER}="{PASSWORD}";'
        ),
        "listener.name.clients.scram-sha-512.sasl.jaas.config": f"{_KAFKA}.scram.ScramLoginModule {login};",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": papers.broker,
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": papers.ca,
    }


def add_scram_user(cluster: Cluster) -> None:
    """Let the user in by SCRAM too."""
    user = UserScramCredentialUpsertion(USER, ScramMechanism.SCRAM_SHA_512, PASSWORD)
    with closing(KafkaAdminClient(**cluster.client())) as admin:
        assert admin.alter_user_scram_credentials([user]) == {USER: None}


def _pkcs8(cert: trustme.LeafCert) -> bytes:
    key = load_pem_private_key(cert.private_key_pem.bytes(), password=None)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
