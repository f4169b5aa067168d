"""What differs between two texts of a guide, place by place, also where one of them is not complete yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalog.revising.assessing import NAMES


@dataclass(frozen=True, slots=True)
class Changed:
    """One place that is not the same: ``path`` within the section; an empty text where there is nothing."""

    section: str
    path: tuple[str, ...]
    before: str
    after: str

    @property
    def added(self) -> bool:
        """Tell whether there was nothing before."""
        return not self.before

    @property
    def removed(self) -> bool:
        """Tell whether nothing is there any more."""
        return not self.after


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Return every place where two documents differ, in the order of the elements.

    Rows of a list are told apart by their ids, so that one that was moved or put in between changes nothing else.
    """
    return tuple(one for section in NAMES for one in _changes(section, before.get(section), after.get(section)))


def _changes(section: str, before: object, after: object) -> Iterator[Changed]:
    old, new = dict(_leaves(before, ())), dict(_leaves(after, ()))
    for path in dict.fromkeys((*old, *new)):
        if old.get(path, "") != new.get(path, ""):
            yield Changed(section, path, old.get(path, ""), new.get(path, ""))


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name != "id":
                yield from _leaves(one, (*path, str(name)))
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for place, one in enumerate(value, start=1):
            yield from _leaves(one, (*path, str(one.get("id", place))))
    elif isinstance(value, list):
        yield path, "、".join(map(str, value))
    elif value is not None:
        yield path, _said(value)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
