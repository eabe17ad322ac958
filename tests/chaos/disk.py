"""A disk so small that it can be filled: a tmpfs, mounted where only this program and its children see it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.errors import SetupError

MIB = 1 << 20
_INSIDE = "CHAOS_HAS_ITS_MOUNTS"
_WAYS = (("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount"))


def with_mounts_of_our_own(command: Sequence[str]) -> None:
    """Go on as `command`, in a mount namespace whose mounts end with its last process, if this machine lets us."""
    if _INSIDE in os.environ or not shutil.which("unshare"):
        return
    os.environ[_INSIDE] = "yes"
    for way in _WAYS:
        if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            sys.stdout.flush()
            os.execvp(way[0], [*way, *command])  # noqa: S606 - a fixed program, no shell wanted


class SmallDisk:
    """`size_mib` of room under `folder`. Raises SetupError where nothing may be mounted."""

    def __init__(self, folder: Path, size_mib: int) -> None:
        self.folder, self._filler = folder, folder / "filler"
        folder.mkdir(parents=True)
        if not shutil.which("mount"):
            raise SetupError("there is no `mount`: install util-linux")
        command = ["mount", "-t", "tmpfs", "-o", f"size={size_mib}m", "jiesu-chaos", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SetupError(f"nothing may be mounted: run as root, or let users unshare ({done.stderr.strip()})")

    def fill(self) -> None:
        """Leave no byte free."""
        with self._filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(MIB))
            except OSError:
                self._fill_the_last_page(file.fileno())

    def free(self) -> None:
        """Give the room back."""
        self._filler.unlink()

    def close(self) -> None:
        """Unmount; what was on it is gone."""
        subprocess.run(["umount", str(self.folder)], check=True)

    def _fill_the_last_page(self, file: int) -> None:
        free = os.fstatvfs(file).f_bavail * os.fstatvfs(file).f_bsize
        if free:
            os.posix_fallocate(file, os.fstat(file).st_size, free)
