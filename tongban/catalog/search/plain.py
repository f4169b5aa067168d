"""How texts are compared: one width, small letters, simplified characters, no marks and no tones."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

LONGEST = 60
"""How much of a question is read, in characters."""

_LATIN = re.compile(r"[a-z0-9]+")
_BROKEN = re.compile(r"[\s'’·-]+")


def listed(name: str) -> list[str]:
    """Return the words of a list beside this file; a line that begins with # is a note."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


@cache
def _simplified() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in listed("traditional.txt")}


def simplified(text: str) -> str:
    """Return a text in plain width, small letters, without tone marks, in simplified characters."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    toneless = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", toneless).translate(_simplified())


def plain(text: str) -> str:
    """Return a text as it is compared: simplified, letters and digits only."""
    return "".join(char for char in simplified(text) if char.isalnum())


def asked(question: str) -> str:
    """Return a question as it is compared, cut to what is read of it; words in Latin letters stay apart by a blank."""
    parts = (plain(part) for part in _BROKEN.split(simplified(question)))
    words: list[str] = []
    for part in filter(None, parts):
        between = " " if words and is_latin(words[-1][-1]) and is_latin(part[0]) else ""
        words.append(between + part)
    return "".join(words)[:LONGEST].strip()


def is_latin(char: str) -> bool:
    """Tell whether a character of a compared text is a Latin letter or a digit."""
    return char.isascii() and char.isalnum()


def latin_words(text: str) -> list[tuple[int, str]]:
    """Return the words in Latin letters of a compared text, each with where it begins."""
    return [(found.start(), found[0]) for found in _LATIN.finditer(text)]
