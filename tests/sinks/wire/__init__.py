"""The wire between jiesu and a ClickHouse server: types, insert, retry, restart, kill -9.

The server is Debian's own, a real one but old: what tables mean is proven on the embedded ClickHouse.
"""
