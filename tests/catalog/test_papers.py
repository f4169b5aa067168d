"""Samples and blank forms are part of the guide that names them: uploaded, checked, frozen with it, and taken out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.catalog.conftest import NOW
from tests.catalog.test_revising import MANAGER, REVIEWER, begun
from tongban.catalog import api as catalog
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.faults import faults_of
from tongban.catalog.models import PaperFile, Revision
from tongban.catalog.papers import api as papers
from tongban.files import api as files
from tongban.kernel.actors import SYSTEM
from tongban.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.usefixtures("sample")
PLACE = "materials.3.blank"


def picture(colour: str = "white") -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()


def attached(held: Revision, **given: object) -> Revision:
    wanted: dict[str, Any] = {"place": PLACE, "data": picture(), "name": "空白表.png", "seen": held.digest}
    return papers.attach(revision=held.pk, by=MANAGER, at=NOW, **wanted | given)


def row(held: Revision, key: str = "3") -> dict[str, Any]:
    return next(one for one in held.document["materials"] if one["id"] == key)


def test_what_is_uploaded_is_named_by_its_digest_and_published_with_the_guide() -> None:
    held = attached(begun())

    version = catalog.publish(item_code="ZISPJY", document=held.document, by=SYSTEM, at=NOW)
    paper = papers.paper_at(papers.published_with("ZISPJY", version.digest).guide, PLACE)

    assert row(held)["blank"] == paper.model_dump(mode="json")
    assert papers.uploaded(version, paper, at=NOW).data == picture()
    assert f'"sm3":"{paper.sm3}"' in catalog.canonical(version.guide)


def test_the_same_file_is_kept_once_and_one_that_no_guide_named_leaves_nothing_behind() -> None:
    held = attached(attached(begun()), place="results.1.sample")
    assert PaperFile.objects.count() == files.StoredFile.objects.filter(owner_kind="guide.paper").count() == 1

    held = papers.detach(revision=held.pk, place=PLACE, seen=held.digest, by=MANAGER, at=NOW)
    assert PaperFile.objects.count() == 1
    papers.detach(revision=held.pk, place="results.1.sample", seen=held.digest, by=MANAGER, at=NOW)

    assert PaperFile.objects.count() == files.StoredFile.objects.filter(owner_kind="guide.paper").count() == 0


def test_what_was_published_stays_when_a_draft_takes_it_out() -> None:
    held = attached(begun())
    version = catalog.publish(item_code="ZISPJY", document=held.document, by=SYSTEM, at=NOW)

    papers.detach(revision=held.pk, place=PLACE, seen=held.digest, by=MANAGER, at=NOW)

    assert papers.uploaded(version, version.guide.papers()[PLACE], at=NOW).data == picture()


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"data": b"<html>"}, files.WrongType),
        ({"data": b""}, files.Empty),
        ({"place": "materials.99.blank"}, papers.NoPlaceForPaper),
        ({"place": "results.1.blank"}, papers.NoPlaceForPaper),
        ({"place": "basics"}, papers.NoPlaceForPaper),
        ({"seen": "0" * 64}, catalog.Overtaken),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(given: dict[str, Any], refusal: type[Refused]) -> None:
    held = begun()

    with pytest.raises(refusal):
        attached(held, **given)

    assert Revision.objects.get(pk=held.pk).digest == held.digest


def test_only_who_writes_the_guide_puts_files_in() -> None:
    held = begun()

    with pytest.raises(NotAllowed):
        papers.attach(
            revision=held.pk, place=PLACE, data=picture(), name="a.png", seen=held.digest, by=REVIEWER, at=NOW
        )


def test_a_digest_that_nobody_uploaded_for_this_service_is_not_published(document: dict[str, Any]) -> None:
    document["materials"][2]["blank"] = {
        "kind": "UPLOADED",
        "name": "别处的文件",
        "mime": "image/png",
        "size": 1,
        "sm3": "a" * 64,
    }

    with pytest.raises(catalog.GuideFaulty, match="没有上传到这个事项"):
        catalog.publish(item_code="ZISPJY", document=document, by=SYSTEM, at=NOW)


@pytest.mark.parametrize(
    ("place", "paper", "said"),
    [
        (("materials", 2, "blank"), {"kind": "UPLOADED", "name": "表"}, "缺少格式"),
        (("materials", 2, "blank"), {"kind": "GENERATED", "name": "表", "size": 3}, "不写格式"),
        (("materials", 2, "sample"), {"kind": "GENERATED", "name": "表"}, "不能由系统生成"),
    ],
)
def test_a_paper_is_whole_or_generated_where_it_can_be(
    document: dict[str, Any], place: tuple[str, int, str], paper: dict[str, Any], said: str
) -> None:
    section, number, what = place
    document[section][number][what] = paper

    assert any(said in fault for fault in faults_of(Guide.model_validate(document)))


def test_a_generated_one_stores_nothing() -> None:
    held = begun()

    held = papers.let_generate(revision=held.pk, place=PLACE, seen=held.digest, by=MANAGER, at=NOW)

    assert row(held)["blank"]["kind"] == "GENERATED"
    assert not PaperFile.objects.exists()
    with pytest.raises(papers.NoPlaceForPaper):
        papers.let_generate(revision=held.pk, place="materials.3.sample", seen=held.digest, by=MANAGER, at=NOW)
