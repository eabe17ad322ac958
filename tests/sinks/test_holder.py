from pathlib import Path

import pytest

from sinks.clickhouse.holder import query_of, unanswered
from tests.sinks import processes
from topics.errors import Unavailable


def test_whoever_holds_the_folder_answers_and_while_nobody_does_one_waits(tmp_path: Path) -> None:
    query = query_of(tmp_path)
    with pytest.raises(Unavailable, match="start the sink"):
        query("SELECT 1", "TSV")
    for _ in range(2):  # another process, the same question
        child = processes.start("holding", tmp_path)
        processes.hear(child, "open")
        assert query("SELECT count() FROM reports", "TSV") == b"1\n"
        assert unanswered(query) == []
        processes.kill(child)
        assert len(unanswered(query)) == 1
        with pytest.raises(Unavailable):
            query("SELECT 1", "TSV")
