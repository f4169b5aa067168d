"""How long something takes, in the language of the page: as the guide says it in Chinese, counted out in English."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import get_language, gettext, ngettext

from tongban.kernel.limits import Unit


class Limited(Protocol):
    """A limit of a guide, or one that was found for an item without a guide."""

    @property
    def amount(self) -> float:
        """How much of the unit; 0 is on the spot."""

    @property
    def unit(self) -> Unit:
        """In what it is counted."""

    @property
    def text(self) -> str:
        """As people read it in Chinese."""


def lasting(limit: Limited) -> str:
    """Return a length of time as people read it: 20个工作日, 20 working days; 当场, on the spot."""
    if get_language() != "en":
        return limit.text
    if not limit.amount:
        return gettext("当场")
    halves = limit.unit == Unit.HALF_WORKING_DAY
    number = limit.amount / 2 if halves else limit.amount
    return _words(Unit.WORKING_DAY if halves else limit.unit, 1 if number == 1 else 2) % {"n": f"{number:g}"}


def _words(unit: Unit, many: int) -> str:
    """Return the words of a unit; each is spelled out, so that the catalogue finds it."""
    return {
        Unit.WORKING_DAY: ngettext("%(n)s个工作日", "%(n)s个工作日", many),
        Unit.NATURAL_DAY: ngettext("%(n)s个自然日", "%(n)s个自然日", many),
        Unit.HOUR: ngettext("%(n)s小时", "%(n)s小时", many),
        Unit.MONTH: ngettext("%(n)s个月", "%(n)s个月", many),
        Unit.YEAR: ngettext("%(n)s年", "%(n)s年", many),
    }[unit]
