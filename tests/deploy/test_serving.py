"""A program that answers HTTP ends as one that was told to end."""

import os
import signal
import subprocess
import sys
from pathlib import Path


def test_the_page_ends_with_status_0_when_it_is_told_to(tmp_path: Path) -> None:
    ports = {"JIESU_CONSOLE_PORT": "0", "JIESU_METRICS_PORT": "0", "JIESU_TABLES": str(tmp_path)}
    command = [sys.executable, "-m", "deploy.cli", "run", "console"]
    with subprocess.Popen(command, env={**os.environ, **ports}, stderr=subprocess.PIPE, text=True) as page:
        assert page.stderr
        assert any("Uvicorn running" in line for line in page.stderr)
        page.send_signal(signal.SIGTERM)
        assert page.wait(60) == 0
