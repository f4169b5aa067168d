from __future__ import annotations

import json
from csv import DictReader
from datetime import timedelta
from io import StringIO
from uuid import uuid4
from zipfile import ZipFile

import pytest

from tests.cases.samples import PDF, Desk
from tests.cases.test_hearing import MATTER, told_known
from tests.identity.systems import come, registered
from tests.privacy.conftest import acting
from tongban.cases import api as cases
from tongban.cases.complaints import api as complaints
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, MandateKind
from tongban.ledger import api as ledger
from tongban.ledger.models import Entry
from tongban.privacy import api as privacy
from tongban.privacy import readable
from tongban.web.my.looked_words import told

pytestmark = pytest.mark.django_db(transaction=True)


def taken(desk: Desk, by: Actor | None = None) -> dict[str, bytes]:
    with privacy.take_out(by=by or desk.applicant, at=desk.now(), say=told) as out, ZipFile(out) as box:
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


def test_holds_what_one_was_told_of_and_what_one_said_of_the_handling(desk: Desk) -> None:
    case = desk.examined()
    row, neighbour = told_known(desk, case)
    photo = cases.Upload(material="", data=PDF, name="门口.pdf")
    complaints.complain(
        number=case.number, about="OPINION", words="请快一点。", uploads=[photo], by=desk.applicant, at=desk.now()
    )

    theirs, own = taken(desk, neighbour), taken(desk)

    (one,) = json.loads(theirs["data.json"])["told"]
    assert (one["code"], one["matter"]) == (row.code, MATTER)
    assert theirs[f"told/{row.code}-paper.pdf"].startswith(b"%PDF")
    assert MATTER in theirs["index.html"].decode()
    assert case.applicant.name not in theirs["data.json"].decode()
    assert json.loads(own["data.json"])["cases"][0]["said"][0]["words"] == "请快一点。"
    assert [content for name, content in own.items() if name.endswith("门口.pdf")] == [PDF]
    assert json.loads(own["data.json"])["told"] == []


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


def test_holds_the_account_with_all_its_ways_in_and_whom_it_acts_for(desk: Desk) -> None:
    owner, at = desk.city.user("owner"), desk.now()
    by = desk.city.actor("owner")
    common = {"user": owner, "linked_at": at, "subject_cipher": b"", "provider": "wechat"}
    identity.ExternalIdentity.objects.create(id=uuid4(), subject_digest="a", **common)
    identity.ExternalIdentity.objects.create(id=uuid4(), subject_digest="b", ended_at=at, **common)
    identity.Session.objects.create(
        name="s", user=owner, means="SMS", device="手机", begun_at=at, seen_at=at, expire_at=at + timedelta(hours=1)
    )
    system = registered(at)
    come(desk.city, system, by=by)
    privacy.ask_correction_of_data(field="NAME", right="测试", proof=None, by=by, at=desk.now())
    ledger.sequence()

    box = taken(desk, by)

    data, page = json.loads(box["data.json"]), box["index.html"].decode()
    assert data["account"][0]["username"] == "owner"
    assert sorted(one["until"] is None for one in data["links"]) == [False, True]
    assert data["enterprises"][0]["organisation"] == "无锡测试餐饮管理有限公司"
    words = ("用户名", "微信", "短信验证码", system.name, "姓名、实名等级", "由本人同意", "法定代表人", "证件号码")
    assert [word for word in words if word not in page] == []
    assert not any(code in page for code in ("<td>NAME", "CONSENT", "RESIDENT_ID", "None", "True"))
    assert "index.html" in box["说明.txt"].decode()


def test_lists_who_looked_as_the_page_does_with_post_and_what_for_a_spreadsheet(desk: Desk) -> None:
    case = desk.submitted()
    cases.read_case(number=case.number, by=desk.staff("acceptor"), at=desk.now())
    ledger.sequence()

    rows = list(DictReader(StringIO(taken(desk)["谁看了我的信息.csv"].decode("utf-8-sig"))))

    seen = next(row for row in rows if row["做了什么"] == "查看了您的办件")
    assert (seen["谁"], seen["办件编号"]) == ("无锡市梁溪区行政审批局（受理）", case.number)


@pytest.mark.parametrize("text", ["=1+1", "@a", "+1", "-1"])
def test_no_cell_begins_a_formula(text: str) -> None:
    assert readable.harmless(text) == f"'{text}"


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
        privacy.take_out(by=acting(desk.party, kind, desk), at=desk.now(), say=told)


def test_who_takes_out_without_end_is_stopped_before_a_serial_number_is_given(desk: Desk) -> None:
    most = identity.policy().throttles[identity.Throttled.EXPORT].most
    for _ in range(most):
        identity.throttle(identity.Throttled.EXPORT, str(desk.applicant.id), desk.at)

    with pytest.raises(identity.TooManyAttempts, match="导出的次数过多"):
        privacy.take_out(by=desk.applicant, at=desk.at, say=told)

    assert not Entry.objects.filter(verb="export.take").exists()
