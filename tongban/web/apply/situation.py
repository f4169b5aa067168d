"""The questions that decide about materials, put before anything else; whoever skips them meets them in the form."""

from __future__ import annotations

from tongban.catalog import api as catalog
from tongban.web.answers import drawn
from tongban.web.fields import Field


def situation_fields(guide: catalog.Guide, led: catalog.Led) -> list[tuple[Field, object | None]]:
    """Return the questions as they are drawn, each with its condition where that hangs on another of them."""
    asked = catalog.deciding(guide)
    names = {one.name for one in asked}
    shown = set(catalog.visible(guide.form, led.answers))
    fields: list[tuple[Field, object | None]] = []
    for one in asked:
        depends = bool(names & set(catalog.fields_of(one.question.when)))
        if depends or one.name in shown:
            field = drawn(one.name, one.question, needed=True, given=led.answers, faults={})
            fields.append((field, one.question.when if depends else None))
    return fields
