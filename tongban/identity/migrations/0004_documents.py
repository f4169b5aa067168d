from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

from tongban.crypto import api as crypto
from tongban.identity.states import DocumentType, PartyKind, RealNameLevel
from tongban.kernel.codes import document_type

NAMED = {"001": DocumentType.CREDIT_CODE, "111": DocumentType.RESIDENT_ID}
# The kind of a party and of the holder of its documents are one: a deferred key over both columns, so that a document
# can be written first and decide between two who register the same person at once.
HOLDER = """
ALTER TABLE identity_partydocument ADD CONSTRAINT identity_document_holder FOREIGN KEY (party_id, holder)
REFERENCES identity_party (id, kind) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


def move_over(apps: Any, schema: BaseDatabaseSchemaEditor) -> None:
    """Give every party its document under the party's own id, to which the encrypted number is bound."""
    party_model, document_model = apps.get_model("identity", "Party"), apps.get_model("identity", "PartyDocument")
    schema.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for party in party_model.objects.iterator():
        number = crypto.decrypt("identity.document", bytes(party.document_cipher), party.id.bytes).decode()
        document_model.objects.create(
            id=party.id,
            party=party,
            holder=party.kind,
            document_type=_kind(party.document_type, number, party.created_at.date()),
            cipher=party.document_cipher,
            digest=party.document_digest,
            tail=party.document_tail,
            primary=True,
            from_at=party.created_at,
        )
        if party.mobile_cipher:
            mobile = crypto.decrypt("identity.mobile", bytes(party.mobile_cipher), party.id.bytes).decode()
            party.mobile_digest, party.mobile_tail = crypto.digest("identity.mobile", mobile), mobile[-4:]
            party.save(update_fields=["mobile_digest", "mobile_tail"])


def _kind(old: str, number: str, on: date) -> str:
    """Return the kind of a document by our own name; residence permits were kept among the identity cards."""
    named = NAMED[old]
    return document_type.card_of(number, on=on) if named is DocumentType.RESIDENT_ID else named


class Migration(migrations.Migration):

    dependencies = [("identity", "0003_roles")]

    operations = [
        migrations.CreateModel(
            name="PartyDocument",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("holder", models.CharField(choices=PartyKind.choices(), max_length=10)),
                ("document_type", models.CharField(choices=DocumentType.choices(), max_length=30)),
                ("cipher", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("tail", models.CharField(max_length=4)),
                ("primary", models.BooleanField(default=False)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="documents", to="identity.party"
                    ),
                ),
            ],
        ),
        migrations.AddField("party", "mobile_digest", models.CharField(default="", max_length=64)),
        migrations.AddField("party", "mobile_tail", models.CharField(default="", max_length=4)),
        migrations.AddField("party", "address_cipher", models.BinaryField(default=b"")),
        migrations.AddField(
            "party",
            "real_name_level",
            models.CharField(choices=RealNameLevel.choices(), default="NONE", max_length=12),
        ),
        migrations.AddField("party", "proven_by", models.CharField(default="", max_length=30)),
        migrations.AddField("party", "proven_at", models.DateTimeField(null=True)),
        migrations.RunPython(move_over),
        migrations.RemoveConstraint("party", "identity_party_document"),
        migrations.RemoveConstraint("party", "identity_party_legal_iff_credit_code"),
        migrations.RemoveField("party", "document_type"),
        migrations.RemoveField("party", "document_cipher"),
        migrations.RemoveField("party", "document_digest"),
        migrations.RemoveField("party", "document_tail"),
        migrations.AddIndex(
            "party", models.Index("mobile_digest", name="identity_party_mobile", condition=~Q(mobile_digest=""))
        ),
        migrations.AddIndex(
            "party", models.Index("mobile_tail", name="identity_party_mobile_tail", condition=~Q(mobile_tail=""))
        ),
        migrations.AddConstraint(
            "party",
            models.UniqueConstraint(
                fields=["id", "kind"], name="identity_party_kind", violation_error_message="同一个办事人只有一种类别"
            ),
        ),
        migrations.AddConstraint(
            "party",
            models.CheckConstraint(
                name="identity_party_mobile_is_found_by_digest",
                condition=Q(mobile_cipher=b"", mobile_digest="", mobile_tail="")
                | ~Q(mobile_cipher=b"") & ~Q(mobile_digest="") & ~Q(mobile_tail=""),
                violation_error_message="手机号码的密文、摘要和后四位应当同时有或者同时没有",
            ),
        ),
        migrations.AddConstraint(
            "party",
            models.CheckConstraint(
                name="identity_party_level_is_proven",
                condition=Q(real_name_level="NONE", proven_by="", proven_at__isnull=True)
                | ~Q(real_name_level="NONE") & ~Q(proven_by="") & Q(proven_at__isnull=False),
                violation_error_message="实名等级应当写明怎样核验和什么时候核验",
            ),
        ),
        migrations.AddIndex("partydocument", models.Index("tail", name="identity_document_tail")),
        migrations.AddConstraint(
            "partydocument",
            models.UniqueConstraint(
                "document_type",
                "digest",
                name="identity_party_document",
                violation_error_message="这个证件号码已经登记过",
            ),
        ),
        migrations.AddConstraint(
            "partydocument",
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(primary=True),
                name="identity_document_one_primary",
                violation_error_message="一个办事人只有一个主要证件",
            ),
        ),
        migrations.AddConstraint(
            "partydocument",
            models.CheckConstraint(
                name="identity_party_legal_iff_credit_code",
                condition=Q(holder="LEGAL", document_type="CREDIT_CODE")
                | Q(holder="NATURAL") & ~Q(document_type="CREDIT_CODE"),
                violation_error_message="法人和其他组织以统一社会信用代码登记，自然人以个人证件登记",
            ),
        ),
        migrations.AddConstraint(
            "partydocument",
            models.CheckConstraint(
                name="identity_document_period",
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                violation_error_message="结束时间不能早于开始时间",
            ),
        ),
        migrations.RunSQL(
            HOLDER, "ALTER TABLE identity_partydocument DROP CONSTRAINT identity_document_holder"
        ),
    ]
