"""What the window knows of a case, for the desk and for the applicant; no rule is here."""

from __future__ import annotations

from typing import Any

from tongban.cases import api as cases
from tongban.cases.window import api as window


def at_window(case: cases.Case, *, whole: bool) -> dict[str, Any]:
    """Return the way of delivery that was chosen, the parcel, how the result was received, and the trips.

    ``whole``: the address as it was given, for the applicant; else its beginning only.
    """
    wish, parcel, out = window.wish_of(case, whole=whole), window.parcel_of(case), window.handing_out_of(case)
    return {
        "wish": wish,
        "posted": wish is not None and wish.way == window.Way.POST,
        "wish_name": window.WAY_NAMES[wish.way] if wish else "",
        "parcel": parcel,
        "may_choose": window.may_choose(case),
        "parcel_name": parcel.get_stage_display() if parcel else "",
        "out": out,
        "out_name": out.get_signature_display() if out else "",
        "drawing": window.drawn_signature(case.pk, out) if out else "",
        "trips": window.trips_of(case),
    }
