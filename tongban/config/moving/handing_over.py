"""Papers that a window took in go to the department on the next working day; only the latest still lie there."""

from __future__ import annotations

from datetime import datetime, time

from tongban.cases.window import api as window
from tongban.config.moving.stage import Stage
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.workdays import WorkCalendar

LYING = 2  # how many working days papers lie at the window at the most
HANDED, CONFIRMED = time(9, 10), time(14, 30)


def hand_over(stage: Stage, *, calendar: WorkCalendar, now: datetime) -> None:
    """Hand the papers of a case over that lie there longer, and let the department confirm them the same day."""
    for row in window.PaperFile.objects.filter(case=stage.case, stage=window.PaperStage.WAITING):
        received = day_of(row.received_at)
        if calendar.after(received, LYING + 1) > day_of(now):
            continue
        day = calendar.after(received, 1)
        handed, confirmed = (datetime.combine(day, hour, tzinfo=SHANGHAI) for hour in (HANDED, CONFIRMED))
        made = window.hand_over(files=[row.pk], by=stage.post("receiver"), at=handed)
        window.confirm_handover(number=made.number, lacking={}, by=stage.post("acceptor"), at=confirmed)
