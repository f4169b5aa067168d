"""How far a section would be as it is being typed: told while somebody writes, and nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from tongban.catalog import api as catalog
from tongban.catalog.designing.api import DesignRefused
from tongban.kernel.errors import NotAllowed
from tongban.web.request import Request
from tongban.web.revising.leading import linked

CHECK = "check"
"""What the script of the editor sends in the place of “save”."""


def checked(request: Request, held: catalog.Revision, section: str, content: Any) -> JsonResponse:  # noqa: ANN401 - JSON
    """Answer what lint and the rules find in a section with what is typed, how many, and the score of the whole."""
    if not catalog.may_write(held, by=request.actor):
        raise NotAllowed
    held.document = {**held.document, section: content}
    found = catalog.assess(held, at=timezone.now())
    part = next(one for one in found.parts if one.section == section)
    context = {"problems": linked(held, part.found), "section_name": part.name}
    return JsonResponse(
        {
            "found": render_to_string("web/revising/_checked.html", context, request),
            "said": _said(part, found.score),
            "sign": "MEND" if part.problems else "GOOD",
            "part": part.text,
        }
    )


def unread(sentence: str) -> JsonResponse:
    """Answer that what is typed cannot be read yet, and why."""
    return JsonResponse({"found": "", "said": sentence, "sign": "BAD", "part": ""})


def refused(refusal: DesignRefused) -> JsonResponse:
    """Answer that what is typed contradicts itself or the rest of the text, with everything that does."""
    return unread(f"按您现在写的还不能保存：{'；'.join(refusal.reasons)}。")


def _said(part: catalog.Part, score: int | None) -> str:
    here = f"这一部分有{part.problems}处要改" if part.problems else f"这一部分{part.text}"
    whole = f"全文 {score} 分" if score is not None else "全文写全以后才有分数"
    return f"按您现在写的：{here}，{whole}。还没有保存。"
