"""The limits of a draft: as the facts say them where they are sure, else no longer than the law."""

from __future__ import annotations

from typing import Any

from tongban.catalog.drafting.grounds import extension_law, general_limit, main_law
from tongban.catalog.drafting.plan import Adjusted
from tongban.catalog.facts import ItemRow, KnownLimit
from tongban.catalog.guide.comparing import longer
from tongban.catalog.guide.parts import Amount
from tongban.catalog.guide.terms import Approver, CountedFrom
from tongban.kernel.limits import Unit

PENDING = "各地通行的承诺时限，不是本市核定的，由部门核定（待核定）。"
NO_LAW = "没有查到法定时限的依据（待核定）。"
AS_LAW = "资料里的承诺时限与法定时限单位不同，不能确定不超过，先按法定时限写（待核定）。"
Entry = dict[str, Any]


def limits_of(row: ItemRow, adjusted: Adjusted | None) -> Entry:
    """Return the limits, in the unit of the data; a promise is never longer than the law.

    行政许可法82 counts working days for the limits “本法规定的”: those of that law itself. What another law sets for a
    licence (护照法6, 社会团体登记管理条例12) keeps the unit in which that law counts; the data say which it is, and
    say working days where a 日 is that of 行政许可法. Counting the others in working days would make people wait longer
    than their own law allows.
    """
    statutory, note = _statutory(row, adjusted)
    promised, promise_note = _promised(row, adjusted, statutory)
    found: Entry = {"promised": _entry(promised, promise_note)}
    if statutory is not None:
        found["statutory"] = _entry(statutory, note) | {"legal": _law_of(row)} | _from_receipt(adjusted)
    else:
        found["statutory"] = None
    if row.facts.extension and statutory is not None:
        extension = _entry(_amount(row.facts.extension), "")
        found["extension"] = extension | {"legal": extension_law(row), "approver": Approver.HEAD_OF_BODY}
    return found


def immediate(row: ItemRow, adjusted: Adjusted | None) -> bool:
    """Tell whether the item is done on the spot: what the promise says counts, not what the case was called."""
    return bool(limits_of(row, adjusted)["promised"]["amount"] == 0)


def _statutory(row: ItemRow, adjusted: Adjusted | None) -> tuple[Amount | None, str]:
    known = row.facts.statutory
    if adjusted and adjusted.statutory:
        return adjusted.statutory, known.note if known else ""
    if known is None:
        return None, ""
    return _amount(known), known.note.replace("记忆", "凭记忆，待核定")


def _promised(row: ItemRow, adjusted: Adjusted | None, statutory: Amount | None) -> tuple[Amount, str]:
    if adjusted and adjusted.promised:
        return adjusted.promised, adjusted.note
    known = row.facts.promised
    promised = _amount(known) if known else statutory
    if promised is None:
        return Amount(amount=20, unit=Unit.WORKING_DAY), NO_LAW
    if statutory is None or not promised.amount or longer(promised, statutory) is False:
        return promised, PENDING
    return statutory, AS_LAW


def _amount(known: KnownLimit) -> Amount:
    """Return a limit in whole units: half a working day is one half."""
    if known.amount == int(known.amount):
        return Amount(amount=int(known.amount), unit=known.unit)
    return Amount(amount=int(known.amount * 2), unit=Unit.HALF_WORKING_DAY)


def _entry(amount: Amount, note: str) -> Entry:
    return {"amount": amount.amount, "unit": amount.unit} | ({"note": note} if note else {})


def _from_receipt(adjusted: Adjusted | None) -> Entry:
    """Return from what day the law counts, where somebody looked and it is the receipt; else it is the acceptance."""
    receipt = adjusted is not None and adjusted.counted_from == CountedFrom.RECEIPT
    return {"counted_from": CountedFrom.RECEIPT.value} if receipt else {}


def _law_of(row: ItemRow) -> str:
    """Return the law a limit names: that of licensing where the facts say that its general limit is meant."""
    return "licensing-42" if general_limit(row) else main_law(row)
