"""变动公告: what became of items and their guides, as a page and as an Atom feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.catalog.revising import api as revising
from tongban.crypto import api as crypto
from tongban.kernel.days import day_of
from tongban.orgs import api as orgs
from tongban.web.request import Request
from tongban.web.templatetags.tongban import day

ATOM = "http://www.w3.org/2005/Atom"
FED = 50
SHOWN = 6
"""How many changes of one guide a list shows; the page of the comparison has all of them."""
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@require_safe
def changes(request: Request) -> HttpResponse:
    """List what was announced, the newest first, of one department or region if asked."""
    wanted = _wanted(request)
    deciding = catalog.counts_by_department()
    found = catalog.notices(
        before=request.GET.get("before", ""), department=wanted["department"], region=wanted["region"]
    )
    context = {
        "found": found,
        "days": [(on, list(some)) for on, some in groupby(found.rows, key=lambda one: day_of(one.at))],
        "wanted": wanted,
        "departments": [one for one in orgs.departments() if one.code in deciding],
        "regions": [area for area in orgs.areas() if not area.organisation],
        "filters": urlencode({name: value for name, value in wanted.items() if value}),
        "now": timezone.now(),
        "shown": f":{SHOWN}",
    }
    return render(request, "web/changes.html", context)


@require_safe
def change(request: Request, key: UUID) -> HttpResponse:
    """Show what was to become of an item, and what came of it; 410 where it was taken back before its time."""
    try:
        told = revising.notice(key)
    except revising.ChangeRecalled as gone:
        return render(request, "web/change.html", {"one": gone.notice}, status=gone.status)
    return render(request, "web/change.html", {"one": told, "lifted": revising.lifted(told)})


@require_safe
def recalled(request: Request, key: UUID) -> HttpResponse:
    """Show what was taken back, when and why; it stays, though the same be announced again."""
    return render(request, "web/change.html", {"one": revising.recalled(key)})


@require_safe
def feed(request: Request) -> HttpResponse:
    """Send the newest announcements as Atom (RFC 4287); 304 where the reader has them already."""
    wanted = _wanted(request)
    found = catalog.notices(size=FED, department=wanted["department"], region=wanted["region"])
    newest = found.rows[0].at if found.rows else datetime(2000, 1, 1, tzinfo=UTC)
    body = _feed(request, found, newest, wanted)
    etag = f'"{crypto.sm3(body)}"'
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["ETag"] = etag
    conditional = get_conditional_response(request, etag=etag, response=response)
    return conditional if isinstance(conditional, HttpResponse) else response


def _wanted(request: Request) -> dict[str, str]:
    """Return the filters asked for; what names nothing there is finds nothing."""
    return {name: request.GET.get(name, "")[:30] for name in ("department", "region")}


def _feed(request: HttpRequest, found: catalog.Notices, newest: datetime, wanted: dict[str, str]) -> bytes:
    query = urlencode({name: value for name, value in wanted.items() if value})
    own = request.build_absolute_uri(f"{reverse('changes-feed')}?{query}" if query else reverse("changes-feed"))
    root = Element("feed", xmlns=ATOM)
    root.set("xml:lang", "zh-CN")
    _text(root, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, own)}")
    _text(root, "title", "政务服务事项变动公告")
    _text(root, "updated", newest.isoformat())
    SubElement(root, "link", rel="self", type="application/atom+xml", href=own)
    SubElement(root, "link", rel="alternate", type="text/html", href=request.build_absolute_uri(reverse("changes")))
    _text(SubElement(root, "author"), "name", "通办")
    for notice in found.rows:
        _entry(request, root, notice)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode()


def _entry(request: HttpRequest, root: Element, notice: catalog.Notice) -> None:
    entry = SubElement(root, "entry")
    address = reverse("item", args=[notice.item.code])
    if notice.version:
        address = reverse("version", args=[notice.item.code, notice.version])
    if notice.taken_back:
        address = reverse("recalled", args=[notice.id])
    elif notice.announced:
        address = reverse("change", args=[notice.announced])
    _text(entry, "id", f"urn:uuid:{notice.id}")
    _text(entry, "title", f"{catalog.SORT_NAMES[notice.sort]}：{notice.item.name}（{notice.item.region.name}）")
    _text(entry, "updated", notice.at.isoformat())
    _text(entry, "published", notice.at.isoformat())
    SubElement(entry, "link", rel="alternate", type="text/html", href=request.build_absolute_uri(address))
    SubElement(entry, "category", term=notice.sort.value, label=catalog.SORT_NAMES[notice.sort])
    _text(entry, "summary", "\n".join(_sentences(notice)))


def _sentences(notice: catalog.Notice) -> Iterator[str]:
    if notice.taken_back:
        what = catalog.SORT_NAMES[notice.taken_back]
        yield f"{notice.item.handled_by}，原定{day(notice.from_)}起{what}，已撤回，没有实行。"
    elif notice.sort == catalog.Sort.RECALLED:
        yield f"{notice.item.handled_by}，原定{day(notice.from_)}起施行的第{notice.version}版已撤回，没有施行。"
    else:
        yield f"{notice.item.handled_by}，{day(notice.from_)}起。"
    if notice.until and not notice.taken_back:
        yield f"{day(notice.until)}起恢复办理。"
    if notice.early:
        yield f"原定{day(notice.early)}起恢复办理，提前恢复。"
    if notice.words:
        yield notice.words
    if notice.basis:
        yield f"依据：{notice.basis}。"
    yield from (f"{one.sentence}。" for one in notice.altered)


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = _NO_XML.sub("", text)
