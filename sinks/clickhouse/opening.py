"""The warehouse of a place."""

from sinks.clickhouse.address import Place, ServerAddress
from sinks.clickhouse.embedded import EmbeddedWarehouse
from sinks.clickhouse.server import ServerWarehouse


def open_warehouse(place: Place) -> EmbeddedWarehouse | ServerWarehouse:
    """The tables of a folder or of a server; migrate them before rows go in. Raises as the warehouse does."""
    return ServerWarehouse(place) if isinstance(place, ServerAddress) else EmbeddedWarehouse(place)
