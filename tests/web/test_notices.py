"""What is announced of items: in words, the newest first, as a page and as a feed."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from uuid import UUID
from xml.etree import ElementTree as ET  # what we wrote ourselves

import pytest
from django.test import Client
from django.utils import timezone

from tests.catalog.conftest import staff
from tongban.catalog import api as catalog
from tongban.kernel.actors import SYSTEM, Role

pytestmark = pytest.mark.usefixtures("city")
FOOD = "ZISPJY"
HERE = ("ZD320213ADM", "320213")
MANAGER = staff(Role.ITEM_MANAGER, *HERE)
REVIEWER = staff(Role.ITEM_REVIEWER, *HERE)
LEGAL = staff(Role.LEGAL_REVIEWER, *HERE)
APPROVER = staff(Role.ITEM_APPROVER, "*", "320200")
ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - written by ourselves


def revised(amount: int, *, summary: str = "") -> catalog.GuideVersion:
    at = timezone.now()
    last = catalog.published(FOOD, at=at)
    assert last is not None
    document = copy.deepcopy(last.document)
    document["limits"]["promised"]["amount"] = amount
    document["basics"]["summary"] = summary or document["basics"]["summary"]
    return catalog.publish(item_code=FOOD, document=document, by=SYSTEM, at=at)


def entries(client: Client, query: str = "") -> list[ET.Element]:
    return parsed(client.get(f"/changes.atom{query}").content).findall(f"{ATOM}entry")


class TestPage:
    def test_an_adjustment_comes_first_with_what_changed_in_words(self, client: Client) -> None:
        revised(3)

        answer = client.get("/changes/")
        first = answer.context["found"].rows[0]

        assert first.sort == catalog.Sort.ADJUSTED
        assert "承诺时限由“5个工作日" in answer.content.decode()

    def test_pages_together_are_every_announcement_once(self, client: Client) -> None:
        revised(3)
        seen, mark = [], ""
        while True:
            found = client.get("/changes/", {"before": mark}).context["found"]
            seen += [row.id for row in found.rows]
            mark = found.next
            if not mark:
                break

        assert len(seen) == len(set(seen)) == catalog.GuideVersion.objects.count()

    @pytest.mark.parametrize(
        ("query", "holds"),
        [
            ({"region": "320211"}, lambda item: item.region_id == "320211"),
            ({"department": "ZD320213ADM"}, lambda item: item.department_id == "ZD320213ADM"),
        ],
    )
    def test_one_region_or_department_can_be_picked(self, client: Client, query: dict[str, str], holds: object) -> None:
        rows = client.get("/changes/", query).context["found"].rows

        assert rows
        assert all(holds(row.item) for row in rows)  # type: ignore[operator]

    def test_what_names_nothing_finds_nothing_and_says_so(self, client: Client) -> None:
        assert "没有这样的公告" in client.get("/changes/?department=ZDNOTHING").content.decode()

    @pytest.mark.parametrize("mark", ["x", "1.2", "99999999999999999999.x", "-1.", "1e9.0"])
    def test_a_mark_that_is_none_is_refused(self, client: Client, mark: str) -> None:
        assert client.get("/changes/", {"before": mark}).status_code == 422


class TestState:
    def through(self, kind: str, at: datetime, start: datetime | None = None) -> UUID:
        held = catalog.propose(item=FOOD, kind=kind, basis="苏市监规〔2026〕3号", reason="场所改造", by=MANAGER, at=at)
        catalog.submit(revision=held.pk, by=MANAGER, at=at)
        catalog.pass_review(revision=held.pk, by=REVIEWER, at=at)
        held = catalog.pass_check(revision=held.pk, by=LEGAL, at=at)
        if held.state == catalog.RevisionState.OPINION:
            catalog.hand_up(revision=held.pk, words="不涉及", by=MANAGER, at=at)
            catalog.approve(revision=held.pk, by=APPROVER, at=at)
        return catalog.publish_revision(revision=held.pk, by=MANAGER, at=at, effective_from=start).pk

    def test_who_was_told_of_a_suspension_reads_at_the_same_address_that_it_was_recalled_and_why(
        self, client: Client
    ) -> None:
        now = timezone.now()
        key = self.through("SUSPENSION", now, now + timedelta(days=3))
        address = f"/changes/{key}/"
        guide = client.get(f"/items/{FOOD}/").content.decode()
        assert f'href="{address}"' in guide
        assert [link.get("href", "").endswith(address) for link in entries(client)[0].iter(f"{ATOM}link")] == [True]
        assert client.get(address).status_code == 200

        catalog.recall(revision=key, reason="不停了<b>", by=MANAGER, at=now + timedelta(seconds=1))

        gone = client.get(address)
        page = client.get("/changes/").content.decode()
        assert gone.status_code == 410
        assert "不停了&lt;b&gt;" in gone.content.decode()
        assert "撤回的时间" in gone.content.decode()
        assert "没有实行" in page
        assert (entries(client)[0].findtext(f"{ATOM}title") or "").startswith("撤回：")
        assert "暂停办理，已撤回" in (entries(client)[0].findtext(f"{ATOM}summary") or "")
        assert address not in client.get(f"/items/{FOOD}/").content.decode()
        for none in ("", "recalled/"):
            assert client.get(f"/changes/{none}0198c0de-0000-7000-8000-000000000000/").status_code == 404

    def test_a_notice_of_recall_stays_when_the_same_is_announced_again(self, client: Client) -> None:
        now = timezone.now()
        key = self.through("SUSPENSION", now, now + timedelta(days=3))
        catalog.recall(revision=key, reason="设备没有到货", by=MANAGER, at=now + timedelta(seconds=1))
        gone = catalog.notices(size=1).rows[0]
        own = f"/changes/recalled/{gone.id}/"

        catalog.publish_revision(revision=key, by=MANAGER, at=now + timedelta(seconds=2))

        told, page = client.get(own), client.get("/changes/").content.decode()
        assert told.status_code == 200
        assert all(words in told.content.decode() for words in ("暂停办理已撤回", "撤回的时间", "设备没有到货"))
        assert "设备没有到货" not in client.get(f"/changes/{key}/").content.decode()
        assert f'href="{own}"' in page
        assert [
            [link.get("href", "").removeprefix("http://testserver") for link in entry.iter(f"{ATOM}link")]
            for entry in entries(client)[:2]
        ] == [[f"/changes/{key}/"], [own]]

    def test_a_suspension_is_announced_with_its_basis_and_stays_so_when_it_is_over(self, client: Client) -> None:
        now = timezone.now()
        key = self.through("SUSPENSION", now)

        page = client.get("/changes/").content.decode()
        assert "暂停办理" in page
        for address in ("/changes/", f"/items/{FOOD}/"):
            page = client.get(address).content.decode()
            assert "<p>依据：苏市监规〔2026〕3号。</p>" in page.replace(' class="tb-small"', ""), address

        self.through("RESUMPTION", now + timedelta(seconds=1))
        rows = client.get("/changes/").context["found"].rows
        assert [row.sort for row in rows[:2]] == [catalog.Sort.RESUMED, catalog.Sort.SUSPENDED]
        assert (entries(client)[0].findtext(f"{ATOM}title") or "").startswith("恢复办理：")
        assert "起恢复办理。" in client.get(f"/changes/{key}/").content.decode()

    def test_a_version_that_was_recalled_was_never_announced(self) -> None:
        made = revised(3)
        catalog.GuideVersion.objects.filter(pk=made.pk).update(effective_to=made.effective_from)

        assert made.pk not in [row.id for row in catalog.notices().rows]


class TestFeed:
    def test_is_well_formed_and_names_itself_and_its_entries(self, client: Client) -> None:
        root = parsed(client.get("/changes.atom").content)

        assert root.tag == f"{ATOM}feed"
        for tag in ("id", "title", "updated"):
            assert root.findtext(f"{ATOM}{tag}")
        ids = [one.findtext(f"{ATOM}id") or "" for one in root.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)) == 50
        assert all(one.startswith("urn:uuid:") for one in ids)

    def test_an_entry_keeps_its_id_when_others_follow(self, client: Client) -> None:
        revised(3)
        before = entries(client)[0].findtext(f"{ATOM}id")
        revised(4)

        assert entries(client)[1].findtext(f"{ATOM}id") == before
        assert "承诺时限" in (entries(client)[0].findtext(f"{ATOM}summary") or "")

    def test_who_has_it_already_is_told_so_until_something_changes(self, client: Client) -> None:
        etag = client.get("/changes.atom").headers["ETag"]

        assert client.get("/changes.atom", headers={"if-none-match": etag}).status_code == 304
        revised(3)
        assert client.get("/changes.atom", headers={"if-none-match": etag}).status_code == 200

    def test_marks_in_a_text_are_text(self, client: Client) -> None:
        revised(3, summary="<b>&\x0b办事")

        assert "<b>&办事" in (entries(client)[0].findtext(f"{ATOM}summary") or "")

    def test_of_one_department_has_another_id(self, client: Client) -> None:
        every = parsed(client.get("/changes.atom").content).findtext(f"{ATOM}id")
        own = client.get("/changes.atom?department=ZD320213ADM").content

        assert parsed(own).findtext(f"{ATOM}id") != every
        assert all(
            "梁溪区" in (one.findtext(f"{ATOM}title") or "") for one in entries(client, "?department=ZD320213ADM")
        )


def test_nothing_announced_later_than_a_moment_is_told_at_it() -> None:
    before = timezone.now()
    revised(3)

    assert catalog.notices(at=before - timedelta(seconds=1)).rows[0].sort == catalog.Sort.PUBLISHED
    assert catalog.notices(at=timezone.now()).rows[0].sort == catalog.Sort.ADJUSTED
