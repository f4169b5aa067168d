"""``python -m launch.install serve|check|test``: everything the named script needs, done only when it changed."""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path

from launch.children import die_with_parent
from launch.install import assets, chromium, python
from launch.install.stamps import alone
from launch.places import REPOSITORY, build_folder
from launch.trouble import Trouble

UNWRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
LOCK_OF = {"serve": "build", "check": "dev", "test": "dev"}


def prepare(purpose: str, repository: Path, build: Path) -> None:
    """Make environment and static files for one of the scripts in bin/."""
    try:
        with alone(repository / ".build" / "install.lock"):
            interpreter = python.ensure(repository, LOCK_OF[purpose])
            assets.ensure(repository, interpreter, build)
            if purpose == "test":
                chromium.ensure(repository, interpreter)
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        place = error.filename or repository
        raise Trouble(
            f"当前用户不能写入程序目录：{place}。请用目录的所有者运行，或把目录交给当前用户",
            f"this user cannot write to {place}; run as the owner of the folder, or give it to this user",
        ) from error


if __name__ == "__main__":
    die_with_parent(signal.SIGTERM, os.getppid())()
    try:
        prepare(sys.argv[1], REPOSITORY, build_folder())
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)
