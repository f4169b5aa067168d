"""The story of a case from its entries alone: its state, every date of it, and the end of the limit of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tongban.cases.api import CLOSED, State, Verb
from tongban.cases.models import Case
from tongban.duties import api as duties
from tongban.kernel.days import day_of
from tongban.kernel.limits import Unit
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

NO_MOVES = frozenset({"open_draft", "save_answers", "attach", "promise"})
ACCEPTING = {Verb.ACCEPT, Verb.ACCEPT_IN_FULL, Verb.GRANT_AT_ONCE, Verb.REFUSE_AT_ONCE}
HEARING = "HEARING"


@dataclass
class Story:
    """What the entries tell; ``stops``: every time that does not count, [ground, began, ended]."""

    state: str = State.DRAFT
    received: datetime | None = None
    complete: datetime | None = None
    accepted: datetime | None = None
    delivered: datetime | None = None
    closed: datetime | None = None
    brought: bool = False
    added: int = 0
    stops: list[tuple[str, datetime, datetime | None]] = field(default_factory=list)

    def take(self, one: ledger.Entry) -> None:
        assert one.before == self.state, f"{one.verb} begins elsewhere"
        verb = one.verb.removeprefix("case.").upper()
        self.state = one.after
        self._date(verb, one)
        self._stop(verb, one)
        if self.state in CLOSED and self.closed is None:
            self.closed = one.at
            self.stops = [(ground, began, ended or one.at) for ground, began, ended in self.stops]

    def _date(self, verb: str, one: ledger.Entry) -> None:
        if verb in ACCEPTING:
            self.accepted = one.at
        elif verb in {Verb.DEEM_ACCEPTED, Verb.DEEM_RENEWED}:  # 自收到申请材料之日起即为受理
            self.accepted = self.accepted or self.complete
        elif verb == Verb.DELIVER:
            self.delivered = one.at
        elif verb == Verb.EXTEND:
            self.added += int(str(one.facts["amount"]))
        else:
            self._came(verb, one)

    def _came(self, verb: str, one: ledger.Entry) -> None:
        """Note when all that was asked for had come: the first time, as corrected, or with the originals."""
        if verb == Verb.SUBMIT:
            self.received = self.complete = one.at
        elif verb == Verb.SUPPLEMENT and one.before == State.CORRECTION:
            self.complete = one.at
        elif verb == Verb.SEE_ORIGINALS and one.before == State.PRESCREENED and not self.brought:
            self.complete, self.brought = one.at, True

    def _stop(self, verb: str, one: ledger.Entry) -> None:
        standing = {ground for ground, _, ended in self.stops if ended is None}
        if verb == Verb.SUSPEND:
            self.stops.append((str(one.facts["ground"]), one.at, None))
        elif verb == Verb.CALL_HEARING and HEARING not in standing:
            self.stops.append((HEARING, one.at, None))
        elif verb in {Verb.RESUME, Verb.RECORD_HEARING}:
            over = str(one.facts.get("ground", HEARING))
            self.stops = [
                (ground, began, ended or (one.at if ground == over else None)) for ground, began, ended in self.stops
            ]


def told(entries: Sequence[ledger.Entry]) -> Story:
    story = Story()
    for one in entries:
        if one.verb.removeprefix("case.") not in NO_MOVES:
            story.take(one)
    return story


def last_day(begun: date, amount: int, stops: Sequence[tuple[str, datetime, datetime | None]]) -> date:
    """Count working days by hand: the day of the event does not count (82; 民法典201), nor any day that stands (45)."""
    calendar, day, left = orgs.work_calendar(), begun, amount
    while left:
        day += timedelta(days=1)
        stands = any(day_of(began) <= day and (ended is None or day < day_of(ended)) for _, began, ended in stops)
        left -= calendar.is_workday(day) and not stands
    return day


def holds(story: Story, case: Case) -> None:
    """Compare what the entries tell with what stands in the tables."""
    stands = (case.state, case.received_at, case.accepted_at, case.delivered_at, case.closed_at)
    assert (story.state, story.received, story.accepted, story.delivered, story.closed) == stands
    duty = duties.Duty.objects.filter(subject=case.pk, kind=duties.Kind.STATUTORY).first()
    assert (duty is None) or story.accepted is not None
    if duty is None or story.accepted is None:
        return
    assert duty.event_at == story.accepted
    stops = [one for one in story.stops if duty.due_at is None or one[1] < duty.due_at]
    rows = duty.pauses.values_list("ground", "began_at", "ended_at")
    assert sorted(rows, key=lambda row: row[1]) == sorted(stops, key=lambda row: row[1])
    assert (duty.unit, duty.extension) == (Unit.WORKING_DAY, story.added)
    limit = case.guide.guide.limits.statutory
    assert limit is not None
    if any(ended is None for _, _, ended in stops):
        assert (duty.paused, duty.due_at) == (True, None)
    else:
        assert duty.due_date == last_day(day_of(story.accepted), limit.amount + story.added, stops)
