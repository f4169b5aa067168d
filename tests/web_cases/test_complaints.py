from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.samples import PDF, Desk
from tests.web_cases.conftest import As
from tongban.cases.complaints.tables import Complaint, ComplaintFile

WORDS = "等了一周没有人联系我。"


def test_the_applicant_writes_the_supervisor_answers_and_both_read_it(as_: As, desk: Desk) -> None:
    number = desk.granted().number
    citizen, page = as_("citizen"), f"/my/cases/{number}/help/"
    empty = citizen.post(page, {"words": WORDS})
    mute = citizen.post(page, {"about": "COMPLAINT", "words": " "})
    photo = SimpleUploadedFile("门口.pdf", PDF, "application/pdf")
    sent = citizen.post(page, {"about": "COMPLAINT", "words": WORDS, "files": photo}, follow=True).text
    again = citizen.post(page, {"about": "COMPLAINT", "words": WORDS})
    row, held = Complaint.objects.get(), ComplaintFile.objects.get()
    answer = f"/desk/complaints/{row.pk}/"
    files = (f"{page}files/{held.pk}/", f"{answer}files/{held.pk}/")
    supervisor, decider = as_("supervisor"), as_("decider")

    clocks = supervisor.get("/desk/clocks/", {"tab": "green", "kind": "COMPLAINT"}).text
    listed, read = supervisor.get("/desk/complaints/").text, supervisor.get(answer).text
    before = decider.get(answer).text
    own = decider.post(answer, {"answer": "没有问题。"})
    nothing = supervisor.post(answer, {"answer": " "})
    supervisor.post(answer, {"answer": "已经核实，向您道歉。"})

    assert (empty.status_code, "请选择是提意见还是投诉" in empty.text) == (422, True)
    assert (mute.status_code, "请写明您的意见，或者您要投诉的事情" in mute.text) == (422, True)
    assert "已经收到" in sent
    assert "最晚在" in sent
    assert 'value="COMPLAINT"' not in sent
    assert 'type="hidden" name="about" value="OPINION"' in sent
    assert (again.status_code, "这一次没有提交" in again.text, WORDS in again.text) == (409, True, True)
    assert files[0] in sent
    assert files[1] in read
    assert citizen.get(files[0], follow=True).content == supervisor.get(files[1], follow=True).content == PDF
    assert [as_("acceptor").get(one).status_code for one in files] == [403, 403]
    assert number in listed
    assert number in clocks
    assert ("政务服务投诉" in read, "待核定" in read, "凭记忆" in read) == (True, False, False)
    assert WORDS in read
    assert (own.status_code, "您办理过这个办件" in own.text) == (409, True)
    assert ("您办理过这个办件" in before, "<textarea" in before) == (True, False)
    assert ("内容和照片、文件不向您显示" in before, WORDS in before, WORDS in own.text) == (True, False, False)
    assert nothing.status_code == 422
    said = citizen.get(page).text
    assert "已经核实，向您道歉。" in said
    assert 'value="COMPLAINT"' in said
    assert "答复意见、投诉" in citizen.get(f"/my/cases/{number}/").text
    assert number in supervisor.get("/desk/complaints/", {"tab": "answered"}).text
    assert as_("acceptor").get(answer).status_code == 403
    assert "意见、投诉</strong>" not in as_("acceptor").get(f"/desk/{number}/").text
