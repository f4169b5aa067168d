"""Where things lie when nobody says otherwise."""

from __future__ import annotations

import hashlib
import os
import tomllib
from pathlib import Path

from launch.trouble import Trouble

REPOSITORY = Path(__file__).resolve().parents[1]
SERVICE_HOME = Path("/var/lib/tongban")  # root only: the service user cannot enter /root


def is_root() -> bool:
    """Tell whether we run as root, which PostgreSQL refuses to do."""
    return os.geteuid() == 0


def default_state(repository: Path, *, root: bool) -> Path:
    """Return the state folder of a checkout: inside it, or, as root, where the service user can reach it."""
    if not root:
        return repository / ".state"
    digest = hashlib.sha256(str(repository).encode()).hexdigest()[:8]
    return SERVICE_HOME / f"{repository.name}-{digest}"


def state_folder(given: str | None) -> Path:
    """Choose the state folder: the one named, else TONGBAN_STATE, else the default of this checkout."""
    chosen = given or os.environ.get("TONGBAN_STATE")
    return Path(chosen).expanduser().resolve() if chosen else default_state(REPOSITORY, root=is_root())


def build_folder() -> Path:
    """Return the folder of built static files and catalogues."""
    return Path(os.environ.get("TONGBAN_BUILD") or REPOSITORY / ".build").resolve()


def number(name: str, usual: int) -> int:
    """Read a whole number from the environment. Trouble: it is none."""
    given = os.environ.get(name, "").strip()
    if not given:
        return usual
    if not (given.isascii() and given.isdigit()):
        raise Trouble(f"环境变量 {name} 应为整数，现在是 {given}", f"{name} must be a whole number, not {given}")
    return int(given)


def version() -> str:
    """Return the version of this checkout."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    return str(project["version"])
