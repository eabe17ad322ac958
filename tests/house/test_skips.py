import os
import subprocess
import sys
from pathlib import Path

import pytest

HOOKS = "from tests.conftest import pytest_make_collect_report, pytest_runtest_makereport\n"
SKIPPED = "import pytest\n@pytest.fixture\ndef away():\n    pytest.skip('no Java')\ndef test_it(away): ...\n"
SKIPPED_FILE = "import pytest\npytest.importorskip('nothing_of_that_name')\n"
EXPECTED = "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n"


def run(folder: Path, test: str, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(HOOKS)
    (folder / "test_it.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)]
    path = str(Path(__file__).parents[2])
    environment = {**os.environ, "CI": ci, "PYTHONPATH": path}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=folder)


@pytest.mark.parametrize("test", [SKIPPED, SKIPPED_FILE])
def test_a_skip_passes_at_home_and_fails_in_ci(tmp_path: Path, test: str) -> None:
    home = run(tmp_path, test, ci="")
    assert "1 skipped" in home.stdout
    assert "failed" not in home.stdout
    ci = run(tmp_path, test, ci="true")
    assert ci.returncode
    assert "CI=true may skip nothing" in ci.stdout


def test_an_expected_failure_is_not_a_skip(tmp_path: Path) -> None:
    done = run(tmp_path, EXPECTED, ci="true")
    assert done.returncode == 0
    assert "1 xfailed" in done.stdout
