"""A mistake at the command line."""

import subprocess
import sys


def test_it_ends_with_status_2_and_a_sentence_that_repeats_what_was_written() -> None:
    command = [sys.executable, "-m", "deploy.cli", "feed", __file__, "--channel", "[/red]board[b]"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "jiesu: no mapping '[/red]board[b]'" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
