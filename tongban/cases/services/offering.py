"""What one may apply for now: the guide in force of an item that takes applications."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.errors import ItemSuspended, NotOnOffer
from tongban.catalog import api as catalog


def offered(item: str, at: datetime) -> catalog.GuideVersion:
    """Return the guide in force of an item that takes applications; NotOnOffer when there is none.

    ItemSuspended while the item is suspended (第八条): there is a guide, which says until when and where else to go.
    """
    version = catalog.published(item, at=at)
    if version is not None and version.item.state == catalog.ItemState.SUSPENDED:
        raise ItemSuspended
    if version is None or version.item.state != catalog.ItemState.ACTIVE:
        raise NotOnOffer
    return version
