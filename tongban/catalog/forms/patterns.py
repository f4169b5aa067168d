"""Patterns that answer in linear time, whatever a stranger types."""

from __future__ import annotations

import jsonschema_rs

# The engine has no back-references and no look-around, so its time grows with the text and not with its powers;
# the limit keeps a short pattern from unfolding into a huge machine.
OPTIONS = jsonschema_rs.RegexOptions(size_limit=200_000, dfa_size_limit=200_000)


def checked_pattern(pattern: str) -> str:
    """Return the pattern; ValueError when the linear-time engine cannot run it."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=OPTIONS, offline=True)
    except (jsonschema_rs.ValidationError, ValueError):
        message = "正则表达式不能使用回溯、环视，也不能过长"
        raise ValueError(message) from None
    return pattern
