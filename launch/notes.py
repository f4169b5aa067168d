"""Small files written whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path


def write(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write through a temporary name, so that a reader or a power cut never meets half a file."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(path)


def write_json(path: Path, content: dict[str, object], *, mode: int = 0o644) -> None:
    """Write one JSON object."""
    write(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n", mode=mode)


def read_json(path: Path) -> dict[str, object]:
    """Read one JSON object; an absent or unreadable note is an empty one."""
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
