"""Guides in the making: revisions, their steps and remarks."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Revision',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='catalog.item')),
            ('department', models.CharField(max_length=30)),
            ('region', models.CharField(max_length=12)),
            ('kind', models.CharField(choices=[('NEW', '新编办事指南'), ('ADJUSTMENT', '变更办事指南'), ('SUSPENSION', '暂停办理'), ('RESUMPTION', '恢复办理'), ('WITHDRAWAL', '取消事项')], max_length=12)),
            ('state', models.CharField(choices=[('DRAFT', 'DRAFT'), ('RETURNED', 'RETURNED'), ('DEPARTMENT_REVIEW', 'DEPARTMENT_REVIEW'), ('LEGAL_CHECK', 'LEGAL_CHECK'), ('OPINION', 'OPINION'), ('APPROVAL', 'APPROVAL'), ('APPROVED', 'APPROVED'), ('SCHEDULED', 'SCHEDULED'), ('PUBLISHED', 'PUBLISHED'), ('ABANDONED', 'ABANDONED')], default='DRAFT', max_length=20)),
            ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.guideversion')),
            ('document', models.JSONField(default=dict)),
            ('digest', models.CharField(max_length=64)),
            ('basis', models.CharField(blank=True, max_length=500)),
            ('reason', models.CharField(blank=True, max_length=2000)),
            ('favourable', models.CharField(blank=True, max_length=500)),
            ('transition', models.CharField(blank=True, max_length=500)),
            ('drafters', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
            ('reviewed_by', models.UUIDField(null=True)),
            ('checked_by', models.UUIDField(null=True)),
            ('approved_by', models.UUIDField(null=True)),
            ('begun_by', models.UUIDField()),
            ('begun_at', models.DateTimeField()),
            ('changed_by', models.UUIDField()),
            ('changed_at', models.DateTimeField()),
            ('stage_at', models.DateTimeField(help_text='when it came to where it stands: the clock of the stage runs from here')),
            ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.guideversion')),
            ('notice', models.CharField(blank=True, max_length=500)),
            ('starts_at', models.DateTimeField(null=True)),
            ('ends_at', models.DateTimeField(null=True)),
        ],
        options={
            'ordering': ('-changed_at', 'id'),
            'indexes': [
                models.Index(fields=['state', 'department', 'stage_at'], name='catalog_revision_todo'),
            ],
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('state__in', ['ABANDONED', 'PUBLISHED']), _negated=True), fields=('item',), name='catalog_revision_one_open', violation_error_message='这个事项已经有一份正在进行的修订，请接着办，或者先放弃它。'),
                models.CheckConstraint(condition=models.Q(models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('begun_by')), _negated=True), _connector='OR'), models.Q(('checked_by__isnull', True), models.Q(models.Q(('checked_by', models.F('begun_by')), _negated=True), models.Q(('checked_by', models.F('reviewed_by')), _negated=True)), _connector='OR'), models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('begun_by')), _negated=True), _connector='OR')), name='catalog_revision_four_eyes', violation_error_message='编写、审核、合法性审核和审定必须由不同的人办理'),
                models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['ADJUSTMENT', 'NEW']), ('state__in', ['SCHEDULED', 'PUBLISHED']), _negated=True), ('version__isnull', False), _connector='OR'), name='catalog_revision_published_has_version', violation_error_message='已发布的修订必须有办事指南的版本'),
                models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), models.Q(('kind', 'SUSPENSION'), models.Q(('starts_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR')), _connector='OR'), name='catalog_revision_period', violation_error_message='只有暂停办理可以写到什么时候恢复，恢复的时间要晚于暂停的时间'),
                models.CheckConstraint(condition=models.Q(('kind__in', ['ADJUSTMENT', 'NEW']), models.Q(('state', 'SCHEDULED'), _negated=True), ('starts_at__isnull', False), _connector='OR'), name='catalog_revision_scheduled_has_start', violation_error_message='定时暂停、恢复、取消事项的，要写明从什么时候起'),
                models.CheckConstraint(condition=models.Q(('kind__in', ['ADJUSTMENT', 'NEW']), ('document', {}), _connector='OR'), name='catalog_revision_kind_has_document', violation_error_message='暂停、恢复、取消事项的修订没有办事指南的内容'),
            ],
        },
    ),
    migrations.CreateModel(
        name='RevisionStep',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='catalog.revision')),
            ('verb', models.CharField(max_length=20)),
            ('by', models.UUIDField()),
            ('at', models.DateTimeField()),
            ('before', models.CharField(blank=True, max_length=20)),
            ('after', models.CharField(max_length=20)),
            ('section', models.CharField(blank=True, max_length=20)),
            ('words', models.CharField(blank=True, max_length=2000)),
            ('digest', models.CharField(max_length=64)),
            ('basis', models.CharField(max_length=100)),
        ],
        options={
            'ordering': ('at', 'id'),
            'constraints': [
                models.CheckConstraint(condition=models.Q(('basis__regex', '^([A-Z]{3,8}\\.[0-9][0-9.-]*(,[A-Z]{3,8}\\.[0-9][0-9.-]*)*)?$')), name='catalog_revision_step_cites', violation_error_message='修订记录的依据应写成“法律代码.条.款.项”'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Remark',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='catalog.revision')),
            ('element', models.CharField(blank=True, max_length=90)),
            ('text', models.CharField(max_length=2000)),
            ('by', models.UUIDField()),
            ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
            ('at', models.DateTimeField()),
            ('answer', models.CharField(blank=True, max_length=2000)),
            ('answered_by', models.UUIDField(null=True)),
            ('answered_at', models.DateTimeField(null=True)),
            ('resolved_by', models.UUIDField(null=True)),
            ('resolved_at', models.DateTimeField(null=True)),
        ],
        options={
            'ordering': ('at', 'id'),
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='catalog_remark_answer_is_signed', violation_error_message='意见的答复要有答复人和时间'),
                models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='catalog_remark_resolution_is_signed', violation_error_message='意见的了结要有经办人和时间'),
            ],
        },
    ),
    migrations.CreateModel(
        name='AskedOpinion',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='catalog.revision')),
            ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('region', models.CharField(max_length=12)),
            ('asked_by', models.UUIDField()),
            ('asked_at', models.DateTimeField()),
            ('agrees', models.BooleanField(null=True)),
            ('text', models.CharField(blank=True, max_length=2000)),
            ('given_by', models.UUIDField(null=True)),
            ('given_at', models.DateTimeField(null=True)),
        ],
        options={
            'ordering': ('asked_at', 'id'),
            'constraints': [
                models.UniqueConstraint(fields=('revision', 'department'), name='catalog_opinion_once', violation_error_message='已经征求过这个部门的意见'),
                models.CheckConstraint(condition=models.Q(models.Q(('agrees__isnull', True), ('given_at__isnull', True), ('given_by__isnull', True)), models.Q(('agrees__isnull', False), ('given_at__isnull', False), ('given_by__isnull', False)), _connector='OR'), name='catalog_opinion_given_whole', violation_error_message='反馈的意见要写明是否同意、由谁在何时反馈'),
                models.CheckConstraint(condition=models.Q(models.Q(('agrees', False), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='catalog_opinion_against_has_reason', violation_error_message='不同意的要写明理由'),
            ],
        },
    ),
    migrations.CreateModel(
        name='RevisionLook',
        fields=[
            ('id', models.BigAutoField(primary_key=True, serialize=False)),
            ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='catalog.revision')),
            ('account', models.UUIDField()),
            ('at', models.DateTimeField()),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('revision', 'account'), name='catalog_revision_look_once', violation_error_message='同一个人只记最近一次打开'),
            ],
        },
    ),
]
