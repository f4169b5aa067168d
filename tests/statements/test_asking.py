from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, models, transaction
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from tongban.identity.models import Account, Party, Session, StaffPost, User
from tongban.messages.models import Dispatch, Message
from tongban.orgs.models import Region
from tongban.statements import api as statements

pytestmark = pytest.mark.django_db


def message(at: datetime, *, key: UUID | None = None, template: str = "case.received") -> Message:
    return Message(id=key or uuid4(), to_party=uuid4(), template=template, facts={"甲": "乙"}, created_at=at)


def columns(row: models.Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


class TestAsked:
    def test_other_values_are_asked_for_each_time(self, at: datetime) -> None:
        asked = statements.Asked(lambda party: Message.objects.filter(to_party=party), UUID)
        first, second = message(at), message(at)
        first.save()
        second.save()

        assert [asked.all(one.to_party) for one in (first, second)] == [[first], [second]]
        assert asked.first(uuid4()) is None

    def test_a_value_may_stand_in_several_places_beside_fixed_ones(self, at: datetime) -> None:
        asked = statements.Asked(
            lambda text, when: Message.objects.filter(template=text, created_at__gte=when, read_at=None).exclude(
                created_at__gt=when
            ),
            str,
            datetime,
        )
        one = message(at)
        one.save()

        assert asked.all("case.received", at) == [one]
        assert asked.all("case.accepted", at) == asked.all("case.received", at + timedelta(seconds=1)) == []

    def test_the_rows_are_what_the_orm_makes_with_what_stands_beside_them(self, at: datetime) -> None:
        user = User.objects.create(id=uuid4(), username="anybody", created_at=at)
        Session.objects.create(name="n", user=user, data="", begun_at=at, seen_at=at, expire_at=at)
        held = StaffPost.objects.filter(user=OuterRef("user"))
        rows = Session.objects.select_related("user__account").defer("data").annotate(employed=Exists(held))

        (found,), (plain,) = statements.Asked(lambda name: rows.filter(name=name), str).all("n"), rows

        assert found == plain
        assert found.user == user
        assert found.get_deferred_fields() == {"data"}
        assert getattr(found, "employed", None) is False
        with pytest.raises(Account.DoesNotExist):
            _ = found.user.account

    def test_rows_are_locked_in_a_transaction_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = statements.Asked(lambda code: Region.objects.filter(pk=code).select_for_update(), str)
        asked.all("320200000000")

        monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "in_atomic_block", False)
        with pytest.raises(RuntimeError):
            asked.all("320200000000")

    def test_what_can_have_no_row_is_not_asked_for(self, at: datetime) -> None:
        one = message(at)
        one.save()
        asked = statements.Asked(lambda key: Message.objects.filter(pk=key, template__in=[]), UUID)

        with CaptureQueriesContext(connection) as seen:
            assert [asked.all(one.pk), asked.first(one.pk)] == [[], None]

        assert not seen.captured_queries

    def test_of_many_keys_the_rows_are_found_by_one_statement_however_many(self, at: datetime) -> None:
        held = [message(at), message(at)]
        for one in held:
            one.save()
        asked = statements.Asked(
            lambda keys: Message.objects.filter(statements.among("party_messages_message.id", keys)), list
        )

        with CaptureQueriesContext(connection) as seen:
            found = [{row.pk for row in asked.all(keys)} for keys in ([held[0].pk], [one.pk for one in held], [])]

        assert found == [{held[0].pk}, {one.pk for one in held}, set()]
        assert len({one["sql"] for one in seen.captured_queries}) == 1

    def test_a_list_that_is_written_down_says_each_time_what_there_is_now(self, at: datetime) -> None:
        first, nothing = statements.Written(Message.objects.order_by("pk")[:1]), Message.objects.filter(pk__in=[])
        before = first.all()
        one = message(at)
        one.save()

        assert before == []
        assert (first.all(), first.all()[0].created_at) == ([one], one.created_at)
        with CaptureQueriesContext(connection) as seen:
            assert statements.Written(nothing).all() == []
        assert not seen.captured_queries

    def test_whoever_counts_sees_each_with_its_text_and_without_its_values(self) -> None:
        asked, key = statements.Asked(lambda party: Party.objects.filter(pk=party), UUID), uuid4()

        with CaptureQueriesContext(connection) as seen:
            for _ in range(2):
                asked.all(key)

        texts = {one["sql"] for one in seen.captured_queries}
        assert (len(seen), len(texts)) == (2, 1)
        assert 'FROM "identity_party"' in texts.copy().pop()
        assert str(key) not in texts.pop()

    def test_what_is_asked_again_is_prepared(self) -> None:
        asked = statements.Asked(lambda party: Party.objects.filter(pk=party), UUID)

        asked.all(uuid4())

        kept = statements.fetch("SELECT statement FROM pg_prepared_statements")
        assert any('FROM "identity_party"' in text for (text,) in kept)


class TestWriting:
    def test_an_inserted_row_is_what_saving_would_write(self, at: datetime) -> None:
        one = message(at)

        statements.insert(one)

        assert columns(Message.objects.get(pk=one.pk)) == columns(one)
        assert not one._state.adding

    def test_a_row_that_may_not_be_is_refused_by_the_constraint(self, at: datetime) -> None:
        one = message(at)
        statements.insert(one)

        with pytest.raises(IntegrityError), transaction.atomic():
            statements.insert(message(at, key=one.pk))

    def test_what_is_there_already_is_not_inserted_again(self, at: datetime) -> None:
        one = message(at)

        statements.insert_once(one, LookupError)
        with pytest.raises(LookupError):
            statements.insert_once(message(at, key=one.pk, template="case.accepted"), LookupError)
        assert Message.objects.get(pk=one.pk).template == "case.received"

    def test_rows_that_belong_together_are_one_statement(self, at: datetime) -> None:
        user, party = User(id=uuid4(), username="anybody", created_at=at), message(at)
        seen: list[str] = []

        def watch(ask: Callable[..., object], sql: str, *more: object) -> object:
            seen.append(sql)
            return ask(sql, *more)

        with connection.execute_wrapper(watch), statements.together():
            # What refers to a row may come before it: all of them are there when the references are looked at.
            statements.insert(Session(name="n", user=user, data="", begun_at=at, seen_at=at, expire_at=at))
            statements.insert(party)
            statements.insert(user)
            assert seen == []

        assert len(seen) == 1
        assert Session.objects.get().user == user
        assert Message.objects.get() == party

    @transaction.atomic
    def with_another(self, write: Callable[[], None], at: datetime) -> None:
        with statements.together():
            statements.insert(message(at))
            write()

    def test_what_wrote_nothing_among_them_is_refused_as_it_would_be_alone(self, at: datetime) -> None:
        held, beside = message(at), message(at)
        held.save()
        held.read_at = at

        with statements.together():
            statements.update(held, ["read_at"])
            statements.insert_once(beside, LookupError)
        with pytest.raises(LookupError):
            self.with_another(lambda: statements.insert_once(beside, LookupError), at)
        with pytest.raises(ObjectDoesNotExist):
            self.with_another(lambda: statements.update(message(at), ["read_at"]), at)

        assert set(Message.objects.values_list("pk", "read_at")) == {(held.pk, at), (beside.pk, None)}

    def test_nothing_is_written_when_something_within_fails(self, at: datetime) -> None:
        def fail() -> None:
            with statements.together():
                statements.insert(message(at))
                raise LookupError

        with pytest.raises(LookupError):
            fail()

        assert not Message.objects.exists()
        statements.insert(message(at))
        assert Message.objects.count() == 1

    def test_only_the_columns_that_are_named_are_written(self, at: datetime) -> None:
        one = message(at)
        one.save()
        one.template, one.read_at = "case.accepted", at

        statements.update(one, ["read_at"])
        statements.update(one, [])

        kept = Message.objects.get(pk=one.pk)
        assert (kept.template, kept.read_at) == ("case.received", at)

    def test_a_row_that_is_gone_is_not_written_silently(self, at: datetime) -> None:
        with pytest.raises(ObjectDoesNotExist):
            statements.update(message(at), ["template"])


class TestWritingMany:
    def test_each_row_is_what_saving_would_write_whatever_it_holds(self, at: datetime) -> None:
        odd = message(at, template="'\"\\%s 甲\n{}")
        odd.facts = {"a": ["'", "\\", None, {"乙": 1}], "%s": "“”"}
        read = message(at)
        read.read_at = at + timedelta(microseconds=1)

        statements.insert_all([odd, read])

        assert [columns(Message.objects.get(pk=one.pk)) for one in (odd, read)] == [columns(odd), columns(read)]
        assert not odd._state.adding

    def test_bytes_and_empty_columns_come_through(self, at: datetime) -> None:
        rows = [
            Dispatch(id=uuid4(), way="EMAIL", letter_cipher=bytes(range(256)), created_at=at, next_at=at) for _ in "ab"
        ]

        statements.insert_all(rows)

        for row in rows:
            kept = Dispatch.objects.get(pk=row.pk)
            assert (bytes(kept.letter_cipher), kept.to_party, kept.carried_at) == (row.letter_cipher, None, None)

    def test_however_many_there_are_it_is_one_statement_and_none_for_nothing(self, at: datetime) -> None:
        texts = []
        for count in (0, 2, 20):
            with CaptureQueriesContext(connection) as seen:
                rows = [message(at) for _ in range(count)]
                statements.insert_all(rows)
                statements.update_all(rows, ["template"])
            texts.append([one["sql"] for one in seen.captured_queries])

        assert texts[0] == []
        assert len(texts[1]) == len({"insert", "update"})
        assert texts[1] == texts[2]

    def test_where_one_of_them_is_there_already_all_are_refused(self, at: datetime) -> None:
        one = message(at)
        statements.insert(one)
        again = message(at, key=one.pk, template="case.accepted")

        for rows in ([again], [message(at), again, message(at)]):
            with pytest.raises(LookupError), transaction.atomic():
                statements.insert_all(rows, LookupError)
            with pytest.raises(IntegrityError), transaction.atomic():
                statements.insert_all(rows)
        assert list(Message.objects.values_list("template", flat=True)) == ["case.received"]

    def test_each_row_gets_its_own_values_and_only_in_the_columns_that_are_named(self, at: datetime) -> None:
        first, second, other = (message(at) for _ in range(3))
        statements.insert_all([first, second, other])
        first.template, second.template, second.facts = "case.accepted", "case.grant", {"unseen": "1"}
        second.read_at = at

        statements.update_all([first, second], ["template", "read_at"])

        kept = {row.pk: (row.template, row.read_at, row.facts) for row in Message.objects.all()}
        assert kept == {
            first.pk: ("case.accepted", None, {"甲": "乙"}),
            second.pk: ("case.grant", at, {"甲": "乙"}),
            other.pk: ("case.received", None, {"甲": "乙"}),
        }

    def test_rows_of_which_one_is_gone_are_not_written_silently(self, at: datetime) -> None:
        here = message(at)
        statements.insert(here)

        with pytest.raises(ObjectDoesNotExist):
            statements.update_all([here, message(at)], ["template"])

    def test_they_are_written_together_with_all_else(self, at: datetime) -> None:
        kept, made = [message(at), message(at)], [message(at), message(at)]
        statements.insert_all(kept)
        for one in kept:
            one.template = "case.grant"
        ours = "UPDATE party_messages_textwish SET wish = 'ALL' WHERE party = %s"

        with CaptureQueriesContext(connection) as seen, statements.together():
            statements.insert_all(made)
            statements.update_all(kept, ["template"])
            statements.write(ours, [uuid4()])

        assert len(seen) == 1
        assert sorted(Message.objects.values_list("template", flat=True)) == [
            *["case.grant"] * 2,
            *["case.received"] * 2,
        ]


class TestKept:
    def test_a_quiet_connection_is_usable_without_a_question(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("django.db.backends.postgresql.base.DatabaseWrapper.is_usable", lambda _: False)

        assert connection.is_usable()

    @pytest.mark.django_db(transaction=True)
    def test_one_that_the_server_has_ended_is_not(self) -> None:
        own = connection.copy()
        own.connect()
        with own.cursor() as cursor, connection.cursor() as other:
            cursor.execute("SELECT pg_backend_pid()")
            other.execute("SELECT pg_terminate_backend(%s, 5000)", cursor.fetchone())

        assert not own.is_usable()
        own.close()
