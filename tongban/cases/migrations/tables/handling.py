"""A case with what was handed in, asked, said and issued."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Case',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('number', models.CharField(blank=True, default='', max_length=32)),
            ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.guideversion')),
            ('item_code', models.CharField(max_length=40)),
            ('item_name', models.CharField(max_length=200)),
            ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
            ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('channel', models.CharField(choices=[('WEB', '网上'), ('COUNTER', '窗口')], max_length=8)),
            ('opened_by', models.UUIDField(help_text='the actor who opened the draft: the applicant, or the clerk at the counter')),
            ('agent', models.ForeignKey(help_text='the natural person who applied for the applicant: who opened the draft, then who handed it in', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
            ('mandate', models.UUIDField(help_text='by what the agent did so: a key in the room of persons', null=True)),
            ('place_code', models.CharField(blank=True, default='', help_text='service place of a counter case', max_length=32)),
            ('state', models.CharField(choices=[('DRAFT', '填写中'), ('RECEIVED', '已收件，待受理'), ('CORRECTION', '待补正'), ('CORRECTED', '已补正，待受理'), ('PRESCREENED', '预审通过，待核验原件'), ('ACCEPTED', '已受理，审查中'), ('EXAMINED', '已审查，待决定'), ('GRANTED', '准予许可'), ('REFUSED', '不予许可'), ('NOT_ACCEPTED', '不予受理'), ('WITHDRAWN', '已撤回'), ('TERMINATED', '终止办理')], default='DRAFT', max_length=16)),
            ('answers', models.BinaryField(help_text='the form, encrypted; canonical JSON inside')),
            ('submission', models.UUIDField(blank=True, help_text='the token of the submission that went through', null=True)),
            ('opened_at', models.DateTimeField()),
            ('changed_at', models.DateTimeField()),
            ('received_at', models.DateTimeField(blank=True, null=True)),
            ('accepted_at', models.DateTimeField(blank=True, help_text='the legal moment, dated back when deemed', null=True)),
            ('closed_at', models.DateTimeField(blank=True, null=True)),
            ('delivered_at', models.DateTimeField(blank=True, null=True)),
            ('originals_at', models.DateTimeField(blank=True, help_text='when the originals were seen, where an application is looked through before', null=True)),
            ('due_at', models.DateTimeField(blank=True, help_text='the first end of its clocks; kept by the database', null=True)),
            ('follows', models.ForeignKey(help_text='the case that came to no result, of which this is applied for anew', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='cases.case')),
        ],
        options={
            'indexes': [
                models.Index(fields=['applicant', '-changed_at'], name='case_by_applicant'),
                models.Index(condition=models.Q(('state__in', ['ACCEPTED', 'CORRECTED', 'CORRECTION', 'EXAMINED', 'PRESCREENED', 'RECEIVED'])), fields=['due_at', 'id'], name='case_waiting_everywhere'),
                models.Index(condition=models.Q(('state__in', ['ACCEPTED', 'CORRECTED', 'CORRECTION', 'EXAMINED', 'PRESCREENED', 'RECEIVED'])), fields=['department', 'due_at', 'id'], include=('region', 'applicant', 'agent', 'channel', 'state'), name='case_waiting_by_department'),
                models.Index(condition=models.Q(('state__in', ['GRANTED', 'NOT_ACCEPTED', 'REFUSED', 'TERMINATED', 'WITHDRAWN'])), fields=['received_at', 'id'], name='case_closed_everywhere'),
                models.Index(condition=models.Q(('state__in', ['GRANTED', 'NOT_ACCEPTED', 'REFUSED', 'TERMINATED', 'WITHDRAWN'])), fields=['department', 'received_at', 'id'], include=('region', 'applicant', 'agent', 'channel', 'state', 'delivered_at'), name='case_closed_by_department'),
                models.Index(condition=models.Q(('channel', 'COUNTER')), fields=['opened_by', '-opened_at'], name='case_opened_at_counter'),
                models.Index(condition=models.Q(('delivered_at__isnull', True), ('state__in', ['GRANTED', 'NOT_ACCEPTED', 'REFUSED', 'TERMINATED'])), fields=['department', 'due_at', 'id'], include=('region', 'applicant', 'agent', 'channel', 'state'), name='case_undelivered_by_dept'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['GRANTED', 'NOT_ACCEPTED', 'REFUSED', 'TERMINATED', 'WITHDRAWN'])), models.Q(models.Q(('state__in', ['GRANTED', 'NOT_ACCEPTED', 'REFUSED', 'TERMINATED', 'WITHDRAWN']), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='case_closed_iff_final', violation_error_message='办结的办件必须有办结时间，未办结的不得有。'),
                models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('received_at__isnull', True), ('state', 'DRAFT')), models.Q(models.Q(('state', 'DRAFT'), _negated=True), models.Q(('number', ''), _negated=True), ('received_at__isnull', False)), _connector='OR'), name='case_numbered_iff_received', violation_error_message='收件后的办件必须有编号和收件时间，草稿不得有。'),
                models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['GRANTED', 'REFUSED']), _negated=True), ('accepted_at__isnull', False), _connector='OR'), name='case_decided_only_after_acceptance', violation_error_message='没有受理的办件不能作出决定。'),
                models.CheckConstraint(condition=models.Q(('delivered_at__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='case_delivered_only_after_closing', violation_error_message='没有办结的办件不能送达。'),
                models.CheckConstraint(condition=models.Q(models.Q(('agent__isnull', True), ('mandate__isnull', True)), models.Q(('agent__isnull', False), ('mandate__isnull', False)), _connector='OR'), name='case_agent_iff_mandate', violation_error_message='代办的办件必须同时记录代办人和委托。'),
                models.UniqueConstraint(condition=models.Q(('state', 'DRAFT')), fields=('applicant', 'item_code', 'channel'), name='case_one_draft_an_item', violation_error_message='这个事项已经有一份正在填写的申请，请接着填写。'),
                models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='case_number_once', violation_error_message='办件编号重复。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='CaseMaterial',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='cases.case')),
            ('material', models.CharField(max_length=64)),
            ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ('supplied', models.CharField(choices=[('FIRST', '首次提交'), ('CORRECTION', '补正提交'), ('DEFERRED', '后补提交')], default='FIRST', max_length=12)),
            ('at', models.DateTimeField()),
        ],
        options={
            'indexes': [
                models.Index(fields=['case', 'material'], name='case_material_by_case'),
            ],
        },
    ),
    migrations.CreateModel(
        name='CorrectionNotice',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='cases.case')),
            ('points', models.JSONField()),
            ('issued_at', models.DateTimeField()),
            ('answered_at', models.DateTimeField(blank=True, null=True)),
            ('replies', models.BinaryField(help_text='what was said in words, encrypted: element → text', null=True)),
            ('original', models.BinaryField(help_text='the form as it stood before the correction, encrypted', null=True)),
            ('unmet', models.JSONField(default=list, help_text='the elements that the applicant could or would not hand in; why, is in the replies')),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('original__isnull', True), ('replies__isnull', True)), models.Q(('answered_at__isnull', False), ('original__isnull', False), ('replies__isnull', False)), _connector='OR'), name='correction_answered_with_replies', violation_error_message='提交补正必须同时记录补正内容、补正前的内容和时间。'),
                models.CheckConstraint(condition=models.Q(('unmet', []), ('answered_at__isnull', False), _connector='OR'), name='correction_unmet_only_when_answered', violation_error_message='没有提交补正，不会有交不了的内容。'),
                models.CheckConstraint(condition=models.Q(('points', []), _negated=True), name='correction_has_points', violation_error_message='补正告知必须写明需要补正的全部内容。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Addition',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='cases.case')),
            ('words', models.BinaryField(help_text='what was said, encrypted; may be nothing where there are files')),
            ('at', models.DateTimeField()),
        ],
        options={
            'indexes': [
                models.Index(fields=['case', 'at'], name='addition_by_case'),
            ],
        },
    ),
    migrations.CreateModel(
        name='AddedFile',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('addition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='cases.addition')),
            ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
        ],
    ),
    migrations.CreateModel(
        name='Opinion',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='cases.case')),
            ('verb', models.CharField(max_length=24)),
            ('passed', models.BooleanField(help_text='for an examination: whether the conditions are met', null=True)),
            ('ground', models.CharField(blank=True, default='', help_text='for not accepting: states.Ground', max_length=16)),
            ('competent', models.CharField(blank=True, default='', help_text='the authority to turn to', max_length=100)),
            ('text', models.TextField()),
            ('departing', models.TextField(blank=True, default='', help_text='for a grant: why, although the examination found the conditions not met')),
            ('approval', models.CharField(blank=True, default='', help_text='for an extension: the number of the paper that approved it', max_length=100)),
            ('author', models.UUIDField()),
            ('at', models.DateTimeField()),
        ],
        options={
            'indexes': [
                models.Index(fields=['case', 'at'], name='opinion_by_case'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='opinion_is_written', violation_error_message='请写明意见或理由。'),
                models.CheckConstraint(condition=models.Q(('approval', ''), ('verb', 'EXTEND'), _connector='OR'), name='opinion_approval_only_of_extending', violation_error_message='只有延长办理期限才有批准文号。'),
                models.CheckConstraint(condition=models.Q(('departing', ''), ('verb__in', ['GRANT', 'GRANT_AT_ONCE']), _connector='OR'), name='opinion_departs_only_in_granting', violation_error_message='只有准予决定才有不采纳审查意见、不按申请人所填准予的理由。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='CaseDocument',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cases.case')),
            ('kind', models.CharField(max_length=24)),
            ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument')),
            ('at', models.DateTimeField()),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('case', 'kind'), name='case_document_once_a_kind'),
            ],
        },
    ),
]
