from pathlib import Path

import pytest

from sinks.clickhouse.holder import Holder
from tests.sinks import processes
from topics.errors import Unavailable


def test_whoever_holds_the_folder_answers_and_while_nobody_does_one_waits(tmp_path: Path) -> None:
    holder = Holder(tmp_path)
    with pytest.raises(Unavailable, match="start the sink"):
        holder.query("SELECT 1")
    for _ in range(2):  # another process, the same question
        child = processes.start("holding", tmp_path)
        processes.hear(child, "open")
        assert holder.query("SELECT count() FROM reports", "TSV") == b"1\n"
        processes.kill(child)
        with pytest.raises(Unavailable):
            holder.query("SELECT 1")
