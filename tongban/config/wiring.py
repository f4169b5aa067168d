"""Which adapter serves which port. The only place where rooms are given what they do not know themselves."""

from __future__ import annotations

from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.messages import api as messages


def wire() -> None:
    """Put the adapters of this installation in place: software keys, counted document numbers, the inbox alone."""
    crypto.use()
    documents.use()
    messages.use()
