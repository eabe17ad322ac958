"""The pages by which a program answers for itself."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from prometheus_client import CollectorRegistry

from deploy.errors import SetupError
from deploy.probes import answering, new_registry
from deploy.settings import PORTS, ProbeSettings

ANY = ProbeSettings(metrics_port=0)


@contextmanager
def probes(lacks: list[str], settings: ProbeSettings = ANY) -> Iterator[httpx.Client]:
    registry = new_registry()
    with (
        answering("intake", registry, settings, lambda: [], lambda: lacks) as address,
        httpx.Client(base_url=address, timeout=5) as client,
    ):
        yield client


def test_what_is_missing_is_said_until_it_is_there() -> None:
    lacks = ["Kafka is away."]
    with probes(lacks) as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"ok": False, "missing": ["Kafka is away."]})
        assert "jiesu_ready 0.0" in client.get("/metrics").text
        assert client.get("/healthz").status_code == 200
        lacks.clear()
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"ok": True, "missing": []})
        assert "jiesu_ready 1.0" in client.get("/metrics").text


def test_every_process_says_what_it_is_and_what_it_uses() -> None:
    with probes([]) as client:
        said = client.get("/metrics").text
    assert 'jiesu_build_info{version="' in said
    assert "process_resident_memory_bytes " in said
    assert "python_info{" in said


def test_another_page_says_which_there_are() -> None:
    with probes([]) as client:
        answer = client.get("/")
    assert answer.status_code == 404
    assert "/readyz" in answer.json()["missing"][0]


def test_a_caller_who_says_nothing_keeps_nobody_waiting() -> None:
    with probes([]) as client, socket.create_connection((client.base_url.host, client.base_url.port or 0)):
        assert client.get("/healthz").status_code == 200


def test_it_answers_while_the_program_does_nothing_but_compute() -> None:
    with probes([]) as client, ThreadPoolExecutor() as elsewhere:
        asked = [elsewhere.submit(client.get, path) for path in ("/metrics", "/healthz", "/readyz")]
        deadline = time.monotonic() + 30
        while not all(answer.done() for answer in asked):  # holds the interpreter as a long batch does
            assert sum(range(10_000)) > 0
            assert time.monotonic() < deadline
        assert [answer.result().status_code for answer in asked] == [200, 200, 200]


def test_a_taken_port_is_told_with_what_to_do() -> None:
    with probes([]) as client:
        taken = ProbeSettings(metrics_port=client.base_url.port)
        with (
            pytest.raises(SetupError, match=r"another program listens there.*Set JIESU_METRICS_PORT"),
            answering("casework", CollectorRegistry(), taken, lambda: [], lambda: []),
        ):
            pass


def test_two_programs_ask_for_ports_of_their_own() -> None:
    assert len(set(PORTS.values())) == len(PORTS)
