"""What the room asks of identity services outside; ``config`` puts the adapters in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way out and back: random words that only this browser's session knows, and where to come back to."""

    state: str
    nonce: str
    verifier: str
    back: str


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom a service sent back. ``subject``: its own number of them; the rest is empty where it tells no more.

    ``document_code``: type of the document by GA/T 2000.156. Whoever tells name and number answers for them.
    ``reached``: by what it brings them messages, where it does.
    """

    provider: str
    subject: str
    name: str = ""
    document_code: str = ""
    number: str = ""
    mobile: str = ""
    reached: str = ""

    @property
    def names(self) -> bool:
        """Tell whether the service says who it is, and not only that it is the same one as before."""
        return bool(self.name and self.number)


class IdentityProvider(Protocol):
    """An identity service outside."""

    @property
    def code(self) -> str:
        """Return its code, short and stable: it stands in addresses, in the table of links and in the record."""
        ...

    @property
    def name(self) -> str:
        """Return what people call it."""
        ...

    @property
    def names(self) -> bool:
        """Tell whether it proves a name and a number, so that it can open an account by itself."""
        ...

    def authorize_url(self, attempt: Attempt) -> str:
        """Return where to send the browser; the answer comes back to ``attempt.back`` with what proves it is ours."""
        ...

    def redeem(self, params: Mapping[str, str], attempt: Attempt, *, at: datetime) -> Proven:
        """Return whom the service sent back with these parameters, having asked it itself.

        ProviderDeclined if the person or the service did not agree; ProviderUnavailable if it cannot be reached or
        does not answer as agreed. May take some seconds: never inside a transaction.
        """
        ...


class RealNameCheck(Protocol):
    """Tells whether a name, a number and a telephone belong to one person (三要素)."""

    def agrees(self, *, name: str, number: str, mobile: str, at: datetime) -> bool:
        """Tell whether they do; ProviderUnavailable if nobody can say now."""
        ...


@dataclass(frozen=True, slots=True)
class CardRead:
    """What a reader tells of an identity card; personal data, of which nothing is logged (个人信息保护法51).

    ``document_code``: type by GA/T 2000.156; ``sex``: 男 or 女; ``expires_on``: None for one that never does;
    ``portrait``: the picture in the chip, where the reader hands it out.
    """

    document_code: str
    number: str
    name: str
    sex: str
    born_on: date
    address: str
    expires_on: date | None
    portrait: bytes = b""


@dataclass(frozen=True, slots=True)
class Lying:
    """A card that could be laid on the reader of a sample city: a word for the reader, and words for people."""

    key: str
    words: str


class CardReader(Protocol):
    """The card readers of the counters."""

    def lying(self, *, device: str, at: datetime) -> Sequence[Lying]:
        """Return the cards to choose from, in a sample city only; a real reader holds one, or none."""
        ...

    def read(self, *, device: str, card: str, at: datetime) -> CardRead:
        """Read the card on the reader of a counter (``device``: its place); ``card``: which, in a sample city.

        CardUnreadable if there is none or it cannot be read; CardReaderAway if nobody answers. May take some seconds:
        never inside a transaction.
        """
        ...


Providers = Sequence[IdentityProvider]
