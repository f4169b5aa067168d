"""Who examines a case and how: steps, colleagues, checks, texts, promises."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='CaseStep',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.case')),
            ('step', models.CharField(max_length=40)),
            ('kind', models.CharField(max_length=12)),
            ('name', models.CharField(max_length=200)),
            ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
            ('role', models.CharField(max_length=20)),
            ('parallel', models.CharField(blank=True, default='', max_length=40)),
            ('turn', models.PositiveSmallIntegerField()),
            ('place', models.PositiveSmallIntegerField()),
            ('joint', models.BooleanField(default=False)),
            ('applicant', models.UUIDField(help_text='the party of the case, so that staff keep out of it')),
            ('agent', models.UUIDField(help_text='who applied for them, for the same', null=True)),
            ('state', models.CharField(choices=[('WAITING', '未到'), ('OPEN', '正在办'), ('DONE', '已办'), ('RETURNED', '退回重办'), ('DROPPED', '不再办')], default='WAITING', max_length=8)),
            ('opened_at', models.DateTimeField(null=True)),
            ('done_at', models.DateTimeField(null=True)),
            ('done_by', models.UUIDField(help_text='the account of who did it last', null=True)),
            ('passed', models.BooleanField(help_text='whether the conditions are met, as whoever did it found', null=True)),
            ('opinion', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.opinion')),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('joint', True), ('state__in', ('OPEN', 'RETURNED'))), fields=['department', 'opened_at', 'id'], include=('region', 'role', 'applicant', 'agent'), name='step_joint_in_hand'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('case', 'step'), name='step_once_a_case', violation_error_message='一个办件的每个环节只有一个。'),
                models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('OPEN', 'RETURNED', 'DONE')), _negated=True), ('opened_at__isnull', False), _connector='OR'), name='step_begun_has_moment', violation_error_message='已经轮到的环节必须有开始时间。'),
                models.CheckConstraint(condition=models.Q(models.Q(('state', 'DONE'), _negated=True), models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('opinion__isnull', False), ('passed__isnull', False)), _connector='OR'), name='step_done_by_somebody', violation_error_message='办完的环节必须记录谁在什么时候办、结论和意见。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Assignment',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='cases.case')),
            ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='cases.casestep')),
            ('assignee', models.UUIDField(help_text='the account of the colleague')),
            ('given_by', models.UUIDField()),
            ('note', models.TextField(blank=True, default='')),
            ('at', models.DateTimeField()),
            ('ended_at', models.DateTimeField(null=True)),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['assignee', 'case'], name='assignment_in_hand'),
            ],
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case', 'step'), name='assignment_once_open', nulls_distinct=False, violation_error_message='同一项工作同时只能转给一位同事。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Consultation',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='cases.case')),
            ('question', models.TextField()),
            ('asked_by', models.UUIDField()),
            ('at', models.DateTimeField()),
            ('due_on', models.DateField()),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='consultation_asks', violation_error_message='请写明要征求意见的问题。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Consulted',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consulted', to='cases.consultation')),
            ('account', models.UUIDField(null=True)),
            ('department', models.CharField(blank=True, default='', max_length=30)),
            ('answer', models.TextField(blank=True, default='')),
            ('answered_by', models.UUIDField(null=True)),
            ('answered_at', models.DateTimeField(null=True)),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['account'], name='consulted_of_colleague'),
                models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['department'], name='consulted_of_department'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('department', '')), models.Q(('account__isnull', True), models.Q(('department', ''), _negated=True)), _connector='OR'), name='consulted_is_one', violation_error_message='征求意见的对象是一位同事或者一个部门。'),
                models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='consulted_answered_by_somebody', violation_error_message='答复必须记录谁在什么时候答复。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='CriterionCheck',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='cases.case')),
            ('criterion', models.CharField(max_length=64)),
            ('found', models.CharField(choices=[('MET', '符合'), ('NOT_MET', '不符合')], max_length=8)),
            ('note', models.TextField(blank=True, default='')),
            ('by', models.UUIDField(help_text='the account of who found it last')),
            ('at', models.DateTimeField()),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('case', 'criterion'), name='check_once_a_criterion', violation_error_message='每条标准只记录一个核对结果。'),
                models.CheckConstraint(condition=models.Q(('found__in', ['MET', 'NOT_MET'])), name='check_says_what_was_found', violation_error_message='核对结果是符合或者不符合。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='TextBlock',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('verb', models.CharField(choices=[('EXAMINE', '提出审查意见'), ('GRANT', '作出准予决定'), ('REFUSE', '作出不予决定'), ('SEND_BACK', '退回重新审查'), ('REFUSE_ACCEPTANCE', '不予受理'), ('EXTEND', '延长办理期限')], max_length=24)),
            ('title', models.CharField(max_length=40)),
            ('text', models.TextField()),
            ('by', models.UUIDField(help_text='the account of who wrote it last')),
            ('changed_at', models.DateTimeField()),
            ('put_away_at', models.DateTimeField(blank=True, null=True)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('put_away_at__isnull', True)), fields=('department', 'verb', 'title'), name='block_title_once', violation_error_message='本部门已经有同名的常用语，请换一个名称。'),
                models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='block_says_something', violation_error_message='常用语必须有名称和内容。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Promise',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='cases.case')),
            ('material', models.CharField(max_length=64)),
            ('kind', models.CharField(choices=[('DEFERRED', '后补'), ('COMMITMENT', '告知承诺')], max_length=12)),
            ('text', models.BinaryField(help_text='the words that were signed for, encrypted')),
            ('digest', models.CharField(help_text='SM3 of the words', max_length=64)),
            ('by', models.UUIDField(help_text='the actor who promised: the applicant, or the clerk who wrote it down for them')),
            ('made_at', models.DateTimeField()),
            ('promised_at', models.DateTimeField(blank=True, null=True)),
            ('reminded_at', models.DateTimeField(blank=True, help_text='when the applicant was reminded, once', null=True)),
            ('end', models.CharField(blank=True, choices=[('SUPPLIED', '已补交'), ('KEPT', '核查属实'), ('NOT_KEPT', '核查不属实'), ('LIFTED', '不再需要')], default='', max_length=8)),
            ('ended_at', models.DateTimeField(blank=True, null=True)),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('end', '')), fields=['case'], name='promise_open_by_case'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('case', 'material'), name='promise_once_a_material', violation_error_message='这份材料已经作了承诺。'),
                models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at__isnull', True)), models.Q(models.Q(('end', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='promise_ended_with_how', violation_error_message='承诺结束必须同时记录怎么结束的和时间。'),
                models.CheckConstraint(condition=models.Q(('end', ''), ('promised_at__isnull', False), _connector='OR'), name='promise_ends_only_after_submission', violation_error_message='没有提交的承诺不能结束。'),
                models.CheckConstraint(condition=models.Q(('end__in', ['', 'LIFTED']), models.Q(('end', 'SUPPLIED'), ('kind', 'DEFERRED')), models.Q(('end__in', ['KEPT', 'NOT_KEPT']), ('kind', 'COMMITMENT')), _connector='OR'), name='promise_ends_as_its_kind_does', violation_error_message='后补的材料只能补交，告知承诺只能核查。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='CaseOutcome',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='cases.case')),
            ('kind', models.CharField(choices=[('COMMITMENT_NOT_KEPT', '告知承诺不属实')], max_length=24)),
            ('promise', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='cases.promise')),
            ('at', models.DateTimeField()),
        ],
        options={
            'indexes': [
                models.Index(fields=['case', 'at'], name='outcome_by_case'),
            ],
        },
    ),
]
