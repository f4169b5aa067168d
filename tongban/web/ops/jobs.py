"""Background jobs that came to nothing: a worker was killed in the middle of one, or it failed for good.

Every task of the house may be done again: it looks for what is left to do under locks of its own, in a transaction for
each thing. So a job whose worker is gone is simply given to the next; one that took three workers with it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed, NotFound, WrongState
from tongban.ledger import api as ledger

SILENCE = timedelta(seconds=30)
"""A worker shows every ten seconds that it lives; one that is silent longer is taken for dead, as it is at start."""
MOST_TRIES = 3
BASIS = "GZGF.34"  # 工作规范34: 安全管理主体责任
NAMES = {
    "tongban.cases.tasks.apply_silence": "适用逾期视为受理",
    "tongban.cases.tasks.file_what_is_over": "归档",
    "tongban.cases.tasks.forget_abandoned_drafts": "提醒、删除久置的草稿",
    "tongban.cases.tasks.follow_parcels": "查询邮件",
    "tongban.cases.tasks.keep_order": "核对收件箱顺序",
    "tongban.cases.tasks.remind_of_deferred": "提醒后补的材料、承诺的条件和整改期限",
    "tongban.cases.tasks.tell_of_moves": "告知期限变动",
    "catalog.carry_out_upload": "导入清单",
    "catalog.finish_uploads": "接着导入清单",
    "catalog.forget_words": "清理搜索用词",
    "catalog.take_effect": "办事指南到期生效",
    "config.keep_moving": "生成样例办件",
    "connectors.tell_logouts": "告知部门系统退出登录",
    "connectors.tell_now": "告知部门系统退出登录",
    "crypto.renew": "更换密钥",
    "duties.finish_calendars": "接着重新计算时限",
    "duties.put_calendar_in_force": "工作日历生效",
    "duties.recount": "重新计算时限",
    "duties.recount_closure": "按停办公告重新计算时限",
    "files.sweep_orphans": "清理无主文件",
    "identity.end_orphans": "结束无主登录",
    "identity.expire_delegations": "委托到期",
    "identity.forget_attempts": "清理登录记录",
    "ledger.seal": "封存留痕",
    "ledger.sequence": "留痕编号",
    "ledger.stamp": "加盖时间戳",
    "ledger.verify": "核对留痕",
    "messages.deliver": "发送邮件和微信",
    "messages.deliver_again": "重新发送邮件和微信",
    "messages.forget": "清理发送记录",
    "privacy.close_accounts": "注销到期账号",
    "web.clear_sessions": "清理登录状态",
    "web.sweep_jobs": "接续中断的任务",
}


class JobNotDead(WrongState):
    """这项任务没有失败，或者已经重新安排，请刷新页面查看。"""

    code = "job_not_dead"


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that came to nothing: what it was to do, how often it was begun, when it was given up."""

    id: int
    task: str
    attempts: int
    at: datetime | None

    @property
    def name(self) -> str:
        """Return what it was to do, in words."""
        return NAMES.get(self.task, self.task)


def stalled(*, at: datetime) -> QuerySet[ProcrastinateJob]:
    """Return the jobs that are being done by nobody any more."""
    living = ProcrastinateWorker.objects.filter(last_heartbeat__gte=at - SILENCE)
    gone = Q(worker__isnull=True) | ~Q(worker__in=living.values("id"))
    return ProcrastinateJob.objects.filter(gone, status="doing")


def dead(limit: int = 100) -> list[DeadJob]:
    """Return the jobs that came to nothing, the latest first."""
    failed = ProcrastinateJob.objects.filter(status="failed").annotate(ended=Max("procrastinateevent__at"))
    rows = failed.order_by("-ended", "-id")[:limit]
    return [DeadJob(one.id, one.task_name, one.attempts, one.ended) for one in rows]


def sweep(*, at: datetime) -> int:
    """Give the jobs of workers that are gone to the next; return how many were looked at."""
    numbers = list(stalled(at=at).values_list("id", flat=True))
    for number in numbers:
        _take_up(number, at)
    return len(numbers)


@transaction.atomic
def _take_up(number: int, at: datetime) -> None:
    job = ProcrastinateJob.objects.select_for_update().filter(pk=number, status="doing").first()
    if job is None or not stalled(at=at).filter(pk=number).exists():
        return
    if job.attempts + 1 >= MOST_TRIES:
        _ask("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", number)
    elif _followed(job):
        _ask("SELECT procrastinate_finish_job_v1(%s, 'aborted', true)", number)
    else:
        _ask("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", number, at)


def _followed(job: ProcrastinateJob) -> bool:
    """Tell whether another one of its kind waits already: the queue holds one, and it will do what is left."""
    same = ProcrastinateJob.objects.filter(status="todo", queueing_lock=job.queueing_lock)
    return job.queueing_lock is not None and same.exists()


@transaction.atomic
def retry(*, job: int, by: Actor, at: datetime) -> None:
    """Have a job that came to nothing done again (工作规范34).

    NotAllowed for everybody but the operators; NotFound for one that there is not; JobNotDead for one that waits, runs
    or was done. Where another one of its kind waits already, that one does it and this one goes.
    """
    if not by.holds(Role.OPERATOR):
        raise NotAllowed
    held = ProcrastinateJob.objects.select_for_update().filter(pk=job).first()
    if held is None:
        raise NotFound
    if held.status != "failed":
        raise JobNotDead
    if _followed(held):
        _ask("DELETE FROM procrastinate_jobs WHERE id = %s", job)
    else:
        _ask("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", job, at)
    ledger.record(
        at=at,
        actor=by,
        verb="jobs.retry",
        kind="job",
        subject=UUID(int=job),
        facts={"task": held.task_name, "attempts": held.attempts},
        why=ledger.Why(ledger.Purpose.OPERATION, BASIS),
    )


def _ask(statement: str, *values: int | datetime) -> None:
    """Change the queue by its own functions, which keep its events: its models here are only read."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
