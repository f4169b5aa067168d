from __future__ import annotations

import pytest

from tests.cases.samples import Desk
from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.errors import Broken, NotAllowed
from tongban.ledger import api as ledger
from tongban.ledger.models import Entry
from tongban.privacy import api as privacy
from tongban.privacy.models import Unmasking
from tongban.web.my.looked_words import purpose, what

pytestmark = pytest.mark.django_db(transaction=True)
FIELD, WHOLE = "legal_rep_id", "320200197908229030"


def unmask(desk: Desk, case: cases.Case, who: str = "acceptor", **other: str) -> privacy.Shown:
    asked = {"field": FIELD, "reason": "COMPARE", "words": ""} | other
    return privacy.unmask(number=case.number, by=desk.staff(who), at=desk.now(), **asked)


def test_shows_one_number_whole_for_a_minute(desk: Desk) -> None:
    case = desk.submitted()

    shown = unmask(desk, case)

    assert (shown.value, shown.seconds) == (WHOLE, 60)


@pytest.mark.parametrize(
    ("field", "value"), [(privacy.MOBILE, "19900000003"), (privacy.DOCUMENT, "91320200MAYYYY0169")]
)
def test_shows_what_the_registration_holds(desk: Desk, field: str, value: str) -> None:
    assert unmask(desk, desk.submitted(), field=field).value == value


def test_is_an_entry_about_the_person_that_holds_neither_number_nor_words(desk: Desk) -> None:
    case = desk.submitted()

    unmask(desk, case, reason="OTHER", words="原件上的号码看不清，要和测试丙核对")

    (entry,) = Entry.objects.filter(verb="privacy.unmask")
    holder = desk.city.actor("owner").party
    assert holder is not None
    assert (entry.subject, entry.about, entry.reading) == (case.pk, sorted([case.applicant_id, holder]), True)
    assert entry.facts == {"field": FIELD, "reason": "OTHER"}
    assert "测试丙" not in str(Unmasking.objects.values())


@pytest.mark.parametrize(("field", "called"), [(FIELD, "身份证"), (privacy.MOBILE, "申请人手机号码")])
def test_the_person_is_told_which_number_it_was_and_for_what(desk: Desk, field: str, called: str) -> None:
    case = desk.submitted()
    unmask(desk, case, field=field)
    unmask(desk, case, field=field, reason="CONTACT")
    ledger.sequence()

    rows = privacy.looked(by=desk.applicant, at=desk.at, asked=ledger.Asked(reading=True)).rows

    assert called in what(rows[0])
    assert [purpose(one.look) for one in privacy.folded(rows)] == [
        "为了办理 · 联系当事人",
        "为了办理 · 与原件或者其他材料核对",
    ]


def test_is_seen_by_the_person_in_their_own_list(desk: Desk) -> None:
    unmask(desk, desk.submitted())
    ledger.sequence()

    rows = privacy.looked(by=desk.applicant, at=desk.at, asked=ledger.Asked(reading=True)).rows

    assert rows[0].verb == "privacy.unmask"


def test_is_seen_by_whose_number_it_is_though_another_applied(desk: Desk) -> None:
    unmask(desk, desk.submitted())
    ledger.sequence()

    rows = privacy.looked(by=desk.city.actor("owner"), at=desk.at, asked=ledger.Asked(reading=True)).rows

    assert [row.verb for row in rows] == ["privacy.unmask"]


def test_of_the_applicant_itself_it_is_about_the_applicant_alone(desk: Desk) -> None:
    case = desk.submitted()

    unmask(desk, case, field=privacy.MOBILE)

    (entry,) = Entry.objects.filter(verb="privacy.unmask")
    assert entry.about == [case.applicant_id]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("supervisor", NotAllowed),
        ("receiver", cases.CaseNotFound),
        ("housing-acceptor", cases.CaseNotFound),
        ("auditor", cases.CaseNotFound),
        ("operator", cases.CaseNotFound),
        ("owner", cases.CaseNotFound),
    ],
)
def test_who_does_not_handle_the_case_sees_no_number(desk: Desk, who: str, refusal: type[Exception]) -> None:
    case = desk.submitted()

    with pytest.raises(refusal):
        unmask(desk, case, who)

    assert not Entry.objects.filter(verb="privacy.unmask").exists()


@pytest.mark.parametrize(
    "other",
    [{"reason": ""}, {"reason": "CURIOUS"}, {"reason": "OTHER", "words": "  "}, {"words": "长" * 501}],
)
def test_without_a_reason_nothing_is_shown(desk: Desk, other: dict[str, str]) -> None:
    with pytest.raises(Broken):
        unmask(desk, desk.submitted(), **other)

    assert not Unmasking.objects.exists()


@pytest.mark.parametrize("field", ["area", "nothing", "", "party.name"])
def test_a_field_that_is_not_masked_or_not_there_is_refused(desk: Desk, field: str) -> None:
    with pytest.raises(privacy.NothingToShow):
        unmask(desk, desk.submitted(), field=field)


def test_who_looks_without_end_is_stopped_before_anything_is_shown_or_noted(desk: Desk) -> None:
    case = desk.submitted()
    at = desk.now()
    for _ in range(identity.policy().throttles[identity.Throttled.UNMASKING].most):
        identity.throttle(identity.Throttled.UNMASKING, str(desk.staff("acceptor").id), at)

    with pytest.raises(identity.TooManyAttempts, match="查看完整号码的次数过多"):
        unmask(desk, case)

    assert not Entry.objects.filter(verb="privacy.unmask").exists()
    assert not Unmasking.objects.exists()
