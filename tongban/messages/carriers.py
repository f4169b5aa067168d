"""The ports through which letters leave the house, beside texts: electronic mail and WeChat. They may call out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings

from tongban.messages.rules import Way


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: to which address (of a mailbox, or what WeChat knows somebody by), under what title, what.

    ``about``: item and number of the case it tells of, for what is sent in fields; personal data, never logged.
    """

    address: str = field(repr=False)
    title: str
    words: str = field(repr=False)
    about: Mapping[str, str] = field(default_factory=dict, repr=False)


class NotCarried(Exception):
    """A letter that did not leave. ``code`` says why and holds nobody's data; ``for_good``: no use in trying again."""

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        """Keep why, and whether there is use in trying again."""
        super().__init__(code)
        self.code, self.for_good = code, for_good


class Carrier(Protocol):
    """A service that brings letters to where they are read."""

    def available(self) -> bool:
        """Tell whether letters can be sent by this way here at all."""
        ...

    def carry(self, letter: Letter, *, key: UUID, at: datetime) -> None:
        """Hand a letter over; NotCarried where it was not taken. May take some seconds: never inside a transaction.

        ``key`` is the same for every try, so that whoever gets a letter twice can tell that it is one.
        """
        ...


class SampleCarrier:
    """Letters of the sample city: there is nowhere to bring them, the outbox shows them. Elsewhere it takes none."""

    def available(self) -> bool:
        """Tell whether nothing here is real."""
        return bool(settings.SAMPLE_MODE)

    def carry(self, letter: Letter, *, key: UUID, at: datetime) -> None:
        """Take it."""


class Fallback(Protocol):
    """What tells somebody by another way what could not be brought to them."""

    def tell(self, *, to: UUID, template: str, facts: Mapping[str, str], at: datetime) -> bool:
        """Tell them, inside the transaction; tell whether there was a way."""
        ...


@dataclass(slots=True)
class _Wiring:
    carriers: dict[Way, Carrier]
    fallback: Fallback | None = None


_wiring = _Wiring({Way.EMAIL: SampleCarrier()})


def use_carriers(carriers: Mapping[Way, Carrier] | None, fallback: Fallback | None) -> None:
    """Put these carriers in place; for electronic mail, the outbox of the sample city where none is given."""
    _wiring.carriers = {Way.EMAIL: SampleCarrier(), **(carriers or {})}
    _wiring.fallback = fallback


def carrier(way: Way) -> Carrier | None:
    """Return what brings letters by a way, None where nothing does now."""
    found = _wiring.carriers.get(way)
    return found if found is not None and found.available() else None


def fallback() -> Fallback | None:
    """Return what tells by another way, None where nothing does."""
    return _wiring.fallback
