"""A page of a draft that was saved elsewhere meanwhile: what stands there now, beside what was typed here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.web.answers import words


def both_words(case: cases.Case, group: str, refusal: cases.ChangedMeanwhile) -> dict[str, str]:
    """Return for every question of a page that was answered otherwise elsewhere what is saved there."""
    asked = case.guide.guide.form.properties
    changed = [
        name
        for name, question in asked.items()
        if question.group == group and refusal.typed.get(name) != refusal.saved.get(name)
    ]
    return {name: _sentence(words(asked[name], refusal.saved.get(name))) for name in changed}


def _sentence(saved: str) -> str:
    if not saved:
        return _("这一项刚才在别的窗口或者设备上清空了。下面是您填的，要用您填的，请再点一次保存。")
    return _("这一项刚才在别的窗口或者设备上存成了“%(saved)s”。下面是您填的，要用您填的，请再点一次保存。") % {
        "saved": saved
    }
