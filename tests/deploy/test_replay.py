"""The local fold of files into tables."""

from pathlib import Path

from deploy.policyfile import load_policy
from deploy.replay import Replayed, replay_files
from sinks.clickhouse.embedded import open_embedded
from streams.channels.mapping import load_mapping

POLICY = Path(__file__).parents[2] / "deploy" / "policies" / "zh"
ROWS = """id,time,user,title,text
1,soon,A,路灯不亮,第一盏
2,2020-01-06 08:30:00,A,路灯不亮,第二盏
"""


def test_a_file_whose_first_row_tells_no_time_is_replayed_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(ROWS, encoding="utf-8")
    done: list[int] = []
    key = b"a test has no secrets"
    with open_embedded(tmp_path / "tables") as warehouse:
        replayed = replay_files([file], load_mapping("zh-board"), load_policy(POLICY), key, warehouse, done.append)
        assert warehouse.query("SELECT channel_ref FROM reports", "TSV").split() == [b"2"]
        assert warehouse.query("SELECT reason FROM dead_letters", "TSV").split() == [b"time_unreadable"]
    assert (replayed, done) == (Replayed(records=2, facts=7), [2])
