import os
import subprocess
import sys
from pathlib import Path

import pytest

HOOKS = "from tests.conftest import pytest_make_collect_report, pytest_runtest_makereport\n"
SKIPPED = "import pytest\n@pytest.fixture\ndef away():\n    pytest.skip('no Java')\ndef test_it(away): ...\n"
SKIPPED_FILE = "import pytest\npytest.importorskip('nothing_of_that_name')\n"
EXPECTED = "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n"


SKIPS = {"test_it.py": SKIPPED, "test_file.py": SKIPPED_FILE}


def run(folder: Path, tests: dict[str, str], ci: str, *options: str) -> subprocess.CompletedProcess[str]:
    for name, test in {"conftest.py": HOOKS, **tests}.items():
        (folder / name).write_text(test)
    options = ("-q", "--continue-on-collection-errors", "-p", "no:cacheprovider", "--rootdir", str(folder), *options)
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "pytest", *options, str(folder)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=folder)


def test_a_skip_passes_at_home(tmp_path: Path) -> None:
    done = run(tmp_path, SKIPS, "")
    assert "2 skipped" in done.stdout
    assert "CI=true" not in done.stdout


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_skip_fails_in_ci_whoever_runs_the_test(tmp_path: Path, workers: str) -> None:
    done = run(tmp_path, SKIPS, "true", "-n", workers)
    assert done.returncode
    assert "skipped" not in done.stdout
    for why in ("no Java", "could not import 'nothing_of_that_name'"):
        assert f"CI=true may skip nothing: Skipped: {why}" in done.stdout


def test_an_expected_failure_is_not_a_skip(tmp_path: Path) -> None:
    done = run(tmp_path, {"test_it.py": EXPECTED}, "true")
    assert done.returncode == 0
    assert "1 xfailed" in done.stdout
