"""The virtual environment: made once, filled from a lock with hashes whenever the lock changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launch.install.stamps import put, run, say, says
from launch.trouble import Trouble

LOCKS = ("build", "dev")  # each holds all that the ones before it hold
STAMP = ".tongban-stamp"
UNFINISHED = ".tongban-unfinished"


def ensure(repository: Path, lock: str) -> Path:
    """Return the environment's Python with everything of the lock installed."""
    environment = repository / ".venv"
    python = environment / "bin" / "python"
    enough = LOCKS[LOCKS.index(lock) :]
    if not any(says(environment / STAMP, fingerprint(repository, name)) for name in enough):
        if not usable(environment):
            _make(environment)
        _fill(repository, python, lock)
        put(environment / STAMP, fingerprint(repository, lock))
    return python


def fingerprint(repository: Path, lock: str) -> str:
    """Return what the stamp says when everything of this lock is installed."""
    return f"{lock} {hashlib.sha256(requirements(repository, lock).read_bytes()).hexdigest()}"


def requirements(repository: Path, lock: str) -> Path:
    """Return the path of a lock."""
    return repository / "requirements" / f"{lock}.txt"


def usable(environment: Path) -> bool:
    """Tell whether the environment was made to the end and its Python still runs."""
    if (environment / UNFINISHED).exists():
        return False
    try:
        command = [str(environment / "bin" / "python"), "-m", "pip", "--version"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make(environment: Path) -> None:
    say("正在建立 Python 环境 / making the Python environment")
    shutil.rmtree(environment, ignore_errors=True)
    environment.mkdir()
    (environment / UNFINISHED).touch()
    _ensure_venv_module()
    failed = Trouble("无法建立 Python 虚拟环境，原因见上", "cannot make a virtual environment; the reason is above")
    run([sys.executable, "-m", "venv", str(environment)], folder=environment.parent, failed=failed)
    (environment / UNFINISHED).unlink()


def _ensure_venv_module() -> None:
    """Debian ships Python without the means to make environments; as root we can fetch them."""
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    missing = Trouble(
        f"Python 缺少 venv 组件，请先安装 {package}", f"this Python cannot make environments; install {package}"
    )
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise missing
    apt_install([package], failed=missing)


def apt_install(packages: list[str], *, failed: Trouble) -> None:
    """Install Debian packages, as root."""
    surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        run(["apt-get", *step], folder=Path("/"), failed=failed, surroundings=surroundings)


def _fill(repository: Path, python: Path, lock: str) -> None:
    say("正在安装 Python 依赖（首次需要下载） / installing Python packages")
    failed = Trouble("Python 依赖安装失败，请检查网络后重试", "installing Python packages failed; check the network")
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    command = [str(python), "-m", "pip", "install", *options, "-r", str(requirements(repository, lock))]
    run(command, folder=repository, failed=failed)
