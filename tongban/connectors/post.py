"""A postal service: parcels are ordered by a key of ours and asked after by its number (shape of our own, 待核定)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tongban.cases.window.api import Address, Parcel, PostAway, PostRefused
from tongban.connectors.partner import Partner, ask_signed, word
from tongban.identity.api import ProviderUnavailable

TRACKING: Final = re.compile(r"[A-Z0-9]{8,20}")
SAYS: Final = {"COLLECTED": Parcel.ON_ITS_WAY, "SIGNED": Parcel.SIGNED, "RETURNED": Parcel.RETURNED}


@dataclass(frozen=True, slots=True)
class PostalService:
    """The adapter. The address is sent and nothing of it is logged; the item is not the post's business."""

    partner: Partner

    def order(self, *, key: UUID, to: Address, content: str, at: datetime) -> str:
        """Order a parcel; the same key again gives the same number."""
        said = {"key": str(key), "name": to.name, "mobile": to.mobile, "place": to.place, "content": content}
        told = self._ask("/orders", said, at)
        if told.get("taken") is False:
            raise PostRefused
        number = _word(told, "number")
        if not TRACKING.fullmatch(number):
            raise PostAway
        return number

    def cancel(self, *, key: UUID, at: datetime) -> bool:
        """Give up an order; a service that does not say so plainly has not given it up."""
        return self._ask("/cancel", {"key": str(key)}, at).get("cancelled") is True

    def where(self, *, tracking: str, at: datetime) -> Parcel:
        """Ask where a parcel is; what cannot be understood is nothing yet."""
        said = _word(self._ask("/where", {"number": tracking}, at), "state")
        if said not in SAYS:
            raise PostAway
        return SAYS[said]

    def _ask(self, path: str, said: Mapping[str, str], at: datetime) -> dict[str, Any]:
        try:
            return ask_signed(self.partner, path, said, at)
        except ProviderUnavailable:
            raise PostAway from None


def _word(told: Mapping[str, Any], name: str) -> str:
    try:
        return word(told, name)
    except ProviderUnavailable:
        raise PostAway from None
