"""The post as scenarios need it: it takes every parcel, and says of it what the scenario says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from tongban.cases.window import api as window

REFUSED = "REFUSED"
SAYS = {"SENT": "已收寄", "SIGNED": "已签收", "RETURNED": "退回", REFUSED: "不收寄（地址不对）"}


class SaidPost:
    """A postal service that reports one thing, and sends nothing."""

    def __init__(self, says: str = "SENT") -> None:
        """Keep what it reports: a key of SAYS."""
        self.says = says

    def order(self, *, key: UUID, to: window.Address, content: str, at: datetime) -> str:  # noqa: ARG002 - as the post is asked
        """Take a parcel, or refuse its address."""
        if self.says == REFUSED:
            raise window.PostRefused
        return f"YB{key.int % 10**11:011d}"

    def cancel(self, *, key: UUID, at: datetime) -> bool:  # noqa: ARG002 - as the post is asked
        """Give up what was not collected."""
        return self.says not in window.Parcel.__members__

    def where(self, *, tracking: str, at: datetime) -> window.Parcel:  # noqa: ARG002 - as the post is asked
        """Tell where a parcel is."""
        return window.Parcel(self.says) if self.says in window.Parcel.__members__ else window.Parcel.ON_ITS_WAY


@contextmanager
def reporting(says: str = "SENT") -> Iterator[None]:
    """Let this be the postal service for a while."""
    before = window.post()
    window.use(post=SaidPost(says))
    try:
        yield
    finally:
        window.use(post=before)
