"""A year's notice is put in force by two people, and by nobody alone."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import in_threads
from tests.orgs.conftest import change
from tests.orgs.samples import CLERK, LINES, NOVEMBER, ONE, SOURCE, TWO, propose, told, with_line
from tongban.kernel.actors import SYSTEM, VISITOR, Actor
from tongban.kernel.errors import NotAllowed, Refused, WrongState
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.orgs.digests import proposal_digest
from tongban.orgs.models import CalendarProposal, CalendarYear
from tongban.orgs.services.calendars import CALENDARS

pytestmark = pytest.mark.django_db
LATER = NOVEMBER + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _calendars(request: pytest.FixtureRequest, at: datetime) -> None:
    real = any(mark.kwargs.get("transaction") for mark in request.node.iter_markers("django_db"))
    request.getfixturevalue("transactional_db" if real else "db")
    orgs.load_calendars(at=at)


def approve(key: UUID, by: Actor = TWO, at: datetime = LATER) -> int:
    return orgs.approve_calendar(proposal=key, by=by, at=at)


def entries(key: UUID) -> list[tuple[str, str, str]]:
    return [(e.verb, e.before, e.after) for e in ledger.history(kind="calendar_proposal", subject=key)]


class TestPropose:
    def test_changes_nothing_that_is_in_force(self) -> None:
        key = propose()

        assert orgs.calendar_proposal(key).state == orgs.ProposalState.PROPOSED
        assert orgs.calendar_year(2027).status == orgs.CalendarStatus.ESTIMATED
        assert entries(key) == [("calendar.propose", "", "PROPOSED")]

    def test_keeps_the_notice_as_it_was_written_down(self) -> None:
        kept = orgs.calendar_proposal(propose())

        assert (kept.year, kept.source, kept.published_on) == (2027, SOURCE, date(2026, 11, 18))
        assert [(one.name, one.first, one.last, one.make_up) for one in kept.file.holidays] == [
            (line.name, line.first, line.last, line.make_up) for line in LINES
        ]

    @pytest.mark.parametrize("by", [CLERK, SYSTEM, VISITOR])
    def test_is_for_operators_only(self, by: Actor) -> None:
        with pytest.raises(NotAllowed):
            propose(by=by)

    def test_tells_every_fault_at_once(self) -> None:
        with pytest.raises(orgs.Unfit) as refused:
            propose(source=" ", lines=with_line(0, name=""))

        assert set(refused.value.faults) == {"source", "row.0.name"}
        assert not CalendarProposal.objects.exists()

    def test_of_what_is_in_force_already_is_refused(self) -> None:
        file = orgs.calendar_year(2026)
        lines = [orgs.Line(one.name, one.first, one.last, one.make_up) for one in _shipped(2026).holidays]

        with pytest.raises(orgs.NothingNew):
            propose(year=2026, source=file.source, published_on=file.published_on, lines=lines)

    def test_a_second_one_for_the_year_waits_until_the_first_is_closed(self) -> None:
        first = propose()
        with pytest.raises(orgs.ProposedAlready):
            propose(by=TWO)

        orgs.withdraw_calendar(proposal=first, by=ONE, at=LATER)

        assert propose(by=TWO, at=LATER)

    @pytest.mark.django_db(transaction=True)
    def test_two_at_once_for_a_year_leave_one(self) -> None:
        done = in_threads(told(propose), told(lambda: propose(by=TWO)))

        assert sorted(done) == ["calendar_proposed_already", "done"]
        assert CalendarProposal.objects.count() == 1


class TestCorrection:
    """A notice that is in force is put right only with a reason."""

    def lines(self) -> list[orgs.Line]:
        kept = [orgs.Line(one.name, one.first, one.last, one.make_up) for one in _shipped(2026).holidays]
        return [*kept[:-1], orgs.Line("国庆节", date(2026, 10, 1), date(2026, 10, 8), kept[-1].make_up)]

    def of_2026(self, correction: str) -> UUID:
        lines, published = self.lines(), date(2025, 11, 4)
        return propose(year=2026, source="更正通知（测试）", published_on=published, lines=lines, correction=correction)

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_without_a_reason_is_refused(self, reason: str) -> None:
        with pytest.raises(orgs.NoticeInForce) as refused:
            self.of_2026(reason)

        assert refused.value.field == "correction"

    def test_with_a_reason_goes_the_same_way(self) -> None:
        key = self.of_2026("国务院办公厅发文更正。")
        approve(key)
        orgs.put_in_force(proposal=key, at=LATER)

        assert not orgs.work_calendar().is_workday(date(2026, 10, 8))

    def test_a_year_announced_while_the_proposal_waited_needs_one_too(self, tmp_path: Path) -> None:
        key = propose()
        _announce(tmp_path)

        with pytest.raises(orgs.NoticeInForce):
            approve(key)

    def test_a_year_announced_after_the_approval_is_not_overwritten(self, tmp_path: Path) -> None:
        key = propose()
        approve(key)
        _announce(tmp_path)

        with pytest.raises(orgs.NoticeInForce):
            orgs.put_in_force(proposal=key, at=LATER)

        assert orgs.calendar_proposal(key).state == orgs.ProposalState.APPROVED
        assert orgs.calendar_year(2027).source == "另一份通知（测试）"


class TestDecide:
    def test_nobody_approves_or_rejects_what_they_proposed(self) -> None:
        key = propose()

        with pytest.raises(orgs.OwnProposal):
            approve(key, by=ONE)
        with pytest.raises(orgs.OwnProposal):
            orgs.reject_calendar(proposal=key, reason="不对", by=ONE, at=LATER)
        assert entries(key) == [("calendar.propose", "", "PROPOSED")]

    def test_the_database_takes_no_single_person_either(self) -> None:
        key = propose()

        with pytest.raises(IntegrityError, match="orgs_calendarproposal_two_people"), transaction.atomic():
            CalendarProposal.objects.filter(pk=key).update(state="APPROVED", decided_by=ONE.id, decided_at=LATER)

    @pytest.mark.parametrize("by", [CLERK, SYSTEM, VISITOR])
    def test_others_decide_nothing(self, by: Actor) -> None:
        key = propose()

        with pytest.raises(NotAllowed):
            approve(key, by=by)

    def test_approved_is_not_yet_in_force(self) -> None:
        key = propose()

        assert approve(key) == 2027
        assert orgs.work_calendar().is_estimated(date(2027, 1, 4))

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_approve_at_once_one_wins(self) -> None:
        three = Actor(uuid4(), TWO.kind, grants=TWO.grants)
        key = propose()

        done = in_threads(told(lambda: approve(key)), told(lambda: approve(key, by=three)))

        assert sorted(done) == ["done", "wrong_state"]
        assert entries(key) == [("calendar.propose", "", "PROPOSED"), ("calendar.approve", "PROPOSED", "APPROVED")]

    def test_rejecting_keeps_the_reason_in_the_table_and_out_of_the_ledger(self) -> None:
        key = propose()

        orgs.reject_calendar(proposal=key, reason="端午节写错了一天。", by=TWO, at=LATER)

        kept = orgs.calendar_proposal(key)
        assert (kept.state, kept.verdict, kept.decided_by) == ("REJECTED", "端午节写错了一天。", TWO.id)
        entry = ledger.history(kind="calendar_proposal", subject=key)[-1]
        digest = proposal_digest(orgs.calendar_proposal(key))
        assert (entry.verb, entry.facts) == ("calendar.reject", {"year": 2027, "digest": digest})

    @pytest.mark.parametrize("reason", ["", " ", "长" * 501])
    def test_rejecting_needs_a_reason(self, reason: str) -> None:
        key = propose()

        with pytest.raises(orgs.NeedsReason):
            orgs.reject_calendar(proposal=key, reason=reason, by=TWO, at=LATER)

    def test_only_the_proposer_withdraws_what_waits(self) -> None:
        key = propose()

        with pytest.raises(orgs.NotYourProposal):
            orgs.withdraw_calendar(proposal=key, by=TWO, at=LATER)
        orgs.withdraw_calendar(proposal=key, by=ONE, at=LATER)

        assert entries(key)[-1] == ("calendar.withdraw", "PROPOSED", "WITHDRAWN")

    def test_an_approval_that_is_not_carried_out_can_be_taken_back(self) -> None:
        key = propose()
        approve(key)

        orgs.withdraw_calendar(proposal=key, by=ONE, at=LATER)

        with pytest.raises(WrongState):
            orgs.put_in_force(proposal=key, at=LATER)
        assert orgs.work_calendar().is_estimated(date(2027, 1, 4))

    def test_what_is_closed_stays_closed(self) -> None:
        key = propose()
        orgs.reject_calendar(proposal=key, reason="写错了。", by=TWO, at=LATER)

        for verb in (
            lambda: approve(key),
            lambda: orgs.reject_calendar(proposal=key, reason="再退。", by=TWO, at=LATER),
            lambda: orgs.withdraw_calendar(proposal=key, by=ONE, at=LATER),
            lambda: orgs.put_in_force(proposal=key, at=LATER),
        ):
            with pytest.raises(WrongState):
                verb()

    def test_what_there_is_not_is_not_found(self) -> None:
        with pytest.raises(orgs.UnknownProposal):
            approve(uuid4())


class TestButtons:
    """What is offered is what is not refused."""

    @pytest.mark.parametrize("by", [ONE, TWO, CLERK])
    @pytest.mark.parametrize("approved", [False, True])
    def test_exactly_the_verbs_that_are_open_are_offered(self, by: Actor, *, approved: bool) -> None:
        key = propose()
        if approved:
            approve(key)
        offered = orgs.proposal_verbs(by, orgs.calendar_proposal(key))

        done = {verb for verb, work in _verbs(key, by).items() if _succeeds(work)}

        assert set(offered) == done

    def test_nothing_is_offered_of_what_is_closed(self) -> None:
        key = propose()
        orgs.withdraw_calendar(proposal=key, by=ONE, at=LATER)

        assert orgs.proposal_verbs(ONE, orgs.calendar_proposal(key)) == ()


class TestPutInForce:
    def test_the_estimate_is_superseded_and_kept(self) -> None:
        key = propose()
        approve(key)

        assert orgs.put_in_force(proposal=key, at=LATER) == 2027

        year = orgs.calendar_year(2027)
        assert (year.status, year.source, year.proposal.pk) == (orgs.CalendarStatus.ANNOUNCED, SOURCE, key)
        assert CalendarYear.objects.get(year=2027, superseded_at__isnull=False).status == orgs.CalendarStatus.ESTIMATED
        assert not orgs.work_calendar().is_estimated(date(2027, 1, 4))
        assert orgs.work_calendar().is_workday(date(2027, 1, 31))

    def test_both_entries_are_one_operation(self) -> None:
        key = propose()
        approve(key)
        orgs.put_in_force(proposal=key, at=LATER)
        ledger.sequence()

        load = [e for e in ledger.since(0, verbs=["calendar.load"]) if e.facts["year"] == 2027][-1]
        (put,) = ledger.since(0, verbs=["calendar.put_in_force"])

        assert load.operation == put.operation
        assert (load.before, load.after) == ("ESTIMATED", "ANNOUNCED")

    def test_what_nobody_approved_is_refused(self) -> None:
        with pytest.raises(WrongState):
            orgs.put_in_force(proposal=propose(), at=LATER)

    def test_is_not_done_by_a_person(self) -> None:
        key = propose()
        approve(key)

        with pytest.raises(NotAllowed):
            orgs.put_in_force(proposal=key, at=LATER, by=TWO)

    def test_a_restart_does_not_put_the_shipped_estimate_back(self) -> None:
        key = propose()
        approve(key)
        orgs.put_in_force(proposal=key, at=LATER)

        assert orgs.load_calendars(at=LATER + timedelta(days=1)) == []
        assert orgs.calendar_year(2027).status == orgs.CalendarStatus.ANNOUNCED

    def test_the_same_notice_loaded_from_a_file_meanwhile_is_that_one(self, tmp_path: Path) -> None:
        key = propose()
        approve(key)
        kept = orgs.calendar_proposal(key).file
        folder = Path(shutil.copytree(CALENDARS, tmp_path / "calendars"))
        (folder / "2027.toml").write_text(_toml(kept), "utf-8")
        assert orgs.load_calendars(at=LATER, folder=folder) == [2027]

        orgs.put_in_force(proposal=key, at=LATER)

        assert CalendarYear.objects.filter(year=2027).count() == 2
        assert orgs.calendar_year(2027).proposal.pk == key


def _verbs(key: UUID, by: Actor) -> dict[orgs.Verb, Callable[[], object]]:
    return {
        orgs.Verb.APPROVE: lambda: approve(key, by=by),
        orgs.Verb.REJECT: lambda: orgs.reject_calendar(proposal=key, reason="写错了。", by=by, at=LATER),
        orgs.Verb.WITHDRAW: lambda: orgs.withdraw_calendar(proposal=key, by=by, at=LATER),
    }


def _succeeds(work: Callable[[], object]) -> bool:
    """Try it and leave nothing behind."""
    try:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def _shipped(year: int) -> orgs.CalendarFile:
    return orgs.CalendarFile.model_validate(tomllib.loads((CALENDARS / f"{year}.toml").read_text("utf-8")))


def _announce(tmp_path: Path) -> None:
    """Load another notice of 2027 from a file."""
    folder = Path(shutil.copytree(CALENDARS, tmp_path / "calendars"))
    path = folder / "2027.toml"
    change(path, 'status = "ESTIMATED"', 'status = "ANNOUNCED"\npublished_on = 2026-11-19')
    text = path.read_text("utf-8")
    start = text.index("source = ")
    path.write_text(text[:start] + 'source = "另一份通知（测试）"' + text[text.index("\n", start) :], "utf-8")
    assert orgs.load_calendars(at=LATER, folder=folder) == [2027]


def _toml(file: orgs.CalendarFile) -> str:
    head = f'year = {file.year}\nstatus = "ANNOUNCED"\nsource = "{file.source}"\npublished_on = {file.published_on}\n'
    rows = [
        f'[[holidays]]\nname = "{one.name}"\nfrom = {one.first}\nto = {one.last}\n'
        f"make_up = [{', '.join(map(str, one.make_up))}]\n"
        for one in file.holidays
    ]
    return head + "".join(rows)
