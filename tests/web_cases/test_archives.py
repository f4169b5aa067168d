from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

from tests.cases.samples import Desk
from tests.web_cases.conftest import As
from tongban.cases import api as cases

LIST = "/desk/archives/"


def test_what_is_over_is_filed_shown_and_taken_away_by_those_who_may(as_: As, desk: Desk) -> None:
    number = desk.granted().number
    acceptor, decider = as_("acceptor"), as_("decider")
    waiting = acceptor.get(LIST).text
    refused = acceptor.post(f"{LIST}{number}/file/")
    cases.deliver(number=number, by=desk.applicant, at=desk.now())

    filed = acceptor.post(f"{LIST}{number}/file/", follow=True).text
    taken = decider.post(f"{LIST}{number}/take/")

    assert "等待送达" in waiting
    assert (refused.status_code, "还没有办完" in refused.text) == (409, True)
    assert "已归档，保管期限：30年" in filed
    assert "每一部分都与归档时一致" in filed
    assert "导出全部" not in filed
    assert "导出全部" in decider.get(f"{LIST}{number}/").text
    index = json.loads(ZipFile(BytesIO(b"".join(taken.streaming_content))).read("index.json"))  # type: ignore[attr-defined]
    assert (index["number"], index["missing"], index["changed"]) == (number, [], [])
    assert acceptor.post(f"{LIST}{number}/take/").status_code == 403
    assert number in acceptor.get(LIST, {"tab": "filed", "q": number}).text
    assert "没有保管期满的档案" in acceptor.get(LIST, {"tab": "over"}).text
    assert as_("housing-acceptor").get(f"{LIST}{number}/").status_code == 404
    for other in ("citizen", "receiver", "operator"):
        assert as_(other).get(LIST).status_code == 403
