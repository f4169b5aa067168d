from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tongban.identity.models import Staff, User

pytestmark = pytest.mark.django_db
SAID = ["--system", "wang", "王一", "A001", "--security", "li", "李二", "A002", "--audit", "zhao", "赵三", "A003"]
NUMBERS = "320200198804169015\n320200195203159029\n320200197908229030\n"


def begun(monkeypatch: pytest.MonkeyPatch, numbers: str = NUMBERS) -> str:
    out = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(numbers))
    call_command("first_administrators", *SAID, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_three_codes_are_shown_once_and_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    words = begun(monkeypatch)

    assert [line.split("：")[0] for line in words.splitlines()[1:]] == [
        "系统管理员 王一（wang）",
        "安全管理员 李二（li）",
        "审计管理员 赵三（zhao）",
    ]
    assert "320200" not in words
    assert Staff.objects.exclude(person=None).count() == 3


@pytest.mark.parametrize("numbers", ["", NUMBERS[:19], NUMBERS.replace("9030", "9031")])
def test_without_three_right_numbers_nothing_is_opened(monkeypatch: pytest.MonkeyPatch, numbers: str) -> None:
    with pytest.raises(CommandError, match="号"):
        begun(monkeypatch, numbers)

    assert not User.objects.exists()
