"""收件凭证: what it says of what was handed in, and of what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tongban.cases import queries
from tongban.cases.corrections.rules import AskedPoint
from tongban.cases.models import Case, Promise, Promised
from tongban.cases.promises.rules import is_condition
from tongban.cases.queries.promising import names_promised
from tongban.cases.services.paper_kinds import PRESCREENING
from tongban.cases.window.queries.papers import Checked
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.days import day_of
from tongban.kernel.limits import amount_text
from tongban.kernel.wording import day_text

ORIGINALS = (
    "依法要当面核验原件，本机关先预审网上提交的内容，最晚在{day}（含当日）告知预审结果；需要补正的，一次性告知全部内容。"
    "预审通过以后，请带材料原件和身份证件到{places}办理，最晚哪天带来写在预审结果告知书里。核验原件以后才能受理：{after}。"
)
AFTER = "带来原件的当日不算，{within}内告知是否受理"
ON_THE_SPOT = "能够当场办结的，核验原件以后当场办结；不能当场办结的，{within}内告知是否受理（带来原件的当日不算）"
DIFFERING = "原件与网上提交的内容不一致或者缺少的，"
TELLS = "本机关在同一期限内，一次性告知需要补正的全部内容。"
TOLD = "因为此前已经一次性告知过补正，本机关不再告知第二次，可以依法不予受理；作出决定以前，可以再带来核验。"
NOT_BROUGHT = (
    "到期没有带来的，本机关可以依法不予受理或者终止办理；作出这样的决定，会书面说明理由和救济途径。作出决定以前带来的，仍然收下。"
    "不能按期前来的，请在到期以前通过“补充说明”告诉本机关，或者撤回申请。"
)
FORM = {"label": "申请表", "value": "已填写"}


def receipt(case: Case, rows: Iterable[Checked], signed: Iterable[Promise], limit: duties.Duty) -> dict[str, Any]:
    """Return what the receipt says of an application that was just taken in.

    ``rows``: what was there of each material; ``signed``: the promises that stand; ``limit``: by when it is answered,
    which is that of 预审 where there is one.
    """
    standing = {one.material: one for one in signed}
    lines = [FORM, *_handed_in(rows, standing), *_conditions(case, standing)]
    return {"materials": lines, "next_step": until_told(case, limit, first=True)}


def until_told(case: Case, limit: duties.Duty | None, *, first: bool) -> str:
    """Return by when the authority says whether it accepts; only the ``first`` time may it still ask to correct.

    Where the originals are to be seen in person, by when it says whether to bring them, and where to (工作规范22(2)).
    """
    if limit is not None and limit.kind == duties.Kind.PRESCREEN and limit.due_date is not None:
        places, after = case.guide.guide.places_in_words, after_originals(case)
        return ORIGINALS.format(day=day_text(limit.due_date), places=places, after=after)
    if limit is None or limit.due_date is None:
        return "本机关会告知是否受理。"
    what = "告知是否受理，或者一次性告知需要补正的全部内容" if first else "告知是否受理"
    return f"本机关最晚在{day_text(limit.due_date)}（含当日）{what}。"


def after_originals(case: Case) -> str:
    """Return within how long the authority answers once the originals were brought: on the spot, or by its limit."""
    limit = queries.regime_of(case).notice
    at_once = case.guide.guide.basics.project_type == catalog.ProjectType.IMMEDIATE
    return (ON_THE_SPOT if at_once else AFTER).format(within=amount_text(limit.amount, limit.unit))


def prescreened(case: Case) -> dict[str, Any]:
    """Return what the notice of the prescreening says: until when to bring the originals, where to, what follows."""
    guide, until = case.guide.guide, queries.originals_until(case)
    limit = queries.prescreen_limit(case)
    law = [queries.basis_of(guide, guide.basics.prescreen)] if limit and guide.basics.prescreen else []
    return {
        "articles": [*law, PRESCREENING],
        "received_on": day_of(case.received_at) if case.received_at else None,
        "due_on": until,
        "places": guide.places_in_words,
        "after": after_originals(case),
        "differing": DIFFERING + (TELLS if queries.correctable_once(case) else TOLD),
        "consequence": NOT_BROUGHT,
    }


def _handed_in(rows: Iterable[Checked], standing: dict[str, Promise]) -> Iterator[dict[str, Any]]:
    """Yield what was handed in of each material: files, papers, originals given back, or a promise in its place."""
    for one in rows:
        material = one.row.material
        parts = (_files(one), one.paper.words, _promised(one, standing.get(material.id)), _spared(one))
        if any(parts):
            yield {"label": material.name, "value": "，".join(filter(None, parts))}


def _conditions(case: Case, standing: dict[str, Promise]) -> Iterator[dict[str, Any]]:
    """Yield the conditions that were promised, in the words that were told and signed for (告知承诺)."""
    names = names_promised(case) if standing else {}
    for key, promise in standing.items():
        if is_condition(key):
            yield {"label": f"书面承诺：{names[key]}", "value": queries.promised_words(promise)}


def _files(one: Checked) -> str:
    return f"{len(one.row.files)}个文件" if one.row.files else ""


def _promised(one: Checked, promise: Promise | None) -> str:
    """Return what was promised in writing in the place of a material that is not there, with until when."""
    defer = one.row.material.defer
    if promise is None or one.row.files or one.paper.handed_in:
        return ""
    if defer and promise.kind == Promised.DEFERRED:
        return f"书面承诺后补：自受理之日起{defer.text}内补交"
    return "书面告知承诺代替"


def _spared(one: Checked) -> str:
    """Return that a material is not handed in because the condition that it proves was promised."""
    spared = one.row.needed and one.row.spared and not one.row.files and not one.paper.handed_in
    return "已书面承诺符合它所证明的条件，不用提交" if spared else ""


def supplement(case: Case) -> dict[str, Any]:
    """Return what the receipt of a correction says: how each point was answered, and what comes next."""
    told = queries.correction_of(case)
    points = told.points if told else []
    named = {point.upload for point in points}
    more = [row.material.name for row in queries.material_list(case) if row.material.id not in named and row.corrected]
    return {
        "title": queries.paper_title("supplement"),
        "received_on": day_of(told.answered_at) if told and told.answered_at else None,
        "channel": case.get_channel_display(),
        "materials": [
            *({"label": point.name, "value": _how_mended(point, _count(told, point))} for point in points),
            *({"label": name, "value": "补交的文件"} for name in more),
        ],
        "next_step": until_told(case, _answering(case), first=told is None),
    }


def _answering(case: Case) -> duties.Duty | None:
    """Return the limit by which is answered what was handed in: that of 预审 where it waits for the originals."""
    looked = duties.open_duty(duties.Kind.PRESCREEN, subject=case.id)
    return looked or duties.open_duty(duties.Kind.NOTICE, subject=case.id)


def _count(told: queries.Correction | None, point: AskedPoint) -> int:
    return len(told.files.get(point.element, ())) if told else 0


def _how_mended(point: AskedPoint, files: int) -> str:
    """Return in what way a point was answered; the answer itself stands in the case.

    ``files``: how many came with what is answered in words.
    """
    with_files = f"{files}个文件" if files else ""
    if point.unmet:
        return "没有提交，已说明原因"
    if point.upload:
        return "补正的文件"
    if point.field and not point.reply:
        return "更正后的填写内容"
    return "，".join(filter(None, ("补正的说明" if point.reply else "", with_files))) or "补正的说明"
