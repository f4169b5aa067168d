"""What a database needs before the first person comes: calendars always, the sample city where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM
from tongban.kernel.errors import WrongState
from tongban.orgs import api as orgs

CAST_IN_EARNEST = (
    "数据库里有样例人员，他们的密码是公开的，不能用作正式系统。请换一个空的状态目录或者空数据库，或者去掉--no-sample"
)


def load(*, at: datetime, since: datetime | None = None) -> Iterator[str]:
    """Load what is missing, each part in a transaction of its own; yield a sentence for each thing done.

    ``since``: from when the guides of the sample city have been in force and its people known, ``at`` unless given.

    Interrupted anywhere, the next call goes on where this one ended; with nothing to do, it says nothing. WrongState
    outside sample mode when the sample people are in the database: their password is public.
    """
    if not settings.SAMPLE_MODE and identity.has_cast():
        raise WrongState(CAST_IN_EARNEST)
    if years := _load_calendars(at):
        yield f"已载入工作日历：{'、'.join(map(str, years))}年"
    if settings.SAMPLE_MODE:
        yield from _load_city(at, since or at)
    if entered := catalog.enter_missing():
        yield f"已把{entered}个事项编入搜索"
    if renewed := directory.renew_traits():
        yield f"已算出{renewed}份办事指南的特色、进驻和差异"


def _load_calendars(at: datetime) -> list[int]:
    """Put calendars in force and count anew what they concern, both or neither.

    The second count is for duties that began on the old calendar while the first one was under way.
    """
    with transaction.atomic():
        years = orgs.load_calendars(at=at)
        if years:
            duties.recompute(years=years, by=SYSTEM, at=at)
    if years:
        duties.recompute(years=years, by=SYSTEM, at=at)
    return years


def _load_city(at: datetime, since: datetime) -> Iterator[str]:
    if identity.has_users() and not identity.has_cast():
        yield "数据库里已有正式用户，不载入样例城市"
        return
    if counts := orgs.load_sample(path=settings.SAMPLE_DIR, at=at):
        regions, departments, places = counts["regions"], counts["departments"], counts["places"]
        yield f"已载入样例城市：区划{regions}个、部门{departments}个、服务场所{places}处"
    if any((counts := catalog.load_directory(path=settings.SAMPLE_DIR, at=since)).values()):
        yield f"已载入样例事项{counts['items']}个，发布办事指南{counts['guides']}份"
    if not identity.has_users():
        yield f"已载入样例人员：{identity.load_cast(at=since)}人"
