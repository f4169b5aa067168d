"""Files of the directory that are taken in, and what departments declined."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='DirectoryUpload',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('kind', models.CharField(choices=[('ENTRIES', '基本目录'), ('ITEMS', '实施清单')], max_length=10)),
            ('whole', models.BooleanField(default=False)),
            ('holder', models.CharField(blank=True, max_length=36)),
            ('file_name', models.CharField(max_length=200)),
            ('encoding', models.CharField(max_length=10)),
            ('digest', models.CharField(max_length=64)),
            ('shown', models.CharField(max_length=64)),
            ('lines', models.PositiveIntegerField()),
            ('done_lines', models.PositiveIntegerField(default=0)),
            ('counts', models.JSONField(default=dict)),
            ('state', models.CharField(choices=[('OPEN', '待确认'), ('CONFIRMED', '已确认，正在导入'), ('DONE', '已导入'), ('WITHDRAWN', '已撤回')], max_length=10)),
            ('uploaded_at', models.DateTimeField()),
            ('uploaded_by', models.UUIDField()),
            ('decided_at', models.DateTimeField(null=True)),
            ('done_at', models.DateTimeField(null=True)),
        ],
        options={
            'ordering': ('-uploaded_at', '-id'),
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('state__in', ['OPEN', 'CONFIRMED'])), fields=('kind', 'holder'), name='catalog_upload_one_waits', violation_error_message='还有一个文件没有处理完，请先确认或者撤回它'),
            ],
        },
    ),
    migrations.CreateModel(
        name='DirectoryLine',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='catalog.directoryupload')),
            ('number', models.IntegerField()),
            ('code', models.CharField(blank=True, max_length=60)),
            ('name', models.CharField(blank=True, max_length=200)),
            ('change', models.CharField(choices=[('NEW', '新增'), ('CHANGED', '有变化'), ('SAME', '没有变化'), ('GONE', '文件里没有'), ('FAULTY', '有问题')], max_length=10)),
            ('values', models.JSONField()),
            ('faults', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ('differs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
            ('before', models.JSONField(default=dict)),
        ],
        options={
            'ordering': ('number',),
            'indexes': [
                models.Index(fields=['upload', 'change', 'number'], name='catalog_directory_line_change'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('upload', 'number'), name='catalog_directory_line_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Declined',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('basic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declinings', to='catalog.basicitem')),
            ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('reason', models.CharField(max_length=200)),
            ('declined_at', models.DateTimeField()),
            ('declined_by', models.UUIDField()),
        ],
        options={
            'ordering': ('-declined_at',),
            'constraints': [
                models.UniqueConstraint(fields=('basic', 'department'), name='catalog_declined_once', violation_error_message='这个部门已经回复不涉及这一项'),
                models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='catalog_declined_has_reason', violation_error_message='不涉及的，要写明理由'),
            ],
        },
    ),
]
