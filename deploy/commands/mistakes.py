"""What is said of a user's mistake."""

from ssl import SSLError

from kafka.errors import KafkaError

from deploy.errors import SetupError
from streams.channels.mapping import MappingError
from streams.channels.table import FileFormatError


def sentence_of(error: Exception) -> str | None:
    """What is wrong and what to do about it; None for an error that is no mistake of the user."""
    match error:
        case SetupError() | MappingError() | FileFormatError():
            return str(error)
        case KafkaError():
            return f"Kafka refuses: {error}. Correct this, or ask whoever runs it for the right to do it"
        case SSLError():
            settings = "JIESU_KAFKA_CA, JIESU_KAFKA_CERTIFICATE or JIESU_KAFKA_KEY"
            return f"a PEM file cannot be used ({error}): correct {settings}"
        case _:
            return None
