"""The record, its order and its seals, and the functions by which alone it is written and put in order."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
from django.db import migrations, models

from tongban.ledger.migrations.sql import append_only, reading, sequencing, writing


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('ledger', '0001_initial'),
        ('ledger', '0002_reasons_order_and_seals'),
        ('ledger', '0003_record_in_one_call'),
        ('ledger', '0004_written_by_functions_alone'),
        ('ledger', '0005_changes'),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(db_default=models.Func(function='clock_timestamp'), editable=False)),
                ('actor_id', models.UUIDField()),
                ('actor_kind', models.CharField(max_length=10)),
                ('for_party', models.UUIDField(null=True)),
                ('verb', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=30)),
                ('subject', models.UUIDField()),
                ('before', models.CharField(max_length=40)),
                ('after', models.CharField(max_length=40)),
                ('operation', models.UUIDField()),
                ('facts', models.JSONField()),
                ('purpose', models.CharField(choices=[('HANDLING', '办理'), ('ENQUIRY', '查询'), ('SUPERVISION', '监督'), ('AUDIT', '审计'), ('ADMINISTRATION', '管理'), ('OPERATION', '系统运行')], db_default='OPERATION', max_length=20)),
                ('basis', models.CharField(db_default='', max_length=200)),
                ('about', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=[], size=None)),
                ('reading', models.BooleanField(db_default=False)),
                ('disclose', models.CharField(choices=[('NOW', '可以查看'), ('FROM', '到期可以查看'), ('WITHHELD', '依法暂不告知')], db_default='NOW', max_length=10)),
                ('disclose_from', models.DateField(null=True)),
                ('withheld_basis', models.CharField(db_default='', max_length=200)),
            ],
            options={
                'db_table_comment': 'written by functions',
                'indexes': [
                    models.Index(models.F('subject'), models.F('at'), name='ledger_entry_subject'),
                    models.Index(models.F('subject'), models.F('at'), condition=models.Q(('reading', False)), name='ledger_entry_changed'),
                    django.contrib.postgres.indexes.BrinIndex(fields=['recorded_at'], name='ledger_entry_recorded_at'),
                    models.Index(models.F('id'), condition=models.Q(('disclose', 'WITHHELD')), name='ledger_entry_withheld'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=django.db.models.lookups.Regex(django.db.models.functions.comparison.Cast('facts', models.TextField()), '^{[ -~]*}$'), name='ledger_entry_facts_are_codes', violation_error_message='留痕的要素只能是编码、状态、日期和摘要'),
                    models.CheckConstraint(condition=models.Q(('purpose__in', ['HANDLING', 'ENQUIRY', 'SUPERVISION', 'AUDIT', 'ADMINISTRATION', 'OPERATION'])), name='ledger_entry_purpose', violation_error_message='留痕应当写明办理、查询、监督、审计、管理、系统运行中的一个目的'),
                    models.CheckConstraint(condition=models.Q(('basis__regex', '^([A-Z]{3,8}\\.[0-9][0-9.-]*(,[A-Z]{3,8}\\.[0-9][0-9.-]*)*)?$')), name='ledger_entry_basis_is_cited', violation_error_message='办理依据应当写成法律条文的编码'),
                    models.CheckConstraint(condition=models.Q(models.Q(('disclose', 'NOW'), ('disclose_from', None), ('withheld_basis', '')), models.Q(('disclose', 'FROM'), ('disclose_from__isnull', False), ('withheld_basis', '')), models.Q(('disclose', 'WITHHELD'), ('disclose_from', None), models.Q(('withheld_basis', ''), _negated=True), ('withheld_basis__regex', '^([A-Z]{3,8}\\.[0-9][0-9.-]*(,[A-Z]{3,8}\\.[0-9][0-9.-]*)*)?$')), _connector='OR'), name='ledger_entry_disclosure', violation_error_message='以后再告知的应当写明从哪一天起，暂不告知的应当写明法律依据'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='ledger.entry')),
                ('decision', models.CharField(choices=[('CONFIRMED', '继续暂不告知'), ('LIFTED', '予以告知')], max_length=10)),
                ('day', models.DateField()),
                ('reviewer', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('decision__in', ['CONFIRMED', 'LIFTED'])), name='ledger_review_decision', violation_error_message='复核只能决定继续不予告知，或者予以告知'),
                    models.UniqueConstraint(condition=models.Q(('decision', 'LIFTED')), fields=('entry',), name='ledger_review_lifted_once', violation_error_message='这条记录已经决定予以告知'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('entry_id', models.BigIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                'db_table_comment': 'written by functions',
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='place', to='ledger.entry')),
            ],
            options={
                'db_table_comment': 'written by functions',
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('pk', models.CompositePrimaryKey('party', 'position', blank=True, editable=False, primary_key=True, serialize=False)),
                ('party', models.UUIDField()),
                ('position', models.BigIntegerField()),
            ],
            options={
                'db_table_comment': 'written by functions',
            },
        ),
        migrations.CreateModel(
            name='Epoch',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('first', models.BigIntegerField()),
                ('begun_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=40)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('first__gte', 1), ('number__gt', 1)), name='ledger_epoch_begins', violation_error_message='新的序列应当从已有位置之后开始'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('faults', models.BigIntegerField()),
                ('lost', models.BigIntegerField()),
                ('holes', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('epoch', models.BigIntegerField()),
                ('first', models.BigIntegerField(unique=True)),
                ('last', models.BigIntegerField(unique=True)),
                ('suite', models.CharField(max_length=10)),
                ('header', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('signature', models.TextField()),
                ('sealed_at', models.DateTimeField()),
                ('leaves', models.BinaryField()),
                ('subjects', models.BinaryField()),
                ('peaks', models.BinaryField()),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('first__gte', 1), ('last__gte', models.F('first')), ('number__gte', 1)), name='ledger_batch_positions', violation_error_message='一批至少有一条记录'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Day',
            fields=[
                ('date', models.DateField(primary_key=True, serialize=False)),
                ('batch', models.BigIntegerField()),
                ('suite', models.CharField(max_length=10)),
                ('root', models.CharField(max_length=64)),
                ('statement', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('signature', models.TextField()),
                ('closed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('day', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='stamp', serialize=False, to='ledger.day')),
                ('token', models.BinaryField()),
                ('stamped_at', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(append_only.CREATE, append_only.DROP),
        migrations.RunSQL(writing.CREATE, writing.DROP),
        migrations.RunSQL(sequencing.CREATE, sequencing.DROP),
        migrations.RunSQL(reading.CREATE, reading.DROP),
    ]
