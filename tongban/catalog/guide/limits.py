"""办理时限: how long the decision may take by law and as was promised, and from what day each is counted."""

from __future__ import annotations

from tongban.catalog.forms.definition import Strict
from tongban.catalog.guide.parts import Extension, Limit
from tongban.catalog.guide.terms import CountedFrom


class Statutory(Limit):
    """法定时限. 行政许可法42(1) counts it from acceptance; 法律、法规另有规定的，依照其规定: from receipt (建筑法8(2)).

    ``counted_from``: RECEIPT only where the article that ``legal`` names counts so.
    """

    counted_from: CountedFrom = CountedFrom.ACCEPTANCE

    @property
    def said(self) -> str:
        """Return the length, and from what day it is counted where that is not the acceptance."""
        return f"自收到申请之日起{self.text}" if self.counted_from == CountedFrom.RECEIPT else self.text


class Limits(Strict):
    """办理时限 of the decision. The notice limit is the legal regime's and stands there.

    The promise is counted from acceptance; so is the statutory limit, unless its law says otherwise.
    """

    statutory: Statutory | None
    promised: Limit
    extension: Extension | None = None

    @property
    def from_receipt(self) -> bool:
        """Tell whether the law counts its limit from the receipt of the application."""
        return self.statutory is not None and self.statutory.counted_from == CountedFrom.RECEIPT
