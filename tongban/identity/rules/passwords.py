"""Which passwords are good enough (GB/T 22239-2019 8.1.4.1 a: 具有复杂度要求)."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from itertools import pairwise

from tongban.identity.rules.policy import PasswordRule

SHORTEST_TELLING = 4
"""Shorter parts of a name or a number say nothing about whose password it is."""
SHORTEST_NAME = 2
LONGEST_RUN = 5


def weakness(password: str, rule: PasswordRule, *, own: Collection[str], common: Collection[str]) -> str:
    """Return what is wrong with a new password as a sentence that says what to do; nothing when it is good enough.

    ``own``: the person's names and numbers, none of which may be in it. ``common``: what everybody tries first, in
    small letters.
    """
    plain = unicodedata.normalize("NFKC", password).casefold()
    found = (
        (
            len(password) < rule.shortest,
            f"密码至少要有{rule.shortest}个字符，请再写长一些。把几个不相干的词连起来，好记又难猜。",
        ),
        (len(password) > rule.longest, f"密码最多{rule.longest}个字符，请写短一些。"),
        (_is_common(plain, common), "这个密码太常见，别人最先猜的就是它，请换一个。"),
        (not any(map(str.isalpha, plain)), "密码里不要只有数字和符号，请加上几个字母或者汉字。"),
        (_tells(plain, own), "密码里不要包含您的用户名、姓名、手机号或者证件号码，请换一个。"),
        (_has_run(plain), "密码里有连续或者重复的字符（例如12345、aaaaa），很容易被猜到，请换一个。"),
        (
            len(password) < rule.long and kinds(password) < rule.kinds,
            f"请混用大写字母、小写字母、数字、符号中的至少{rule.kinds}种，或者写满{rule.long}个字符（可以是一句话）。",
        ),
    )
    return next((sentence for wrong, sentence in found if wrong), "")


def kinds(password: str) -> int:
    """Return how many kinds of characters there are: capitals, small letters, digits, everything else."""
    found = {_kind(character) for character in password}
    return len(found)


def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.isascii() and character.isalpha():
        return "capital" if character.isupper() else "small"
    return "other"


def _is_common(plain: str, common: Collection[str]) -> bool:
    """Tell whether it is what everybody tries first, with or without figures and signs behind it."""
    return plain in common or _root(plain) in {*common, *map(_root, common)} - {""}


def _tells(plain: str, own: Collection[str]) -> bool:
    """Tell whether somebody's own words are in their password; a Chinese name of two characters tells enough."""
    telling = (word.casefold() for word in own if len(word) >= (SHORTEST_TELLING if word.isascii() else SHORTEST_NAME))
    return any(word in plain for word in telling)


def _root(plain: str) -> str:
    """Return a password without the digits and signs that people put behind a word."""
    return plain.rstrip("0123456789!@#$%^&*._-")


def _has_run(plain: str) -> bool:
    """Tell whether characters stand in a row: the same, or each one after the other, up or down."""
    for step in (0, 1, -1):
        length = 1
        for before, after in pairwise(plain):
            length = length + 1 if ord(after) - ord(before) == step else 1
            if length >= LONGEST_RUN:
                return True
    return False
