"""The record's seals: what of each day is signed and published, and the keys it is checked with."""

from __future__ import annotations

import base64
import datetime as dt
from functools import lru_cache
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.rest.invalid import about
from tongban.rest.params import Day

router = Router(tags=["留痕公示"])

BACKWARD = "结束日期不能早于开始日期，请核对。"
NOTHING = "这一天之前还没有封存任何留痕，没有可以证明的增长。"


class Key(Schema):
    """A public key of this installation."""

    name: str = Field(description="密钥的名称，也是签名文本中间的一段")
    algorithm: str = Field(description="签名算法，也是签名文本的开头", examples=["sm2-sm3"])
    suite: str = Field(description="算法套件：SM是国密SM3和SM2，INTL是SHA-256和ECDSA", examples=["SM"])
    pem: str = Field(description="公钥（SubjectPublicKeyInfo，PEM）")
    point: str = Field(description="同一公钥的曲线点，未压缩，十六进制")


class ClosedDay(Schema):
    """A day that is over: what stood in the record then, signed."""

    date: dt.date = Field(description="日期（北京时间）", examples=["2026-11-25"])
    batch: int = Field(description="当天结束时最后一批的编号；还没有任何批次时为0", examples=[144])
    root: str = Field(description="最后一批的摘要，十六进制")
    digest: str = Field(description="当天声明的摘要，十六进制；对外公布和加盖时间戳的就是它")
    statement: str = Field(description="当天声明的原文，签名针对它的每一个字节")
    signature: str = Field(description="签名：算法.密钥.签名值")
    closed_at: dt.datetime = Field(description="声明作出的时间", examples=["2026-11-26T00:00:02+08:00"])
    token: str | None = Field(description="RFC 3161时间戳（DER，base64）；还没有取得时为空")


class Growth(Schema):
    """The proof that the record of one day is the beginning of that of a later one."""

    document: dict[str, Any] = Field(description="一致性证明，用核验程序核对；格式见文档“留痕的封存与核验”")


@router.get("/keys", response=list[Key], summary="列出验证签名的公钥")
def ledger_keys(request: HttpRequest) -> list[dict[str, Any]]:
    """请把公钥的指纹与从其他途径得到的核对一次，以后只相信它。"""
    del request
    return ledger.public_keys()


@router.get("/days", response=list[ClosedDay], summary="列出每天公布的摘要")
def ledger_days(
    request: HttpRequest,
    until: Annotated[
        Day | None, Query(description="到哪一天为止，写成2026-09-29这样；不填为最近的一天。", examples=["2026-11-25"])
    ] = None,
    limit: Annotated[int, Query(description="列出多少天，1到366，不填为31。", ge=1, le=366, examples=[31])] = 31,
) -> list[ClosedDay]:
    """从新到旧。没有任何办理的日子也有声明，所以缺少的一天看得出来。"""
    del request
    return [_closed(one) for one in ledger.days(until=until, limit=limit)]


@router.get("/days/{date}", response=ClosedDay, summary="查询一天公布的摘要")
def ledger_day(
    request: HttpRequest,
    date: Annotated[Day, Path(description="日期，写成2026-09-29这样。", examples=["2026-11-25"])],
) -> ClosedDay:
    """声明公布后不再改动。"""
    del request
    return _closed(ledger.closed_day(date))


@router.get("/growth", response=Growth, summary="证明从一天到另一天只增不改")
def ledger_growth(
    request: HttpRequest,
    start: Annotated[Day, Query(description="从哪一天，写成2026-09-29这样。", examples=["2026-11-24"])],
    end: Annotated[Day, Query(description="到哪一天，写成2026-09-29这样。", examples=["2026-11-25"])],
) -> Growth:
    """两天都要已经公布。证明不含任何办理内容。"""
    del request
    if end < start:
        raise Broken(BACKWARD, field="end")
    with about("start"):
        first = ledger.closed_day(start).batch
    with about("end"):
        last = ledger.closed_day(end).batch
    if not first:
        raise Broken(NOTHING, field="start")
    return Growth(document=_growth(first, last))


@lru_cache(maxsize=64)
def _growth(first: int, last: int) -> dict[str, Any]:
    """Return the proof; batches never change, and the same few days are asked for by everybody."""
    return ledger.consistency(from_batch=first, to_batch=last)


def _closed(day: ledger.Day) -> ClosedDay:
    stamp = getattr(day, "stamp", None)
    return ClosedDay(
        date=day.date,
        batch=day.batch,
        root=day.root,
        digest=day.digest,
        statement=day.statement,
        signature=day.signature,
        closed_at=day.closed_at,
        token=base64.b64encode(bytes(stamp.token)).decode() if stamp else None,
    )
