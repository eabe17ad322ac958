"""Starts a program and never outlives the process that asked for it.

Run as `python keeper.py PARENT_PID PROGRAM ARGUMENT...`; prints the program's pid. When the parent is gone, however it
went, the program is told to stop, then killed. (Linux's parent death signal would follow the parent's thread instead.)
"""

import os
import subprocess
import sys

_LOOK_S = 0.2
_PATIENCE_S = 20.0


def main(parent: int, program: list[str]) -> int:
    """Keep `program` while process `parent` lives. Returns the program's exit code."""
    child = subprocess.Popen(program, stdout=sys.stderr)
    print(child.pid, flush=True)  # noqa: T201 - the parent reads it
    while os.getppid() == parent:
        try:
            return child.wait(_LOOK_S)
        except subprocess.TimeoutExpired:
            continue
    return _end(child)


def _end(child: subprocess.Popen[bytes]) -> int:
    child.terminate()
    try:
        return child.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
