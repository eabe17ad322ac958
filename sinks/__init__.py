"""What is kept: facts into ClickHouse."""
