"""The register of probes: one list feeds /healthz, /metrics and /status/."""

from __future__ import annotations

import shutil
import time
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger
from tongban.messages import api as messages
from tongban.orgs import api as orgs
from tongban.web.ops import jobs
from tongban.web.ops.probe import Check, Probe, State, at_least, at_most

NEVER = float("inf")
RECENT_DAYS = 30  # closures that ended earlier are compared at night only
BENT = "现行的工作日历或者停办公告与留痕不一致，已停止据以重新计算时限，运行人员正在核查。"


def database(_at: datetime) -> Probe:
    """Ask the database one question and time the answer."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    seconds = time.perf_counter() - started
    state = at_most(seconds, slow=0.25, failing=5)
    sentence = "可以正常查询和办理。" if state is State.OK else "查询和办理会比平时慢，请稍候，不要重复提交。"
    return Probe("database", state, sentence, {"answer_seconds": seconds})


def worker(at: datetime) -> Probe:
    """See when a background worker last showed that it lives; it writes a heartbeat every ten seconds."""
    beat = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    silence = _seconds(at, beat)
    state = at_most(silence, slow=30, failing=120)
    sentences = {
        State.OK: "通知和到期提醒按时处理。",
        State.SLOW: "通知和到期提醒可能稍晚送达，不影响办理和法定期限。",
        State.FAILING: "通知和到期提醒暂停发送，恢复后会补发，不影响办理和法定期限。",
    }
    figures = {"silence_seconds": silence} if silence != NEVER else {}
    return Probe("worker", state, sentences[state], figures)


def queue(at: datetime) -> Probe:
    """Count the jobs that are due and wait, how long the oldest has waited, and those that failed for good."""
    due = Q(status="todo") & (Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=at))
    waiting = ProcrastinateJob.objects.filter(due)
    deferred = waiting.filter(procrastinateevent__type="deferred")
    oldest = deferred.aggregate(first=Min(Coalesce("scheduled_at", "procrastinateevent__at")))["first"]
    wait = 0.0 if oldest is None else max(0.0, (at - oldest).total_seconds())
    recent = Q(procrastinateevent__type="failed", procrastinateevent__at__gte=at - timedelta(days=1))
    failed = ProcrastinateJob.objects.filter(recent, status="failed").distinct().count()
    state = at_most(wait, slow=60, failing=900)
    sentence = "没有积压。" if state is State.OK else "后台任务有积压，通知和文书生成会稍晚，不影响法定期限。"
    figures = {
        "waiting_jobs": waiting.count(),
        "oldest_wait_seconds": wait,
        "failed_last_day_jobs": failed,
        "stalled_jobs": jobs.stalled(at=at).count(),
    }
    return Probe("queue", state, sentence, figures)


def letters(at: datetime) -> Probe:
    """See whether letters leave: how long the first one that is due has waited, and how many came to nothing."""
    known = messages.letters(since=at - timedelta(days=1), at=at)
    wait = _seconds(at, known.oldest) if known.oldest else 0.0
    state = at_most(wait, slow=300, failing=3600)
    sentence = "邮件和微信按时发出。" if state is State.OK else "邮件和微信提醒会晚一些，站内消息和短信不受影响。"
    figures = {
        "waiting_letters": known.waiting,
        "oldest_letter_seconds": wait,
        "failed_last_day_letters": known.failed,
    }
    return Probe("letters", state, sentence, figures)


def disk(_at: datetime) -> Probe:
    """Measure the space that is left where files and keys are kept."""
    usage = shutil.disk_usage(settings.STATE_DIR if settings.STATE_DIR.exists() else settings.BASE_DIR)
    state = at_least(usage.free / 2**20, slow=2048, failing=256)
    sentence = "可以正常上传材料。" if state is State.OK else "存储空间不多了，上传材料可能失败，请稍后再试。"
    return Probe("disk", state, sentence, {"free_bytes": usage.free, "free_ratio": usage.free / usage.total})


def calendar(at: datetime) -> Probe:
    """See how far ahead limits can be counted: the next year is announced in November of this one."""
    today = day_of(at)
    bent = orgs.bent(until=today - timedelta(days=RECENT_DAYS))
    if bent:
        return Probe("calendar", State.FAILING, BENT, {"bent_calendar_entries": len(bent)})
    known = orgs.work_calendar()
    announced = known.years - known.estimated
    left = (date(max(announced, default=today.year - 1), 12, 31) - today).days
    state = State.OK if today.year + 1 in known.years and today.year in announced else State.SLOW
    if today.year not in known.years:
        state = State.FAILING
    guessed = today.year + 1 in known.estimated
    sentences = {
        State.OK: "期限可以算到明年，明年的放假安排还没有公布，暂估。" if guessed else "期限可以算到明年。",
        State.SLOW: "跨年的期限暂时算不出来或者只能暂估，以正式放假安排为准。",
        State.FAILING: "暂时算不出期限，运行人员会尽快处理。",
    }
    return Probe("calendar", state, sentences[state], {"announced_years": len(announced), "announced_days": left})


def sequencing(at: datetime) -> Probe:
    """See whether entries of the ledger wait for their position: what reads the ledger lags behind by as much.

    An entry that waits for none, as the last check of the whole order found, is worse: nobody will ever read it.
    """
    waiting, checked = ledger.backlog(), ledger.last_inspection()
    lag = _seconds(at, waiting.oldest) if waiting.oldest else 0.0
    figures: dict[str, float] = {"unplaced_entries": waiting.count, "lag_seconds": lag}
    if checked and checked.lost:
        sentence = "有办理记录没有编号，不会归档。运行人员正在处理，办理不受影响。"
        return Probe("ledger", State.FAILING, sentence, figures | {"lost_entries": checked.lost})
    state = at_most(lag, slow=90, failing=900)
    sentence = "办理记录按时归档。" if state is State.OK else "办理记录归档有延迟，记录本身没有缺失。"
    return Probe("ledger", state, sentence, figures)


def sealing(at: datetime) -> Probe:
    """See whether the record is sealed: every ten minutes, and each day after midnight; and still what was sealed.

    Positions that are not dense cannot be sealed: that is seen at once, what was bent in the night's check.
    """
    known, checked = ledger.sealing(), ledger.last_inspection()
    lag = _seconds(at, known.oldest) if known.oldest else 0.0
    behind = max(0, (day_of(at) - known.day).days - 1) if known.day else 0
    graded = (at_most(lag, slow=1800, failing=7200), at_most(behind, slow=0, failing=1))
    state = max(graded, key=lambda one: one.gravity)
    sentence = "办理记录按时封存。" if state is State.OK else "办理记录封存有延迟，暂时不能出具最近记录的证明。"
    figures: dict[str, float] = {"unsealed_entries": known.unsealed, "seal_lag_seconds": lag, "unclosed_days": behind}
    faults = checked.faults + checked.holes if checked else 0
    if known.gap or faults:
        sentence = "办理记录的编号或者封存与原来不符。运行人员正在查明，办理不受影响。"
        return Probe("seals", State.FAILING, sentence, figures | {"bent_entries": faults})
    return Probe("seals", state, sentence, figures)


def keys(_at: datetime) -> Probe:
    """See whether everything that is encrypted is under the current master key, from the notes of the renewal."""
    found = crypto.rotation()
    if found.keys == 1:
        return Probe("keys", State.OK, "人员信息和材料加密保存。")
    waiting = float(found.left) if found.left is not None else NEVER
    figures = {} if waiting == NEVER else {"old_key_entries": waiting, "renewed_entries": float(found.renewed)}
    return Probe("keys", State.OK, "人员信息和材料加密保存，正在更换密钥，不影响使用。", figures)


def font(_at: datetime) -> Probe:
    """See whether official documents can be drawn; without a Chinese font they cannot, and all else can."""
    if documents.available():
        return Probe("documents", State.OK, "可以查看和下载文书。")
    return Probe("documents", State.FAILING, "暂时不能查看和下载文书，办理不受影响，恢复后可以补看。")


def _seconds(at: datetime, then: datetime | None) -> float:
    """Return the seconds that have passed since; a moment that never was is infinitely long ago."""
    return NEVER if then is None else max(0.0, (at - then).total_seconds())


CHECKS = (
    Check("database", "数据库", database, essential=True),
    Check("worker", "后台处理", worker),
    Check("queue", "任务队列", queue),
    Check("letters", "邮件和微信", letters),
    Check("ledger", "办理留痕", sequencing),
    Check("seals", "留痕封存", sealing),
    Check("calendar", "工作日历", calendar),
    Check("keys", "加密", keys),
    Check("documents", "文书", font),
    Check("disk", "存储空间", disk),
)
