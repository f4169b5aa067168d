"""Reads for other rooms: the clocks of a subject, what fell due, the regime in force, what a supervisor watches."""

from __future__ import annotations

from tongban.duties.queries.clocks import (
    Clock,
    clocks,
    clocks_of,
    due,
    effects_due,
    explanation,
    extensions_of,
    open_duty,
    open_through,
    pauses_of,
)
from tongban.duties.queries.counting import Almanac, Terms, almanac, relevant, stop_of, terms_of
from tongban.duties.queries.regimes import regime, regime_codes, regimes
from tongban.duties.queries.watching import Watched, Watchlist, in_stream, watched, watched_by, watchlist

__all__ = [
    "Almanac",
    "Clock",
    "Terms",
    "Watched",
    "Watchlist",
    "almanac",
    "clocks",
    "clocks_of",
    "due",
    "effects_due",
    "explanation",
    "extensions_of",
    "in_stream",
    "open_duty",
    "open_through",
    "pauses_of",
    "regime",
    "regime_codes",
    "regimes",
    "relevant",
    "stop_of",
    "terms_of",
    "watched",
    "watched_by",
    "watchlist",
]
