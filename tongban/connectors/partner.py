"""What was agreed with one service, and how requests and answers are signed under HMAC-SM3."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from pathlib import Path
from typing import Any

from tongban.connectors import asking
from tongban.crypto import api as crypto
from tongban.identity.api import ProviderUnavailable
from tongban.kernel.days import SHANGHAI

SUBJECT = re.compile(r"[A-Za-z0-9_.:@-]{1,128}")
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Partner:
    """One service: ``pages`` is where the browser goes, ``address`` is what this programme asks.

    ``template``: the number of the message that was registered there, for a service that brings messages.
    """

    code: str
    name: str
    app: str
    pages: str
    address: str
    secret: Path
    public: Path | None = None
    template: str = ""


def ask_signed(partner: Partner, path: str, said: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Ask with a signature over the sorted parameters; believe the answer only with one over its bytes."""
    secret = crypto.partner_secret(partner.secret)
    form = {**said, "timestamp": f"{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}"}
    content = "&".join(f"{name}={form[name]}" for name in sorted(form))
    answer = asking.post(partner.address + path, form | {"sign": crypto.partner_mac(secret, content.encode())})
    if not compare_digest(answer.sign.encode(), crypto.partner_mac(secret, answer.body).encode()):
        raise ProviderUnavailable
    return answer.data()


def word(data: Mapping[str, Any], name: str) -> str:
    """Return a text of an answer; ProviderUnavailable if it is none or too long."""
    found = data.get(name)
    if not isinstance(found, str) or not found or len(found) > LONGEST:
        raise ProviderUnavailable
    return found


def part(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a part of an answer; ProviderUnavailable if it is none."""
    found = data.get(name)
    if not isinstance(found, dict):
        raise ProviderUnavailable
    return found


def subject(data: Mapping[str, Any], name: str) -> str:
    """Return the number by which the service knows somebody; ProviderUnavailable for what cannot be one."""
    found = word(data, name)
    if not SUBJECT.fullmatch(found):
        raise ProviderUnavailable
    return found
