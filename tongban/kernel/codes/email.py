"""Addresses of electronic mail: plain ones, of ASCII, as they are used here; what cannot be written to is none."""

from __future__ import annotations

import re
import unicodedata

from tongban.kernel.errors import Broken

LONGEST = 120
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_FORM = re.compile(rf"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:{_LABEL}\.)+[a-z]{{2,24}}")


def parse(text: str) -> str:
    """Read an address as people type it; what stands behind the @ is written small, since it means the same."""
    name, at, host = "".join(unicodedata.normalize("NFKC", text).split()).rpartition("@")
    plain = f"{name}{at}{host.lower()}"
    if len(plain) > LONGEST or not _FORM.fullmatch(plain):
        raise Broken("邮箱地址应当像 name@example.com 这样，请核对后重新填写。")
    return plain


def mask(address: str) -> str:
    """Show the first letter and whose mailbox it is: ``z****@example.com``."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}****{at}{host}" if at else ""
