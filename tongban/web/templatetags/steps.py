"""The steps of a guide drawn: on the guide's page, and while the process is edited."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from tongban.catalog import api as catalog
from tongban.kernel.actors import ROLE_NAMES
from tongban.web import labels
from tongban.web.drawing import Mark, draw, in_words
from tongban.web.lengths import lasting

register = template.Library()

WIDE, NARROW = 4, 1


@register.inclusion_tag("web/_steps_drawing.html")
def steps_drawing(guide: catalog.Guide) -> dict[str, object]:
    """Draw how an application goes through the steps of a guide: side by side on a screen, downwards on a phone."""
    names = {special.id: special.name for special in guide.special}
    return drawn_marks([mark_of(step, names) for step in guide.process])


@register.inclusion_tag("web/_steps_drawing.html")
def marks_drawing(marks: Sequence[Mark]) -> dict[str, object]:
    """Draw steps that are no published guide yet."""
    return drawn_marks(marks)


def mark_of(step: catalog.Step, special: dict[str, str]) -> Mark:
    """Return a step as it is drawn; ``special``: the names of the special procedures by id."""
    may = [special[one] for one in step.special if one in special]
    return Mark(
        name=step.name,
        who=labels.said(ROLE_NAMES[step.role]),
        limit=lasting(step.limit) if step.limit else "",
        special=_("可能有：%(what)s") % {"what": _("、").join(may)} if may else "",
        parallel=step.parallel or "",
    )


def drawn_marks(marks: Sequence[Mark]) -> dict[str, object]:
    """Return the drawing for wide and for narrow pages, with the same in words."""
    together = _("同时办理")
    words = in_words(marks, then=_("；然后"), together=_("，同时"))
    kinds = {"wide": WIDE, "narrow": NARROW}
    drawings = [(kind, draw(marks, columns=columns, together=together)) for kind, columns in kinds.items()]
    return {"drawings": drawings, "words": words} if marks else {}
