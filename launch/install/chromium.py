"""The browser that tests drive. It is never optional: without it browser tests fail, and say why."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from launch.install.python import apt_install
from launch.install.stamps import run, say
from launch.trouble import Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome")


def ensure(repository: Path, python: Path) -> None:
    """Find a Chromium, else install one: Debian's as root, otherwise Playwright's own."""
    if any(shutil.which(name) for name in NAMES):
        return
    say("正在安装测试用的 Chromium / installing Chromium for the tests")
    missing = Trouble(
        "无法安装 Chromium，浏览器测试将会失败：请安装 Debian 的 chromium 软件包",
        "Chromium cannot be installed and browser tests will fail: install Debian's chromium package",
    )
    try:
        if os.geteuid() == 0 and shutil.which("apt-get"):
            apt_install(["chromium"], failed=missing)
        else:
            run([str(python), "-m", "playwright", "install", "chromium"], folder=repository, failed=missing)
    except Trouble as trouble:
        say(str(trouble))
