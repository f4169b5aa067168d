"""Reading an identity card at the counter: what a chip says, believed no longer than the card is valid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tongban.identity.errors import CardExpired, CardUnreadable, NoCardReader
from tongban.identity.ports import CardReader, Lying
from tongban.identity.services.at_counter import Card
from tongban.identity.services.wired import card_reader
from tongban.kernel.actors import Actor, Role
from tongban.kernel.codes import document_type
from tongban.kernel.codes.document_type import DocumentType
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, NotAllowed

READERS = (Role.RECEIVER, Role.HANDOUT)
CARDS = frozenset({DocumentType.RESIDENT_ID, DocumentType.PERMANENT_RESIDENCE, DocumentType.HK_MACAO_RESIDENCE})


def cards_lying(*, device: str, by: Actor, at: datetime) -> Sequence[Lying]:
    """Return the cards to choose from at a counter of a sample city; none elsewhere, and none where nothing reads."""
    reader = card_reader()
    return reader.lying(device=device, at=at) if reader and _may(by) else ()


def read_card(*, device: str, card: str, by: Actor, at: datetime) -> Card:
    """Return what the card says that lies on the reader of a counter, for whoever checks there who somebody is.

    Nothing of it is kept here: the verb that follows says by what it was checked. NoCardReader, CardReaderAway,
    CardUnreadable; CardExpired for one that no longer proves anything (居民身份证法11, 待核定). NotAllowed for all but
    the clerks of a window. Asks outside: never inside a transaction.
    """
    if not _may(by):
        raise NotAllowed
    read = _reader().read(device=device, card=card, at=at)
    if read.expires_on is not None and read.expires_on < day_of(at):
        raise CardExpired(field="card")
    return Card(name=read.name, number=read.number, document_type=_kind(read.document_code), address=read.address)


def _reader() -> CardReader:
    reader = card_reader()
    if reader is None:
        raise NoCardReader
    return reader


def _kind(code: str) -> DocumentType:
    try:
        kind = document_type.inward("GAT2000", code)
    except Broken:
        raise CardUnreadable(field="card") from None
    if kind not in CARDS:
        raise CardUnreadable(field="card")
    return kind


def _may(by: Actor) -> bool:
    return any(map(by.holds, READERS))
