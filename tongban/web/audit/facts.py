"""The facts of an entry as the audit administrator reads them: accounts by the names of staff, grounds in words."""

from __future__ import annotations

from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.ledger import api as ledger

ACCOUNTS = {"instead_of": "代谁的岗位", "substitute": "代理人"}
"""Facts that are accounts of staff, by what they say."""
GROUNDS = (identity.CLOSING, identity.REVOKING, identity.RECOVERING, identity.PARTING)
REASONS = {code.value: name for some in GROUNDS for code, name in some.items()}
REASONS[identity.Reason.MISTAKE.value] = "授予、开立或者登记有误"


def told(entry: ledger.Entry, by: Actor) -> list[tuple[SafeString | str, str]]:
    """Return what stands in an entry, each with what it is called; what has no word keeps its own name."""
    accounts = {name: _account(entry.facts.get(name)) for name in ACCOUNTS}
    names = identity.staff_names({one for one in accounts.values() if one}, by=by)
    people = {name: names.get(one, "") for name, one in accounts.items() if one}
    return [_line(name, value, people.get(name, "")) for name, value in entry.facts.items()]


def _line(name: str, value: object, person: str) -> tuple[SafeString | str, str]:
    if name in ACCOUNTS:
        return ACCOUNTS[name], f"{person}（账号 {value}）" if person else f"账号 {value}"
    if name == "reason" and value in REASONS:
        return "原因", REASONS[str(value)]
    return format_html("<code>{}</code>", name), str(value)


def _account(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
