"""Give every item its entry of the basic directory and the region it is done in, and keep the two equal."""

from uuid import NAMESPACE_OID, uuid5

import django.db.models.deletion
from django.db import migrations, models

TYPES = [
    ("LICENCE", "行政许可"),
    ("PAYMENT", "行政给付"),
    ("CONFIRMATION", "行政确认"),
    ("REWARD", "行政奖励"),
    ("ADJUDICATION", "行政裁决"),
    ("OTHER_POWER", "其他行政权力"),
    ("PUBLIC_SERVICE", "公共服务"),
]
# A key of everything that is inherited: an item cannot have another name, type or code than its entry (第六条).
INHERIT = """
ALTER TABLE catalog_item ADD CONSTRAINT catalog_item_inherits
    FOREIGN KEY (basic_id, name, type, basic_code) REFERENCES catalog_basicitem (id, name, type, basic_code)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE
"""
LET_GO = "ALTER TABLE catalog_item DROP CONSTRAINT catalog_item_inherits"


def give_entries(apps, _editor):
    """Make one entry for each item there is; its region is that of its department, else the city."""
    item, basic = apps.get_model("catalog", "Item"), apps.get_model("catalog", "BasicItem")
    city = apps.get_model("orgs", "Region").objects.filter(level="CITY").first()
    for one in item.objects.select_related("department"):
        code = f"ZB{one.code.removeprefix('ZI')}"
        entry = basic.objects.create(
            id=uuid5(NAMESPACE_OID, f"tongban/basic/{code}"),
            code=code,
            basic_code=one.basic_code,
            name=one.name,
            type=one.type,
            legal=one.facts.get("legal", []),
        )
        one.basic_id = entry.id
        one.region_id = one.department.region_id if one.department_id else city.pk
        one.save(update_fields=["basic_id", "region_id"])


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("orgs", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="BasicItem",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=30, unique=True)),
                ("basic_code", models.CharField(blank=True, max_length=12)),
                ("name", models.CharField(max_length=200)),
                ("type", models.CharField(choices=TYPES, max_length=20)),
                ("legal", models.JSONField(default=list)),
            ],
            options={"ordering": ("name",)},
        ),
        migrations.AddConstraint(
            model_name="basicitem",
            constraint=models.UniqueConstraint(
                fields=("id", "name", "type", "basic_code"), name="catalog_basic_inherited"
            ),
        ),
        migrations.AddConstraint(
            model_name="basicitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^ZB[0-9A-Z]{2,28}$")),
                name="catalog_basic_code_is_local",
                violation_error_message="基本目录的本地编码应以 ZB 开头，不得写成国家编码的样子",
            ),
        ),
        migrations.AddConstraint(
            model_name="basicitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basic_code", ""), ("basic_code__regex", "^[0-9]{4}[0-9A-Z]{8}$"), _connector="OR"
                ),
                name="catalog_basic_basic_code_form",
                violation_error_message="事项基本编码应为 12 位；不知道的请留空，不要编造",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="basic",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="items", to="catalog.basicitem"
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="region",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.region"
            ),
        ),
        migrations.RunPython(give_entries, migrations.RunPython.noop),
        # What was written above is checked now, so that the table can be altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="item",
            name="basic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="catalog.basicitem"
            ),
        ),
        migrations.AlterField(
            model_name="item",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.region"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                fields=("basic", "department", "region"),
                name="catalog_item_once_a_department",
                nulls_distinct=False,
                violation_error_message="这个部门在这个地区已经有这项服务",
            ),
        ),
        migrations.RunSQL(INHERIT, LET_GO),
    ]
