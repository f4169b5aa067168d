"""The card reader of a counter: on it lie, to choose from, the identity cards of the sample city's people.

Two more are there to see what happens: one that is worn out, and one that has expired.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from sample.outside import people
from sample.outside.asked import Answer, Asked
from sample.outside.unified import fits, signed

WHO = "cards"
WORN, EXPIRED = "worn", "expired"
SOMEWHERE = "江苏省无锡市梁溪区样例路 1 号"
SIXTEENTH = -2  # the last digit but one is odd for men


@cache
def every() -> dict[str, tuple[str, str]]:
    """Return name and number of everybody with an identity card, by their key."""
    found = tomllib.loads(people.CAST.read_text("utf-8"))
    cards = [(one["username"], one) for one in (*found["people"], *found["newcomers"])]
    cards += [(one["key"], one) for one in found["registered"] if one["document_type"] == "RESIDENT_ID"]
    return {key: (one["name"], one["number"]) for key, one in cards}


def lying(asked: Asked) -> Answer:
    """Tell which cards there are."""
    if not fits(WHO, asked.form):
        return signed(WHO, {"cards": []})
    rows = [{"key": key, "words": name} for key, (name, _) in every().items()]
    rows += [{"key": EXPIRED, "words": "一张过期的身份证"}, {"key": WORN, "words": "一张读不出的身份证"}]
    return signed(WHO, {"cards": rows})


def read(asked: Asked) -> Answer:
    """Read a card: that of a person, or the expired one; no other can be read."""
    key = asked.form.get("card", "")
    if not fits(WHO, asked.form) or key not in {*every(), EXPIRED}:
        return signed(WHO, {"read": False})
    name, number = every()["citizen" if key == EXPIRED else key]
    return signed(WHO, {"read": True, **_chip(name, number, "2020-01-01" if key == EXPIRED else "2040-01-01")})


def _chip(name: str, number: str, ends: str) -> Mapping[str, str]:
    born = number[6:14]
    return {
        "document_code": "111",
        "number": number,
        "name": name,
        "sex": "男" if int(number[SIXTEENTH]) % 2 else "女",
        "born_on": f"{born[:4]}-{born[4:6]}-{born[6:]}",
        "address": SOMEWHERE,
        "expires_on": ends,
    }


ROUTES = {"/cards/lying": lying, "/cards/read": read}
