"""决定页: whether a case still stands as it did on the page that is decided by, and what came in since."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.models import Case
from tongban.cases.queries.telling import timeline
from tongban.cases.shown.errors import MovedBeforeDeciding
from tongban.kernel.days import SHANGHAI, day_of

MOST = 3
LOOK = "还没有作出决定。请看过现在的内容和审查结论，再作决定。"


def refuse_unseen(case: Case, seen: datetime | None, *, at: datetime) -> None:
    """Refuse (MovedBeforeDeciding) to decide by a page that showed a case otherwise, and say what came in since.

    ``seen``: the ``changed_at`` of the case as the page showed it, None without a page. Whatever is said or done in the
    case moves it, also what colleagues answer and what those who were told say: the decision has to have regard to it
    (行政许可法36, 48(2)).
    """
    if seen is None or seen == case.changed_at:
        return
    came = [f"{one.name}（{_when(one.at, at)}）" for one in timeline(case, among_staff=True) if one.at > seen]
    if not came:
        raise MovedBeforeDeciding
    listed = "、".join(came[-MOST:]) + ("等" if len(came) > MOST else "")
    raise MovedBeforeDeciding(f"您打开这一页以后，这个办件又有了新的情况：{listed}。{LOOK}")


def _when(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local:%H:%M}" if day_of(moment) == day_of(now) else f"{local.month}月{local.day}日 {local:%H:%M}"
