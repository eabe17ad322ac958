"""The door as a program: it opens without Kafka, and ends when it is told, with everybody answered."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from tests.chaos.programs import Program

POLICY = Path(__file__).parents[4] / "deploy" / "policies" / "demo"
WAIT_S = 2


def until(door: Program, words: str) -> re.Match[str]:
    """What the door's log says, once it says it."""
    again = retry_if_result(lambda found: found is None)
    found = Retrying(retry=again, wait=wait_fixed(0.05), stop=stop_after_delay(60))(
        lambda: re.search(words, door.log.read_text())
    )
    assert found is not None
    return found


def test_told_to_end_it_first_answers_what_has_begun(tmp_path: Path) -> None:
    env = {"JIESU_KAFKA": "127.0.0.1:1", "JIESU_POLICY": str(POLICY), "JIESU_HTTP_PORT": "0"}
    env |= {"JIESU_HTTP_WAIT_S": str(WAIT_S), "JIESU_METRICS_PORT": "0"}
    arguments = ("-m", "deploy.cli", "run", "http", "--loglevel", "debug")
    door = Program("http", arguments, env, tmp_path / "http.log")
    door.start()
    try:
        url = until(door, r"running on (http://[0-9.:]+)")[1]
        with ThreadPoolExecutor() as pool:
            answer = pool.submit(httpx.post, f"{url}/v1/reports", content=b"{}", timeout=30)
            until(door, "1 messages for Kafka")
            door.stop()
            assert answer.result().status_code == 503
        assert door.status == 0, door.tail()
    finally:
        door.kill()
