from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

import pytest

from tests.cases.samples import PAGES, Desk
from tests.cases.test_window import FakePost
from tests.web_cases.conftest import As, pdf, signed
from tests.web_cases.test_counter import WALK_IN, taken_in
from tests.web_cases.test_desk import HANDED_OUT
from tongban.cases.models import Case
from tongban.cases.window import api as window
from tongban.identity import api as identity
from tongban.ledger import api as ledger

ELDER = identity.CardRead("111", "320200195203159029", "测试乙", "女", date(1952, 3, 15), "样例路 9 号", None)


class FakeReader:
    """A card reader on which the elder's card lies, or one that is worn, expired or away."""

    def lying(self, *, device: str, at: datetime) -> Sequence[identity.Lying]:
        del at
        assert device == "ZP320213"
        return [identity.Lying("elder", "测试乙")]

    def read(self, *, device: str, card: str, at: datetime) -> identity.CardRead:
        del device, at
        if card == "elder":
            return ELDER
        if card == "expired":
            return identity.CardRead(
                ELDER.document_code, ELDER.number, ELDER.name, ELDER.sex, ELDER.born_on, "", date(2026, 8, 31)
            )
        raise identity.CardReaderAway if card == "away" else identity.CardUnreadable(field="card")


@pytest.fixture
def reader() -> Iterator[None]:
    identity.use(reader=FakeReader())
    yield
    identity.use()


def words_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def draft_of(as_: As) -> str:
    clerk = as_("receiver")
    chosen = clerk.post("/counter/", WALK_IN).headers["Location"]
    return str(clerk.post(chosen, {"item": "ZISPJY"}).headers["Location"].split("/")[3])


@pytest.mark.usefixtures("reader")
class TestCard:
    def test_a_card_that_was_read_finds_the_person_and_the_record_says_by_what(self, as_: As, desk: Desk) -> None:
        clerk = as_("receiver")
        asked = words_of(clerk.post("/counter/card/"))

        found = clerk.post("/counter/card/", {"card": "elder"}, follow=True)

        elder = desk.city.actor("elder").party
        assert 'value="elder"' in asked
        assert "为“测试乙”选择事项" in words_of(found)
        assert ELDER.number not in words_of(found)
        assert isinstance(elder, UUID)
        entry = [one for one in ledger.history(kind="party", subject=elder) if "register" in one.verb][-1]
        assert (entry.verb, entry.facts["checked_by"]) == ("identity.register_walk_in", "CARD_READER")

    @pytest.mark.parametrize(
        ("card", "status", "sentence"),
        [("expired", 422, "过了有效期"), ("worn", 422, "没有读出身份证"), ("away", 503, "读卡器没有响应")],
    )
    def test_what_cannot_be_read_is_said_and_one_types_instead(
        self, as_: As, card: str, status: int, sentence: str
    ) -> None:
        answer = as_("receiver").post("/counter/card/", {"card": card})

        assert answer.status_code == status
        assert sentence in words_of(answer)
        assert 'name="number"' in words_of(answer)

    def test_only_a_window_reads_cards(self, as_: As) -> None:
        assert as_("acceptor").post("/counter/card/", {"card": "elder"}).status_code == 403


def test_without_a_reader_no_button_is_shown(as_: As) -> None:
    assert "读取身份证" not in words_of(as_("receiver").get("/counter/"))


def test_the_checklist_is_kept_and_written_on_the_receipt(as_: As) -> None:
    draft, clerk = draft_of(as_), as_("receiver")
    for page, answers in PAGES.items():
        clerk.post(f"/apply/draft/{draft}/form/{page}/", answers)
    path = f"/counter/draft/{draft}/papers/"
    assert "还缺：" in words_of(clerk.get(path))

    wrong = clerk.post(path, {"copies.2": "many"})
    done = clerk.post(path, {"seen": ["2", "3", "4"], "copies.2": "1", "copies.3": "2", "kept.4": "1"})

    assert (wrong.status_code, done.headers["Location"]) == (422, f"/apply/draft/{draft}/check/")
    check = clerk.get(f"/apply/draft/{draft}/check/")
    clerk.post(path, {"seen": ["2", "3", "4"], "copies.2": "1", "copies.3": "2", "kept.4": "1", "copies.5": "1"})
    moved = clerk.post(f"/apply/draft/{draft}/submit/", signed(check))
    answer = clerk.post(f"/apply/draft/{draft}/submit/", signed(moved))
    assert "收存原件1份" in words_of(check)
    assert "还没有上传" not in words_of(check)
    assert (moved.status_code, "请再核对一次" in words_of(moved)) == (409, True)
    receipt = words_of(clerk.get(answer.headers["Location"]))
    assert "原件已核对，当场退还，复印件2份" in receipt
    assert "收存原件1份" in receipt


def test_a_draft_from_home_goes_on_at_the_counter_with_consent_only(as_: As, desk: Desk) -> None:
    draft = desk.filled().pk
    clerk, page = as_("receiver"), f"/counter/person/{desk.party}/"
    clerk.post("/counter/find/", {"find_name": "测试甲", "find_tail": "9015"})
    path = f"{page}take-over/{draft}/"

    refused = clerk.post(path, follow=True)
    taken = clerk.post(path, {"agreed": "1"})

    assert "征得本人同意后再勾选" in words_of(refused)
    assert taken.headers["Location"] == f"/apply/draft/{draft}/"
    assert "窗口代填，申请人：测试甲" in words_of(clerk.get(f"/apply/draft/{draft}/materials/"))


def test_papers_are_handed_over_by_a_list_and_the_department_confirms(as_: As) -> None:
    scanned, number = taken_in(as_("receiver")), taken_in(as_("receiver"), paper=True)
    clerk, department = as_("receiver"), as_("acceptor")
    waiting = clerk.get("/counter/handover/")
    (key,) = [line.file.pk for _, lines in waiting.context["groups"] for line in lines]
    assert number in words_of(department.get("/counter/handover/"))
    assert f'id="file-{key}" checked' in words_of(waiting)
    assert scanned not in words_of(waiting)  # of what was only scanned there is nothing to hand over
    assert "开出交接单" not in words_of(department.get("/counter/handover/"))

    empty = clerk.post("/counter/handover/")
    made = clerk.post("/counter/handover/", {"file": [str(key)]}).headers["Location"]
    silent = department.post(made, {"lacking": [str(key)]})
    done = department.post(made, follow=True)

    assert (empty.status_code, silent.status_code) == (422, 422)
    assert "部门已收到" in words_of(done)
    assert department.post(made).status_code == 409
    assert as_("housing-acceptor").get(made).status_code == 404
    assert as_("examiner").get("/counter/handover/").status_code == 403


class TestHandout:
    def test_the_desk_leads_to_the_window_where_the_result_is_handed_out(self, as_: As, desk: Desk) -> None:
        number, clerk = desk.granted().number, as_("handout")
        path = f"/counter/handout/{number}/"
        assert clerk.get(f"/desk/{number}/do/deliver/").headers["Location"] == path
        assert number in words_of(clerk.get("/counter/handout/"))

        answer = words_of(clerk.post(path, HANDED_OUT, follow=True))

        assert f'href="/desk/{number}/documents/delivery/"' in answer
        assert "打印送达回证（PDF）" in answer
        assert "改送达方式" not in answer
        assert "在纸质送达回证上签收，申请人本人，核对证件原件" in words_of(clerk.get(f"/desk/{number}/"))
        assert number not in words_of(clerk.get("/counter/handout/"))
        assert clerk.post(path, HANDED_OUT).status_code == 409
        mine = words_of(as_("citizen").get(f"/my/cases/{number}/"))
        assert "送达回证" in mine
        assert "这件事您跑了 1 次" in mine

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": "测试乙"}, "number"),
            ({"proof": ""}, "proof"),
            ({"number": ""}, "number"),
            ({"signature": ""}, "signature"),
            ({"signature": "DRAWN"}, "signature"),
            ({"signature": "REFUSED"}, "witness"),
            ({"proof": "CARD_READER"}, "number"),
        ],
    )
    def test_what_is_missing_is_said_beside_its_field(
        self, as_: As, desk: Desk, change: dict[str, str], field: str
    ) -> None:
        number = desk.granted().number

        answer = as_("handout").post(f"/counter/handout/{number}/", HANDED_OUT | change)

        assert answer.status_code == 422
        assert f'href="#id_{field}"' in words_of(answer)

    def test_others_do_not_hand_out(self, as_: As, desk: Desk) -> None:
        number = desk.granted().number

        assert as_("decider").get(f"/counter/handout/{number}/").status_code == 403
        assert as_("housing-handout").get(f"/counter/handout/{number}/").status_code == 404


def test_the_way_of_delivery_is_chosen_and_posted_from_the_window(
    as_: As, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("tongban.cases.window.choosing", "tongban.web.my.delivering.window"):
        monkeypatch.setattr(f"{module}.offered", lambda _: tuple(window.Way))
    number, mine, clerk = desk.granted().number, as_("citizen"), as_("handout")
    path = f"/my/cases/{number}/delivery/"
    assert 'value="样例路 1 号 2 幢 301 室"' in words_of(mine.get(path))

    short = mine.post(path, {"way": "POST", "name": "", "mobile": "1", "place": "无锡"})
    mine.post(path, {"way": "POST", "name": "测试甲", "mobile": "19900000001", "place": "样例路 1 号 2 幢"})

    assert words_of(short).count('class="govuk-error-message"') == 3
    at_desk = words_of(clerk.get(f"/counter/handout/{number}/"))
    assert "样例路 1 …" in at_desk
    assert "样例路 1 号 2 幢" not in at_desk
    chosen = words_of(mine.get(f"/my/cases/{number}/"))
    assert "按您的选择邮寄给您" in chosen
    assert "您现在不需要做什么" in chosen
    assert "改送达方式" in chosen
    away = words_of(clerk.post(f"/counter/handout/{number}/post/", follow=True))
    window.use(post=FakePost())
    sent = words_of(clerk.post(f"/counter/handout/{number}/post/", follow=True))
    window.use()
    assert "没有接通邮寄服务" in away
    assert "已交邮" in sent
    on_its_way = words_of(mine.get(f"/my/cases/{number}/"))
    assert "待寄出" in on_its_way
    assert "改送达方式" not in on_its_way
    assert "改送达方式" not in words_of(clerk.get(f"/counter/handout/{number}/"))
    assert "等邮政企业收寄" in words_of(clerk.get("/counter/handout/?tab=sent"))
    assert number in words_of(clerk.get("/counter/handout/?tab=sent"))
    assert clerk.get(f"/counter/delivery/{number}/").status_code == 200


def test_a_clerk_chooses_the_way_for_who_was_found_or_shows_a_document(
    as_: As, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("tongban.cases.window.choosing", "tongban.web.my.delivering.window"):
        monkeypatch.setattr(f"{module}.offered", lambda _: tuple(window.Way))
    number, clerk = desk.granted().number, as_("handout")
    path, wish = f"/counter/delivery/{number}/", {"way": "POST", "name": "测试乙", "mobile": "19900000002"}
    wish |= {"place": "江苏省无锡市样例路 9 号"}
    shown = {f"shown_{name}": HANDED_OUT[name] for name in ("proof", "document_type", "number", "name")}

    unknown, other = clerk.post(path, wish), clerk.post(path, wish | shown | {"shown_name": "测试乙"})
    chosen = window.wish_of(Case.objects.get(number=number), whole=False)
    known = clerk.post(path, wish | shown)

    assert "核对办事人" in words_of(clerk.get(path))
    assert (unknown.status_code, "请先核对领取人的证件" in words_of(unknown)) == (422, True)
    assert (other.status_code, "不能领取" in words_of(other)) == (422, True)
    assert chosen is None
    assert known.status_code == 302
    assert "送达方式改了" in words_of(as_("citizen").get("/my/messages/"))


def test_a_clerk_s_last_items_stand_first(as_: As) -> None:
    taken_in(as_("receiver"))
    clerk = as_("receiver")

    page = clerk.get(clerk.post("/counter/", WALK_IN).headers["Location"])

    assert [one.item.code for one in page.context["recent"]] == ["ZISPJY"]


def test_at_a_correction_the_clerk_says_whether_paper_stays(as_: As, desk: Desk) -> None:
    number, clerk = desk.correcting().number, as_("receiver")
    page = f"/counter/supplement/{number}/"

    asked = words_of(clerk.get(page))
    clerk.post(page, {"3": pdf(), "on_paper": "1"})

    assert 'name="on_paper"' in asked
    assert 'name="on_paper"' not in words_of(as_("citizen").get(f"/my/cases/{number}/"))
    waiting = words_of(clerk.get("/counter/handover/"))
    assert number in waiting
    assert "补正的纸质材料" in waiting


def test_what_came_back_is_said_to_both_before_it_is_sent_again(
    as_: As, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongban.cases.window.choosing.offered", lambda _: tuple(window.Way))
    case = desk.granted()
    where = window.Wish("POST", name="测试甲", mobile="19900000001", place="样例路 1 号 2 幢")
    window.choose_delivery(number=case.number, wish=where, by=desk.applicant, at=desk.now())
    post = FakePost()
    window.use(post=post)
    window.send_by_post(number=case.number, by=desk.staff("handout"), at=desk.now())
    parcel = window.Shipment.objects.get().pk
    window.note_ordering(parcel=parcel, at=desk.now())
    told = words_of(as_("citizen").get(f"/my/cases/{case.number}/"))
    assert "结果正在交给邮政企业。" in told
    assert "正在交邮" in told
    assert "等邮政企业收寄" in words_of(as_("handout").get("/counter/handout/?tab=sent"))
    window.ask_post(parcel=parcel, at=desk.now())
    post.says = window.Parcel.RETURNED
    window.ask_post(parcel=parcel, at=desk.now())
    window.use()

    mine = words_of(as_("citizen").get(f"/my/cases/{case.number}/"))
    clerk = words_of(as_("handout").get(f"/counter/handout/{case.number}/"))

    assert "邮件被退回了" in mine
    assert "改送达方式" in mine
    assert "上一次寄出的已经退回" in clerk
