"""Issued documents, which nobody can change or remove, and the counters of their numbers."""

from django.db import migrations, models

from tongban.documents.migrations.sql import issued


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('documents', '0001_initial'),
        ('documents', '0002_renew_envelopes'),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='IssuedDocument',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=80, verbose_name='文号')),
                ('template', models.CharField(max_length=40, verbose_name='文书种类')),
                ('template_version', models.PositiveSmallIntegerField(verbose_name='模板版本')),
                ('template_digest', models.CharField(max_length=64, verbose_name='模板摘要')),
                ('sealed_facts', models.BinaryField(verbose_name='内容')),
                ('digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('signature', models.CharField(max_length=400, verbose_name='签名')),
                ('subject', models.UUIDField(db_index=True, verbose_name='所属办件')),
                ('issued_at', models.DateTimeField(verbose_name='作出时间')),
            ],
            options={
                'verbose_name': '文书',
                'constraints': [
                    models.UniqueConstraint(fields=('number',), name='document_number_once', violation_error_message='这个文号已经用过'),
                    models.CheckConstraint(condition=models.Q(models.Q(('signature', ''), _negated=True), ('digest__regex', '^[0-9a-f]{64}$'), ('template_digest__regex', '^[0-9a-f]{64}$')), name='document_is_signed', violation_error_message='文书必须有摘要和签名'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='种类')),
                ('mark', models.CharField(max_length=40, verbose_name='机关代字')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('value', models.PositiveIntegerField(verbose_name='序号')),
            ],
            options={
                'verbose_name': '文号序列',
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'mark', 'year'), name='document_counter_once', violation_error_message='同一机关代字同一年同一种文号只有一个序列'),
                ],
            },
        ),
        migrations.RunSQL(issued.CREATE, issued.DROP),
    ]
