"""A form field as it is drawn, whatever its definition came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """How a field is drawn."""

    TEXT = "text"
    NUMBER = "number"
    TEL = "tel"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 -- the name of an input type
    DATE = "date"
    TEXTAREA = "textarea"
    SELECT = "select"
    RADIOS = "radios"
    CHECKBOXES = "checkboxes"
    FILE = "file"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from. ``group``: under which heading of a long list it stands."""

    value: str
    label: str
    hint: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its name, such as ``members[2]``, its title, and its cells, each with its condition, if any."""

    name: str
    title: str
    cells: Sequence[tuple[Field, object | None]]


@dataclass(frozen=True, slots=True)
class Field:
    """What is drawn. ``source``: where a value was prefilled from; ``values``: several answers; ``inline``: a row.

    ``blank``: what a choice of nothing is called in a filter; a form asks to choose. ``lines``: rows of a table, and
    ``most``: how many there may be. ``offers``: the id of a list on the page from which a browser offers what is known.
    ``beside``: the answer of another choice on the page with which alone this is asked.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    values: Sequence[str] = ()
    hint: str = ""
    error: str = ""
    source: str = ""
    choices: Sequence[Choice] = ()
    required: bool = True
    width: str = ""
    autocomplete: str = ""
    accept: str = ""
    multiple: bool = False
    inline: bool = False
    blank: str = ""
    lines: Sequence[Row] = ()
    most: int = 0
    offers: str = ""
    beside: str = ""

    @property
    def full(self) -> bool:
        """Tell whether a table has as many rows as it may have."""
        return len(self.lines) >= self.most

    @property
    def id(self) -> str:
        """Return the id of the input, to which the error summary leads."""
        return f"id_{self.name}"

    @property
    def described_by(self) -> str:
        """Return the ids of what explains the input to a screen reader."""
        parts = {"hint": self.hint, "source": self.source, "error": self.error}
        return " ".join(f"{self.id}-{part}" for part, text in parts.items() if text)
