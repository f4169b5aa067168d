"""Links to the samples and blank forms of a guide, wherever a material or a result is shown."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.catalog import api as catalog

register = template.Library()


@dataclass(frozen=True, slots=True)
class Link:
    """One file that can be opened: what the link says, the name of the file, and where it is."""

    words: str
    name: str
    icon: str
    url: str


@register.simple_tag
def papers_of(section: str, part: catalog.Material | catalog.Result, guide: catalog.Guide, digest: str) -> list[Link]:
    """Return what can be opened of a material or result of a published guide; nothing of a draft."""
    if not digest:
        return []
    said = {"sample": (_("看样例"), "file-text"), "blank": (_("下载空白表格"), "download")}
    found = []
    for what, (words, icon) in said.items():
        paper = getattr(part, what, None)
        if paper is not None:
            place = f"{section}.{part.id}.{what}"
            url = reverse("guide-file", args=[guide.basics.item, digest, place])
            found.append(Link(words, paper.name, icon, url))
    return found
