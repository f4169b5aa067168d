from __future__ import annotations

import json
from zipfile import ZipFile

import pytest

from tests.cases.samples import PDF, Desk
from tests.privacy.conftest import acting
from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import MandateKind
from tongban.ledger import api as ledger
from tongban.ledger.models import Entry
from tongban.privacy import api as privacy

pytestmark = pytest.mark.django_db(transaction=True)


def taken(desk: Desk) -> dict[str, bytes]:
    with privacy.take_out(by=desk.applicant, at=desk.now()) as out, ZipFile(out) as box:
        return {name: box.read(name) for name in box.namelist()}


def test_holds_everything_whole_for_programmes_and_for_people(desk: Desk) -> None:
    case = desk.granted()
    ledger.sequence()

    box = taken(desk)

    data = json.loads(box["data.json"])
    assert data["me"]["mobile"] == "19900000003"
    assert data["cases"][0]["answers"]["legal_rep_id"] == "320200197908229030"
    assert {look["verb"] for look in data["looks"]} >= {"case.submit", "case.grant"}
    assert data["looks"][0]["ground"].startswith("行政许可法")
    assert case.number in box["index.html"].decode()


def test_speaks_to_people_in_words_and_lists_who_looked(desk: Desk) -> None:
    desk.granted()
    ledger.sequence()

    page = taken(desk)["index.html"].decode()

    assert not any(
        code in page for code in ("NATURAL", "LEGAL", "RESIDENT_ID", "CREDIT_CODE", "document_type", "mandate")
    )
    assert not any(f"<th>{raw}</th>" in page for raw in ("id", "kind", "level", "opened_at", "steps", "answers"))
    assert "data.json 的 looks" not in page
    assert "，依据行政许可法" in page


def test_holds_every_file_that_was_handed_in_and_every_paper(desk: Desk) -> None:
    case = desk.granted()

    box = taken(desk)

    files = {name: content for name, content in box.items() if name.startswith(f"cases/{case.number}/")}
    assert sum("材料" in name and content == PDF for name, content in files.items()) == 3
    assert {name.rpartition("/")[2] for name in files} >= {"receipt.pdf", "acceptance.pdf", "grant.pdf"}


def test_holds_what_was_added_while_the_case_was_handled(desk: Desk) -> None:
    number = desk.submitted().number
    upload = cases.Upload(material="", data=PDF, name="照片.pdf")
    cases.add(number=number, words="烟道改好了。", uploads=[upload], by=desk.applicant, at=desk.now())

    box = taken(desk)

    assert json.loads(box["data.json"])["cases"][0]["added"][0]["words"] == "烟道改好了。"
    assert [content for name, content in box.items() if name.endswith("照片.pdf")] == [PDF]


def test_carries_the_serial_number_of_its_entry(desk: Desk) -> None:
    data = json.loads(taken(desk)["data.json"])

    (entry,) = Entry.objects.filter(verb="export.take")

    assert entry.facts["serial"] == data["serial"]
    assert entry.subject == ledger.export_id(data["serial"])


def test_words_of_a_person_are_no_markup_in_the_page(desk: Desk) -> None:
    desk.filled(place={"biz_region": ["320213021"], "biz_address": ["<script>1</script>"], "area": ["86.5"]})

    assert "<script>" not in taken(desk)["index.html"].decode()


@pytest.mark.parametrize("kind", [MandateKind.AGENT, MandateKind.ASSISTANT])
def test_an_agent_takes_nothing_out(desk: Desk, kind: MandateKind) -> None:
    with pytest.raises(privacy.NotYourData):
        privacy.take_out(by=acting(desk.party, kind, desk), at=desk.now())


def test_who_takes_out_without_end_is_stopped_before_a_serial_number_is_given(desk: Desk) -> None:
    most = identity.policy().throttles[identity.Throttled.EXPORT].most
    for _ in range(most):
        identity.throttle(identity.Throttled.EXPORT, str(desk.applicant.id), desk.at)

    with pytest.raises(identity.TooManyAttempts, match="导出的次数过多"):
        privacy.take_out(by=desk.applicant, at=desk.at)

    assert not Entry.objects.filter(verb="export.take").exists()
