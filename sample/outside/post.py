"""A postal service: it takes parcels by the key of whoever sends them, and on a page somebody signs for them."""

from __future__ import annotations

import hashlib
from html import escape
from threading import Lock

from sample.outside.asked import Answer, Asked, go, page
from sample.outside.unified import fits, signed

WHO, MOST = "post", 500
TITLE = "模拟的邮政企业"
STATES = {"COLLECTED": "已收寄，在路上", "SIGNED": "已签收", "RETURNED": "已退回"}
NOWHERE = "无此地址"
_lock = Lock()
_parcels: dict[str, str] = {}


def number_of(key: str) -> str:
    """Return the number of a parcel, the same for the same key, after a restart too."""
    return f"YZ{int(hashlib.sha256(key.encode()).hexdigest()[:12], 16) % 10**11:011d}"


def orders(asked: Asked) -> Answer:
    """Take a parcel; one to an address that holds the word 无此地址 is not taken."""
    key = asked.form.get("key", "")
    if not fits(WHO, asked.form) or not key:
        return signed(WHO, {"error": "签名不正确"})
    if NOWHERE in asked.form.get("place", ""):
        return signed(WHO, {"taken": False})
    number = number_of(key)
    with _lock:
        while len(_parcels) >= MOST:
            del _parcels[next(iter(_parcels))]
        _parcels.setdefault(number, "COLLECTED")
    return signed(WHO, {"taken": True, "number": number})


def cancel(asked: Asked) -> Answer:
    """Give up the order of a key, as long as nobody signed for the parcel and it did not come back."""
    if not fits(WHO, asked.form):
        return signed(WHO, {"error": "签名不正确"})
    number = number_of(asked.form.get("key", ""))
    with _lock:
        still = _parcels.get(number, "COLLECTED") == "COLLECTED"
        if still:
            _parcels.pop(number, None)
    return signed(WHO, {"cancelled": still})


def where(asked: Asked) -> Answer:
    """Tell where a parcel is; what this process does not remember is on its way."""
    if not fits(WHO, asked.form):
        return signed(WHO, {"error": "签名不正确"})
    number = asked.form.get("number", "")
    with _lock:
        return signed(WHO, {"state": _parcels.setdefault(number, "COLLECTED")})


def home(asked: Asked) -> Answer:
    """Show the parcels; sign for one, or send it back."""
    if asked.method == "POST":
        number, state = asked.form.get("number", ""), asked.form.get("state", "")
        with _lock:
            if number in _parcels and state in STATES:
                _parcels[number] = state
        return go("/post/")
    with _lock:
        rows = list(_parcels.items())
    return page(TITLE, "".join(_row(*row) for row in reversed(rows)) or "<p>现在没有邮件。</p>", who=TITLE)


def _row(number: str, state: str) -> str:
    buttons = "".join(
        f'<button class="plain" name="state" value="{code}">{words}</button> '
        for code, words in (("SIGNED", "签收"), ("RETURNED", "退回"))
    )
    asked = f'<form method="post"><input type="hidden" name="number" value="{escape(number)}">{buttons}</form>'
    return f"<h2>{escape(number)}</h2><p>{escape(STATES[state])}</p>{asked if state == 'COLLECTED' else ''}"


ROUTES = {"/post/": home, "/post/orders": orders, "/post/cancel": cancel, "/post/where": where}
