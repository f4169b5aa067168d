"""The one correction of a case, and refusing acceptance without it: values and predicates only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.cases.errors import Incomplete, NeedsReason, NotInGuide, NotToCorrect, Unwritten
from tongban.cases.rules import LONGEST_REASON, other_authority, reason
from tongban.cases.states import Ground, State

STANDS_BY = "申请人确认原来填写的内容无误，没有改动。"
SAME = "这一项和原来填的一样。请按告知的要求改正；确认原来没有填错的，请勾选“原来填的没有错”。"

BOTH = "这里改了内容，又勾选了“原来填的没有错”或者写了交不了的原因，请只选一样。"
NO_REASON = "请写一句话，说明这一项为什么交不了。"
BOTH_WAYS = "这一项已经补正，又写了交不了的原因，请只选一样。"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to correct: the element of the published guide, and what exactly is missing."""

    element: str
    text: str


def open_grounds(state: str, *, late: bool = False, differs: bool = False) -> list[Ground]:
    """Return on which grounds a case in such a state may be refused acceptance (行政许可法32(1)).

    What was asked for and did not come is a ground only once it was asked for; while it is waited for, the only one.
    ``late``: the time to bring the originals is over and nobody came; ``differs``: they came and are still not what was
    told once.
    """
    if state == State.CORRECTION:
        return [Ground.NOT_CORRECTED]
    there = {
        Ground.NOT_CORRECTED: state == State.CORRECTED,
        Ground.NO_ORIGINALS: late,
        Ground.ORIGINALS_DIFFER: differs,
    }
    return [one for one in Ground if there.get(one, True)]


def ground(given: str, *, known: Collection[Ground], competent: str) -> tuple[Ground, str]:
    """Return the ground for not accepting and the authority to turn to, both as they will be kept (行政许可法32(1)).

    ``known``: the grounds that there are now. Without jurisdiction the competent authority must be named.
    """
    if given not in known:
        raise NeedsReason("请选择不予受理的情形。", field="ground")
    return Ground(given), other_authority(competent, needed=given == Ground.NOT_COMPETENT)


def correction_points(points: Sequence[Point], known: Collection[str]) -> list[dict[str, str]]:
    """Return the points of the one notice; each must name an element of the guide and say what is missing.

    工作规范21(3): the whole of what must be corrected is told at once and agrees with the published guide. What is said
    of one element in several places is one point: it is answered once.
    """
    if not points:
        message = "请至少选择一项需要补正的内容，并写明要求。"
        raise NeedsReason(message, field="points")
    foreign = [point.element for point in points if point.element not in known]
    if foreign:
        raise NotInGuide(field="points")
    said, faults = dict[str, list[str]](), {}
    for point in points:
        said.setdefault(point.element, []).append(point.text.strip())
    kept = []
    for element, texts in said.items():
        try:
            whole = "\n".join(dict.fromkeys(texts)) if all(texts) else ""
            kept.append({"element": element, "text": reason(whole, field=element)})
        except NeedsReason as refusal:
            faults[element] = refusal.message
    if faults:
        raise Unwritten(faults)
    return kept


@dataclass(frozen=True, slots=True)
class AskedPoint:
    """A point of the correction notice with the name of the guide's element and what the applicant said in words.

    ``field``: the question of the form that answers it; ``upload``: the id of the material whose files do. Both are
    empty for anything else (a criterion), which is answered in words, by files or both. ``unmet``: the applicant said
    in ``reply`` why they cannot or will not hand it in.
    """

    element: str
    name: str
    text: str
    field: str
    upload: str
    reply: str
    unmet: bool = False

    @property
    def in_words(self) -> bool:
        """Tell whether words answer it, or files that belong to no material."""
        return not self.field and not self.upload

    @property
    def stood_by(self) -> bool:
        """Tell whether the applicant said that the field was right as it was."""
        return self.reply == STANDS_BY


def left_unmet(points: Sequence[AskedPoint], why: Mapping[str, str], *, came: Collection[str]) -> dict[str, str]:
    """Return the points that an applicant leaves unmet, each with the sentence why (行政许可法32(1)5).

    Nobody can be made to have what they do not have; what follows is for the authority to decide, with reasons.
    NotToCorrect for what was not asked for; Incomplete where a sentence is missing, or the point was answered as well
    (``came``: the elements that were).
    """
    if foreign := sorted(why.keys() - {point.element for point in points}):
        raise NotToCorrect(field=foreign[0])
    faults = {key: NO_REASON for key, text in why.items() if not text.strip()}
    faults |= {key: BOTH_WAYS for key in why if key in came}
    if faults:
        raise Incomplete(faults)
    return {key: text.strip()[:LONGEST_REASON] for key, text in why.items()}


def open_points(points: Sequence[AskedPoint], *, answered: bool) -> list[AskedPoint]:
    """Return the points that may still be answered: all before the first supplement, then those that lack something.

    行政许可法32(1)5: whoever hands in all that was asked for is accepted, in one go or in several.
    """
    return [one for one in points if not answered or one.unmet or one.stood_by]


def said_before(
    points: Sequence[AskedPoint], said: Mapping[str, str], *, came: Collection[str]
) -> dict[str, str] | None:
    """Return what still holds of what was said of open points before; None where a supplement says the same again.

    ``said``, ``came``: what is said, and what is answered, now. With nothing of either nothing holds: all that is open
    is asked about.
    """
    earlier = {one.element: one.reply for one in points if one.reply}
    if not came and said and all(earlier.get(key) == text for key, text in said.items()):
        return None
    return {key: text for key, text in earlier.items() if key not in {*said, *came}} if said or came else {}


def in_full(points: Sequence[AskedPoint]) -> bool:
    """Tell whether a supplement handed in all that was asked for, as to its form (行政许可法32(1)5).

    A field that the applicant says was right already was answered and not handed in: whether it was is to be looked at.
    """
    return not any(point.unmet or point.stood_by for point in points)


def said(points: Sequence[AskedPoint], replies: Mapping[str, str], *, stands_by: Collection[str]) -> dict[str, str]:
    """Return what is kept in words: what is neither file nor field, and the fields the applicant stands by."""
    words = {point.element: replies.get(point.element, "").strip() for point in points if point.in_words}
    kept = {point.element: STANDS_BY for point in points if point.field in stands_by}
    return {key: text[:LONGEST_REASON] for key, text in words.items() if text} | kept


def not_mended(
    points: Sequence[AskedPoint], *, same: Collection[str], both: Collection[str], missing: Collection[str]
) -> dict[str, str]:
    """Return what to do about every point that a correction leaves as it was: field or element → sentence.

    ``same``: the fields that are still asked and whose answer is the one that was handed in; ``both``: those that were
    changed and said to be right; ``missing``: the elements that files or words should have answered. What the corrected
    form no longer asks for is answered by that.
    """
    still = {name: BOTH if name in both else SAME for name in (*same, *both)}
    asked = {p.element: f"“{p.name}”还没有补正：{p.text}" for p in points if p.element in missing}
    return {**still, **asked}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names whose answer is another now, or that have one no more, or only now."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
