"""What was changed elsewhere meanwhile: of a page of a draft that was saved, and of what is signed for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.kernel.actors import Actor
from tongban.web.answers import AnswerPage, words
from tongban.web.refusals import told


def both_words(case: cases.Case, group: str, refusal: cases.ChangedMeanwhile, *, by: Actor) -> dict[str, str]:
    """Return for every question of a page that was answered otherwise elsewhere what is saved there."""
    unseen = cases.unseen(by, case, refusal.saved)
    asked = case.guide.guide.form.properties
    changed = [
        name
        for name, question in asked.items()
        if question.group == group and refusal.typed.get(name) != refusal.saved.get(name)
    ]
    return {name: _sentence(words(asked[name], refusal.saved.get(name), masked=name in unseen)) for name in changed}


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that is not as the page had shown it: its element, what it is called, and whether it is on the page."""

    element: str
    name: str
    there: bool


def elsewhere(
    guide: catalog.Guide, refusal: cases.NotAsShown | None, *, pages: Sequence[AnswerPage], beside: Collection[str]
) -> dict[str, Any]:
    """Return what the page that is checked again says of what was changed meanwhile: a sentence, and each by name.

    ``pages``: the answers as they are shown, of which those that were changed are marked; ``beside``: the elements of
    the materials and promises that are on the page.
    """
    if refusal is None:
        return {"moved": "", "moves": [], "moved_elements": (), "pages": pages}
    titles = {element.id: element.title for element in guide.elements()}
    there = {*beside, *(f"form.{one.name}" for page in pages for one in page.answers)}
    moves = [Moved(one, name, one in there) for one in refusal.changed if (name := _named(one, titles))]
    sentence = (
        _("您打开这一页以后，下面这几项在别的窗口或者设备上改过，还没有提交。请逐项核对，确认无误以后再提交。")
        if moves
        else told(refusal)
    )
    elements = {one.element for one in moves}
    marked = [
        replace(page, answers=[replace(one, moved=f"form.{one.name}" in elements) for one in page.answers])
        for page in pages
    ]
    return {"moved": sentence, "moves": moves, "moved_elements": elements, "pages": marked}


def _named(element: str, titles: Mapping[str, str]) -> str:
    """Return what was changed as the page calls it; nothing for what only somebody who made a mark up would name."""
    if element == "applicant":
        return _("申请人和代办人")
    promised = element.removeprefix("promises.")
    if promised not in titles:
        return ""
    if promised != element:
        return _("“%(name)s”的书面承诺") % {"name": titles[promised].rstrip("。")}
    if element.startswith("materials."):
        return _("材料“%(name)s”") % {"name": titles[element]}
    return titles[element]


def _sentence(saved: str) -> str:
    if not saved:
        return _("这一项刚才在别的窗口或者设备上清空了。下面是您填的，要用您填的，请再点一次保存。")
    return _("这一项刚才在别的窗口或者设备上存成了“%(saved)s”。下面是您填的，要用您填的，请再点一次保存。") % {
        "saved": saved
    }
