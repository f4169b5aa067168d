"""The people who can be anybody's user here: those of the sample city."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CAST = Path(__file__).resolve().parents[1] / "wuxi" / "cast.toml"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a document and a telephone."""

    key: str
    name: str
    number: str
    mobile: str
    sentence: str


@cache
def everybody() -> dict[str, Person]:
    """Return everybody by their key: who has a telephone of their own can use these services."""
    found = tomllib.loads(CAST.read_text("utf-8"))
    named = [one for one in [*found["people"], *found["newcomers"]] if one.get("mobile")]
    people = [Person(p["username"], p["name"], p["number"], p["mobile"], p["sentence"]) for p in named]
    return {one.key: one for one in people}


def rows() -> list[tuple[str, str, str]]:
    """Return everybody as a list to choose from."""
    return [(one.key, one.name, one.sentence) for one in everybody().values()]


def opaque(provider: str, person: Person) -> str:
    """Return the number by which a provider knows somebody: always the same, and telling nothing."""
    return hashlib.sha256(f"{provider}/{person.number}".encode()).hexdigest()[:28]
