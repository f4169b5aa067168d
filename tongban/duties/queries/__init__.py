"""Reads for other rooms: the clocks of a subject, what fell due, the regime in force, what a supervisor watches."""

from __future__ import annotations

from tongban.duties.queries.anew import BY_PARTY, COLUMNS, Counter, End, Row, concerned, grace_end
from tongban.duties.queries.clocks import (
    Clock,
    all_pauses_of,
    clocks,
    clocks_of,
    due,
    effects_due,
    ending,
    explanation,
    extensions_of,
    open_duty,
    open_through,
    pauses_of,
    silent,
)
from tongban.duties.queries.counting import Almanac, Terms, almanac, relevant, stop_of, terms_of
from tongban.duties.queries.docket import Docket, docket, docket_from
from tongban.duties.queries.foreseeing import Forecast, foresee_calendar, foresee_closure, recounted
from tongban.duties.queries.moved import Moved, moved_for_parties
from tongban.duties.queries.nearer import Kept, Nearer, foresee_nearer, nearer, recounted_by
from tongban.duties.queries.regimes import regime, regime_codes, regimes
from tongban.duties.queries.watching import Watched, Watchlist, in_stream, light_bounds, watched, watched_by, watchlist

__all__ = [
    "BY_PARTY",
    "COLUMNS",
    "Almanac",
    "Clock",
    "Counter",
    "Docket",
    "End",
    "Forecast",
    "Kept",
    "Moved",
    "Nearer",
    "Row",
    "Terms",
    "Watched",
    "Watchlist",
    "all_pauses_of",
    "almanac",
    "clocks",
    "clocks_of",
    "concerned",
    "docket",
    "docket_from",
    "due",
    "effects_due",
    "ending",
    "explanation",
    "extensions_of",
    "foresee_calendar",
    "foresee_closure",
    "foresee_nearer",
    "grace_end",
    "in_stream",
    "light_bounds",
    "moved_for_parties",
    "nearer",
    "open_duty",
    "open_through",
    "pauses_of",
    "recounted",
    "recounted_by",
    "regime",
    "regime_codes",
    "regimes",
    "relevant",
    "silent",
    "stop_of",
    "terms_of",
    "watched",
    "watched_by",
    "watchlist",
]
