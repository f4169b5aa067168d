"""The two large dictionaries of the search: words, and how characters sound.

Reading them takes a process half as long as everything else that it reads when it starts, and most processes (commands,
the worker) never look anything up. So each is read when it is first needed; those that serve visitors do it before the
first of them comes (``read``).
"""

from __future__ import annotations

from functools import cache
from types import ModuleType


@cache
def words() -> ModuleType:
    """Return the dictionary of words, which also cuts a text into them."""
    import rjieba  # noqa: PLC0415 - see above

    return rjieba


@cache
def pronunciations() -> ModuleType:
    """Return the dictionary of sounds."""
    import pypinyin  # noqa: PLC0415 - see above

    return pypinyin


def read() -> None:
    """Read both now."""
    words()
    pronunciations()
