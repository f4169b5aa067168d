"""A calendar that is loaded moves what was counted by the old one; a calendar that is missing stops nothing."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tongban.config import sample
from tongban.crypto import api as crypto
from tongban.duties import api as duties
from tongban.duties import queries
from tongban.duties.models import Duty, Recount
from tongban.duties.services import recounting
from tongban.duties.tasks import recount
from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import SHANGHAI
from tongban.kernel.limits import Direction, Unit
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.orgs.services.calendars import CALENDARS

pytestmark = pytest.mark.django_db
FIVE = duties.Limit(5, Unit.WORKING_DAY, "行政许可法第三十二条")
ANNOUNCED = """
year = 2027
status = "ANNOUNCED"
source = "国务院办公厅关于2027年部分节假日安排的通知（测试）"
published_on = 2026-11-20
[[holidays]]
name = "元旦"
from = 2027-01-01
to = 2027-01-05
"""

Load = Callable[[str], list[int]]


def sh(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


NOVEMBER = sh(2026, 11, 20)


@pytest.fixture
def load(at: datetime, tmp_path: Path) -> Load:
    """Load the shipped calendars; call the result with another text for 2027 to put that in force."""
    folder = Path(shutil.copytree(CALENDARS, tmp_path / "calendars"))
    orgs.load_calendars(at=at, folder=folder)

    def load(text: str) -> list[int]:
        (folder / "2027.toml").write_text(text, "utf-8")
        return orgs.load_calendars(at=NOVEMBER, folder=folder)

    return load


def start(event: datetime, *, limit: duties.Limit = FIVE, subject: UUID | None = None) -> Duty:
    return duties.start(
        kind=duties.Kind.NOTICE,
        subject_kind="case",
        subject=subject or uuid4(),
        owed_by="department:ZD-X",
        owed_to="party:1",
        event="case.submit",
        event_at=event,
        limit=limit,
        at=event,
        effect=duties.Silence.ACCEPTED_FROM_RECEIPT,
    )


def recompute(*years: int) -> int:
    return duties.recompute(years=years or (2027,), by=SYSTEM, at=NOVEMBER)


def entries() -> list[ledger.Entry]:
    ledger.sequence()
    return ledger.since(0, verbs=["duty.recompute"])


def over(duty: Duty) -> datetime:
    """Return the moment from which a duty is late."""
    assert duty.due_at is not None
    return duty.due_at


def only(duty: Duty, at: datetime) -> duties.Clock:
    (clock,) = duties.clocks(subject=duty.subject, at=at)
    return clock


class TestRecompute:
    def test_an_announcement_moves_the_end_of_what_runs_and_makes_it_final(self, load: Load) -> None:
        duty = start(sh(2026, 12, 30))
        assert (duty.due_date, duty.estimated) == (date(2027, 1, 7), True)
        load(ANNOUNCED)

        changed = recompute()

        duty.refresh_from_db()
        assert changed == 1
        assert (duty.due_date, duty.estimated) == (date(2027, 1, 11), False)
        assert duty.due_at == sh(2027, 1, 12, 0)

    def test_the_law_concludes_nothing_on_the_day_that_was_estimated(self, load: Load) -> None:
        duty = start(sh(2026, 12, 30))
        load(ANNOUNCED)

        recompute()

        assert duties.effects_due(at=sh(2027, 1, 8, 0)) == []
        assert [row.pk for row in duties.effects_due(at=sh(2027, 1, 12, 0))] == [duty.pk]

    def test_the_page_explains_the_day_that_is_stored(self, load: Load) -> None:
        duty = start(sh(2026, 12, 30))
        load(ANNOUNCED)

        recompute()

        clock = only(duty, sh(2026, 12, 31))
        assert clock.due_date == date(2027, 1, 11)
        assert "到2027年1月11日（周一）24:00为止" in clock.explanation
        assert "暂估" not in clock.explanation

    def test_what_ended_keeps_its_end_and_is_explained_by_it(self, load: Load) -> None:
        duty = start(sh(2026, 12, 30))
        duties.meet(kinds=(duties.Kind.NOTICE,), subject=duty.subject, at=sh(2026, 12, 31))
        load(ANNOUNCED)

        changed = recompute()

        clock = only(duty, sh(2027, 2, 1))
        assert changed == 0
        assert clock.due_date == date(2027, 1, 7)
        assert clock.explanation == (
            "2026年12月30日（周三）当天不算，从次日起数5个工作日，按登记时的工作日安排，到2027年1月7日（周四）24:00为止。"
        )

    def test_what_lies_in_other_years_is_left_alone(self, load: Load) -> None:
        duty = start(sh(2026, 9, 1))
        Duty.objects.filter(pk=duty.pk).update(due_date=date(2026, 9, 9))  # not what would be counted
        load(ANNOUNCED)

        assert recompute() == 0
        duty.refresh_from_db()
        assert duty.due_date == date(2026, 9, 9)

    @pytest.mark.parametrize(
        ("unit", "amount", "before", "after"),
        [
            (Unit.NATURAL_DAY, 35, date(2027, 1, 4), date(2027, 1, 6)),
            (Unit.MONTH, 1, date(2026, 12, 30), date(2026, 12, 30)),
            (Unit.WORKING_DAY, 25, date(2027, 1, 5), date(2027, 1, 7)),
        ],
    )
    def test_every_unit_is_counted_its_own_way(
        self, load: Load, unit: Unit, amount: int, before: date, after: date
    ) -> None:
        duty = start(sh(2026, 11, 30), limit=duties.Limit(amount, unit, "测试依据"))
        assert duty.due_date == before
        load(ANNOUNCED)

        recompute()

        duty.refresh_from_db()
        assert duty.due_date == after

    def test_what_began_at_the_end_of_an_old_year_and_cannot_be_counted_holds_up_nothing(self, load: Load) -> None:
        stuck, moved = start(sh(2026, 12, 29)), start(sh(2026, 12, 30))
        Duty.objects.filter(pk=stuck.pk).update(event_date=date(2019, 12, 29))
        load(ANNOUNCED)

        assert recompute() == 1
        moved.refresh_from_db()
        assert moved.due_date == date(2027, 1, 11)

    def test_it_is_recorded_once_for_all_with_its_years_counts_and_digests(self, load: Load) -> None:
        for day in (28, 29, 30, 30):
            start(sh(2026, 12, day))
        load(ANNOUNCED)

        recompute()

        (entry,) = entries()
        digests = [kept.digest for kept in Recount.objects.all()]
        ways = {"lengthened": 4, "shortened": 0, "kept": 0}
        facts = {"years": [2027], "limits": 3, "duties": 4, **ways, "digests": digests}
        assert (entry.kind, entry.facts, len(digests)) == ("calendar", facts, 1)

    def test_which_duties_moved_from_where_to_where_is_kept_under_the_digest(self, load: Load) -> None:
        duty = start(sh(2026, 12, 30))
        load(ANNOUNCED)

        recompute()

        kept = Recount.objects.get()
        text = zlib.decompress(kept.rows)
        assert crypto.sm3(text) == kept.digest
        assert text.decode() == f"{duty.pk} 2027-01-08T00:00:00+08:00 2027-01-12T00:00:00+08:00\n"

    def test_many_are_moved_in_batches_each_recorded_with_a_digest_for_every_chunk(
        self, load: Load, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(recounting, "BATCH", 4)
        monkeypatch.setattr(recounting, "CHUNK", 3)
        started = [start(sh(2026, 12, 30)) for _ in range(9)]
        load(ANNOUNCED)

        assert recompute() == 9

        assert [entry.facts["duties"] for entry in entries()] == [4, 4, 1]
        assert [len(entry.facts["digests"]) for entry in entries()] == [2, 2, 1]
        told = b"".join(zlib.decompress(kept.rows) for kept in Recount.objects.order_by("pk")).decode().split()
        assert told[::3] == [str(duty.pk) for duty in started]

    def test_an_interrupted_run_is_finished_by_the_next(self, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recounting, "BATCH", 2)
        started = [start(sh(2026, 12, 30)) for _ in range(5)]
        load(ANNOUNCED)
        whole = recounting._move

        def breaks(rows: Any, *rest: Any) -> int:  # noqa: ANN401 - handed on as they come
            if rows[0][0] == started[2].pk:
                raise ConnectionError
            return whole(rows, *rest)

        monkeypatch.setattr(recounting, "_move", breaks)
        with pytest.raises(ConnectionError):
            recompute()
        monkeypatch.setattr(recounting, "_move", whole)

        assert recompute() == 3
        assert {duty.due_date for duty in Duty.objects.all()} == {date(2027, 1, 11)}

    def test_the_explanation_of_a_moved_duty_says_so(self, load: Load) -> None:
        duty = start(sh(2026, 12, 30))
        load(ANNOUNCED)

        recompute()

        assert only(duty, NOVEMBER).explanation.endswith(
            "因工作日安排调整，到期日由2027年1月7日（周四）改为2027年1月11日（周一）。"
        )

    @pytest.mark.parametrize("changed", [{"extension": 3}, {"amount": 4}])
    def test_a_duty_that_was_extended_or_shortened_meanwhile_is_left_alone(
        self, load: Load, changed: dict[str, int]
    ) -> None:
        duty = start(sh(2026, 12, 30))
        load(ANNOUNCED)
        row = recounting._batch([2027], None)
        Duty.objects.filter(pk=duty.pk).update(**changed)

        moved = recounting._move(row, queries.Counter(queries.almanac(), NOVEMBER), [2027], SYSTEM, None)

        assert moved == 0
        assert entries() == []

    def test_every_night_all_that_runs_is_counted_anew_and_what_was_missed_is_mended(self, load: Load) -> None:
        missed, ended = start(sh(2026, 9, 1)), start(sh(2026, 9, 1))
        duties.meet(kinds=(duties.Kind.NOTICE,), subject=ended.subject, at=sh(2026, 9, 2))
        Duty.objects.update(due_date=date(2026, 9, 9), due_at=sh(2026, 9, 10, 0))
        del load

        assert recount(timestamp=0) == 1
        assert recount(timestamp=0) == 0

        missed.refresh_from_db()
        ended.refresh_from_db()
        assert (missed.due_date, ended.due_date) == (date(2026, 9, 8), date(2026, 9, 9))

    def test_a_limit_counted_back_from_a_day_in_the_year_moves(self, load: Load) -> None:
        seven = duties.Limit(7, Unit.WORKING_DAY, "行政许可法第四十八条", direction=Direction.BACKWARD)
        duty = start(sh(2027, 1, 8), limit=seven)
        assert duty.due_date == date(2026, 12, 29)
        load(ANNOUNCED)

        recompute()

        duty.refresh_from_db()
        assert duty.due_date == date(2026, 12, 25)

    def test_nothing_changed_is_not_recorded(self, load: Load) -> None:
        start(sh(2026, 12, 30))
        load(ANNOUNCED)
        recompute()

        again = recompute()

        assert again == 0
        assert len(entries()) == 1

    def test_the_statements_do_not_grow_with_the_duties(self, load: Load) -> None:
        def statements() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert recompute() > 0
            return len(captured)

        start(sh(2026, 12, 30))
        load(ANNOUNCED)
        orgs.work_calendar()  # built once for all
        few = statements()
        for day in range(1, 29):
            start(sh(2027, 1, day))
        Duty.objects.update(estimated=True)

        assert statements() == few


class TestLoading:
    """``setup`` loads a new calendar and moves what it concerns in one go."""

    def test_moves_what_runs(self, load: Load, settings: Settings) -> None:
        settings.SAMPLE_MODE = False
        load(ANNOUNCED.replace("ANNOUNCED", "ESTIMATED").replace("published_on = 2026-11-20", ""))
        duty = start(sh(2026, 12, 30))
        assert duty.due_date == date(2027, 1, 11)

        lines = list(sample.load(at=NOVEMBER))  # the shipped calendar of 2027

        duty.refresh_from_db()
        assert lines == ["已载入工作日历：2027年"]
        assert duty.due_date == date(2027, 1, 7)
        assert len(entries()) == 1

    def test_of_nothing_new_counts_nothing(self, load: Load, settings: Settings) -> None:
        del load
        settings.SAMPLE_MODE = False
        duty = start(sh(2026, 12, 30))
        Duty.objects.filter(pk=duty.pk).update(due_date=date(2027, 1, 8))

        assert list(sample.load(at=NOVEMBER)) == []
        duty.refresh_from_db()
        assert duty.due_date == date(2027, 1, 8)


@pytest.mark.usefixtures("load")
class TestYearsWithoutACalendar:
    """2027 is the last that is loaded here."""

    def test_a_limit_begins_at_the_end_of_the_last_loaded_year_and_is_estimated(self) -> None:
        duty = start(sh(2027, 12, 28))

        assert (duty.due_date, duty.estimated) == (date(2028, 1, 4), True)  # 1 January 2028 is a Saturday
        assert "2028年的放假安排还没有公布，这个日期是暂估" in only(duty, sh(2027, 12, 29)).explanation

    def test_silence_over_the_end_of_the_year_is_found(self) -> None:
        duty = start(sh(2027, 12, 28))

        assert duties.effects_due(at=over(duty) - timedelta(seconds=1)) == []
        assert [row.pk for row in duties.effects_due(at=sh(2028, 1, 5, 0))] == [duty.pk]

    def test_an_ended_clock_is_shown_years_later(self) -> None:
        duty = start(sh(2026, 9, 1))
        duties.meet(kinds=(duties.Kind.NOTICE,), subject=duty.subject, at=sh(2026, 9, 2))

        clock = only(duty, sh(2031, 3, 3))

        assert (clock.left, clock.light) == (0, duties.Light.MET)
        assert "2026年9月8日" in clock.explanation

    def test_a_clock_that_still_runs_years_later_is_late_by_the_days_that_are_known(self) -> None:
        duty = start(sh(2029, 12, 17))  # due on Monday 24 December

        clock = only(duty, sh(2031, 3, 3))

        assert clock.light == duties.Light.OVERDUE
        assert clock.left == -5  # 25, 26, 27, 28 and 31 December 2029: of 2030 nobody knows

    @pytest.mark.parametrize("ended", [True, False])
    def test_a_clock_of_years_before_the_first_calendar_is_shown(self, *, ended: bool) -> None:
        duty = start(sh(2026, 9, 1))
        Duty.objects.filter(pk=duty.pk).update(
            event_date=date(2019, 9, 2), due_date=date(2019, 9, 9), due_at=sh(2019, 9, 10, 0)
        )
        if ended:
            duties.meet(kinds=(duties.Kind.NOTICE,), subject=duty.subject, at=sh(2026, 9, 2))

        clock = only(duty, sh(2026, 9, 3))

        assert (clock.left == 0) is ended
        assert clock.left <= 0
        assert clock.explanation == (
            "2019年9月2日（周一）当天不算，从次日起数5个工作日，按登记时的工作日安排，到2019年9月9日（周一）24:00为止。"
        )
