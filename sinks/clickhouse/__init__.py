"""ClickHouse: schema, rows, loader, queries."""
