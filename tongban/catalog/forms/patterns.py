"""Patterns that answer in linear time, whatever a stranger types."""

from __future__ import annotations

import re

import jsonschema_rs

# The engine has no back-references and no look-around, so its time grows with the text and not with its powers;
# the limit keeps a short pattern from unfolding into a huge machine.
OPTIONS = jsonschema_rs.RegexOptions(size_limit=200_000, dfa_size_limit=200_000)
# An escaped sign, a class, a count, or a sign of its own; and what repeats a variable number of times.
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}|.", re.DOTALL)
_COUNTS, _LONGEST_COUNT = re.compile(r"\{(?:\d+,)?(\d+),?\}"), 3
_REPEATS = re.compile(r"[*+]|\{\d+,\d*\}")


def checked_pattern(pattern: str) -> str:
    """Return the pattern; ValueError when the linear-time engine cannot run it."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=OPTIONS, offline=True)
    except (jsonschema_rs.ValidationError, ValueError):
        large = any(len(part) > _LONGEST_COUNT for part in _COUNTS.findall(pattern))
        message = "正则表达式里重复的次数太大，请写小一些" if large else "正则表达式不能使用回溯、环视，也不能过长"
        raise ValueError(message) from None
    if _unfolds(pattern):
        message = "正则表达式里，重复的一组不能再含重复、“?”或者“|”：别处的程序会算不完。请把它展开写"
        raise ValueError(message)
    return pattern


def _unfolds(pattern: str) -> bool:
    """Tell whether a repeated group repeats something itself, or chooses: engines that try back take exponential time.

    Ours does not, but the form is published for the engines of others. More is refused than would be slow.
    """
    parts = _TOKEN.findall(pattern)
    inside = [False]  # for each group that is open: does it hold a repeat or a choice
    for before, part, after in zip(["", *parts[:-1]], parts, [*parts[1:], ""], strict=True):
        if part == "(":
            inside.append(False)
        elif part == ")" and len(inside) > 1:
            held = inside.pop()
            if held and _REPEATS.fullmatch(after):
                return True
            inside[-1] |= held
        elif part == "|" or _REPEATS.fullmatch(part) or (part == "?" and before != "("):
            inside[-1] = True
    return False
