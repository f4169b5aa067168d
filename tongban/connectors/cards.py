"""Card readers of the counters: a small service in each hall that knows its readers (shape of our own, 待核定)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.connectors.partner import Partner, ask_signed, word
from tongban.identity.api import CardRead, CardReaderAway, CardUnreadable, Lying, ProviderUnavailable

MOST = 60


@dataclass(frozen=True, slots=True)
class Readers:
    """The adapter: one signed question for the readers of all counters, by the place that a reader stands at."""

    partner: Partner

    def lying(self, *, device: str, at: datetime) -> Sequence[Lying]:
        """Return the cards of a sample city; a service that knows of none tells of none. Away: none to choose from."""
        try:
            told = self._ask("/lying", {"device": device}, at)
            rows = told.get("cards")
            found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
            return [Lying(word(row, "key"), word(row, "words")) for row in found[:MOST]]
        except CardReaderAway:
            return ()
        except ProviderUnavailable:
            return ()

    def read(self, *, device: str, card: str, at: datetime) -> CardRead:
        """Read the card on a reader; CardUnreadable where the reader says so, CardReaderAway for anything odd."""
        told = self._ask("/read", {"device": device, "card": card}, at)
        if told.get("read") is not True:
            raise CardUnreadable(field="card")
        try:
            return _read(told)
        except (ProviderUnavailable, ValueError):
            raise CardReaderAway from None

    def _ask(self, path: str, said: Mapping[str, str], at: datetime) -> dict[str, Any]:
        try:
            return ask_signed(self.partner, path, said, at)
        except ProviderUnavailable:
            raise CardReaderAway from None


def _read(told: Mapping[str, Any]) -> CardRead:
    ends = told.get("expires_on")
    return CardRead(
        document_code=word(told, "document_code"),
        number=word(told, "number"),
        name=word(told, "name"),
        sex=word(told, "sex"),
        born_on=date.fromisoformat(word(told, "born_on")),
        address=word(told, "address"),
        expires_on=date.fromisoformat(str(ends)) if ends else None,
    )
