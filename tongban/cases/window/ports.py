"""What the room asks of the post; ``config`` puts the adapter in place."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from tongban.cases.window.rules import Address


class Parcel(StrEnum):
    """Where the post says that a parcel is."""

    ON_ITS_WAY = "ON_ITS_WAY"
    SIGNED = "SIGNED"
    RETURNED = "RETURNED"


class Post(Protocol):
    """A postal service. Its answers come from outside: never asked inside a transaction."""

    def order(self, *, key: UUID, to: Address, content: str, at: datetime) -> str:
        """Order the collection of a parcel and return its tracking number; the same key again returns the same one.

        PostRefused if the service does not take the address; PostAway if it cannot be reached.
        """
        ...

    def cancel(self, *, key: UUID, at: datetime) -> bool:
        """Give up the order of a key, also of one that never came; False once it is too late, PostAway as above."""
        ...

    def where(self, *, tracking: str, at: datetime) -> Parcel:
        """Tell where a parcel is; PostAway if nobody can say now."""
        ...
