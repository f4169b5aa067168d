"""The clocks, what stopped and what lengthened them, and how a new calendar moved them."""

import django.db.models.deletion
from django.db import migrations, models

from tongban.duties.migrations.sql import docket


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('duties', '0001_initial'),
        ('duties', '0002_whole_clocks'),
        ('duties', '0003_kept_ends'),
        ('duties', '0004_said_and_cited'),
        ('duties', '0005_agent_of_a_party'),
        ('duties', '0006_promised_clocks'),
        ('duties', '0007_limits_of_steps'),
        ('duties', '0008_hearing_and_renewal_clocks'),
        ('duties', '0009_docket'),
        ('duties', '0010_clock_of_complaints'),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('NOTICE', '受理告知期限'), ('CORRECTION', '补正期限'), ('STATUTORY', '法定办结时限'), ('PROMISED', '承诺办结时限'), ('STEP', '环节办理时限'), ('DELIVERY', '送达期限'), ('PRESCREEN', '预审期限'), ('DEFERRED', '后补材料期限'), ('AFTER_CHECK', '承诺核查期限'), ('VIEWS', '陈述意见期限'), ('HEARING_ASK', '申请听证期限'), ('HEARING', '组织听证期限'), ('RENEWAL', '延续决定期限（有效期届满前）'), ('COMPLAINT', '答复意见、投诉期限')], max_length=16)),
                ('subject_kind', models.CharField(max_length=32)),
                ('subject', models.UUIDField()),
                ('owed_by', models.CharField(help_text='department code, or party:<id>', max_length=64)),
                ('owed_to', models.CharField(max_length=64)),
                ('agent', models.CharField(blank=True, default='', help_text='party:<id>, who acts for the party in it; empty: nobody', max_length=64)),
                ('department', models.CharField(blank=True, default='', help_text='who may see it; empty: city-wide', max_length=64)),
                ('region', models.CharField(blank=True, default='', help_text='who may see it; empty: city-wide', max_length=12)),
                ('event', models.CharField(help_text='what made it start: the verb', max_length=64)),
                ('event_at', models.DateTimeField(help_text='when that was; hours and half days are counted from here')),
                ('event_date', models.DateField(help_text='the legal day of the event')),
                ('amount', models.PositiveIntegerField(help_text='0 exactly where the unit has no amount')),
                ('extension', models.PositiveIntegerField(default=0, help_text='what was added to the amount, in the same unit')),
                ('unit', models.CharField(choices=[('WORKING_DAY', 'WORKING_DAY'), ('HALF_WORKING_DAY', 'HALF_WORKING_DAY'), ('NATURAL_DAY', 'NATURAL_DAY'), ('HOUR', 'HOUR'), ('MONTH', 'MONTH'), ('YEAR', 'YEAR'), ('ON_THE_SPOT', 'ON_THE_SPOT'), ('NONE', 'NONE')], max_length=16)),
                ('direction', models.CharField(choices=[('FORWARD', 'FORWARD'), ('BACKWARD', 'BACKWARD')], default='FORWARD', max_length=8)),
                ('inclusive', models.BooleanField(default=False, help_text='the day of the event counts')),
                ('roll', models.CharField(choices=[('NEXT_WORKDAY', 'NEXT_WORKDAY'), ('PREVIOUS_WORKDAY', 'PREVIOUS_WORKDAY'), ('NONE', 'NONE')], default='NEXT_WORKDAY', max_length=16)),
                ('basis', models.CharField(max_length=300)),
                ('stops', models.TextField(blank=True, default='', help_text='its pauses as one text: rules.stops_text')),
                ('paused', models.BooleanField(default=False, help_text='its clock stands before its last day: it has no end now')),
                ('due_date', models.DateField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, help_text='the duty is late from this moment on', null=True)),
                ('moved_from', models.DateField(blank=True, help_text='the due date before a calendar moved it', null=True)),
                ('kept_at', models.DateTimeField(blank=True, help_text='it does not end before: what a party keeps of an end it was told', null=True)),
                ('estimated', models.BooleanField(default=False)),
                ('effect', models.CharField(choices=[('ACCEPTED_FROM_RECEIPT', 'ACCEPTED_FROM_RECEIPT'), ('RENEWED', 'RENEWED'), ('NONE', 'NONE')], default='NONE', help_text='what the law concludes when it passes in silence, as it stood when the clock began', max_length=32)),
                ('state', models.CharField(choices=[('OPEN', 'OPEN'), ('MET', 'MET'), ('LIFTED', 'LIFTED'), ('LAPSED', 'LAPSED')], default='OPEN', max_length=8)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('state', 'OPEN')), fields=['due_at', 'kind'], name='duty_open_by_due'),
                    models.Index(condition=models.Q(('state', 'OPEN')), fields=['department', 'due_at'], name='duty_open_by_department'),
                    models.Index(condition=models.Q(('state', 'OPEN'), models.Q(('effect', 'NONE'), _negated=True)), fields=['due_at'], name='duty_open_with_effect'),
                    models.Index(fields=['subject'], name='duty_by_subject'),
                    models.Index(condition=models.Q(('state', 'OPEN')), fields=['id'], name='duty_open_by_id'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state', 'OPEN')), fields=('subject', 'kind'), name='duty_once_open_a_kind', violation_error_message='同一办件的同一时限已经在计算，不能重复开始。'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'OPEN'), ('ended_at__isnull', True)), models.Q(models.Q(('state', 'OPEN'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='duty_ended_iff_not_open', violation_error_message='结束的时限必须有结束时间，计算中的不得有。'),
                    models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='duty_has_basis', violation_error_message='时限必须注明依据。'),
                    models.CheckConstraint(condition=models.Q(models.Q(('direction', 'FORWARD'), models.Q(('due_date__isnull', True), ('due_date__gte', models.F('event_date')), _connector='OR')), models.Q(('direction', 'BACKWARD'), models.Q(('due_date__isnull', True), ('due_date__lte', models.F('event_date')), _connector='OR')), _connector='OR'), name='duty_due_on_its_side_of_event', violation_error_message='到期日不能早于起算事件；倒推的期限不能晚于事件。'),
                    models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('due_date__isnull', False), ('paused', False), models.Q(('unit', 'NONE'), _negated=True)), models.Q(('due_at__isnull', True), ('due_date__isnull', True), models.Q(models.Q(('paused', True), models.Q(('unit', 'NONE'), _negated=True)), models.Q(('paused', False), ('unit', 'NONE')), _connector='OR')), _connector='OR'), name='duty_without_end_iff_paused', violation_error_message='时限只有在停止计时的时候，或者没有法定期限的，才没有到期日。'),
                    models.CheckConstraint(condition=models.Q(('paused', False), ('state', 'OPEN'), _connector='OR'), name='duty_ended_is_not_paused', violation_error_message='结束的时限不能处在停止计时的状态。'),
                    models.CheckConstraint(condition=models.Q(models.Q(('unit__in', ['ON_THE_SPOT', 'NONE']), ('amount', 0), ('extension', 0)), models.Q(models.Q(('unit__in', ['ON_THE_SPOT', 'NONE']), _negated=True), ('amount__gte', 1)), _connector='OR'), name='duty_has_amount', violation_error_message='时限至少是1；当场办理和没有法定期限的不写数量。'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='duties.duty')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ground', models.CharField(help_text='the code of a ground of the regime', max_length=32)),
                ('name', models.CharField(help_text='the ground as people read it', max_length=64)),
                ('basis', models.CharField(help_text='the article that says that the time does not count', max_length=300)),
                ('expected_until', models.DateField(blank=True, help_text='until when, as the applicant was told in writing', null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ground__regex', '\\S'), ('name__regex', '\\S'), ('basis__regex', '[\\u4e00-\\u9fff]|^[A-Z]{3,8}\\.[0-9]')), name='pause_has_ground', violation_error_message='停止计时必须注明法定事由和依据。'),
                    models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='pause_ends_after_begin', violation_error_message='恢复计时不能早于停止计时。'),
                    models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('duty', 'ground'), name='pause_once_open_a_ground', violation_error_message='这一时限已经因同一事由停止计时，不用重复办理。'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='duties.duty')),
                ('amount', models.PositiveIntegerField()),
                ('approver', models.CharField(help_text='who the law says approves: 本机关负责人', max_length=64)),
                ('approved_by', models.UUIDField(help_text='the actor who approved')),
                ('approved_at', models.DateTimeField()),
                ('basis', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('approver__regex', '\\S'), ('basis__regex', '[\\u4e00-\\u9fff]|^[A-Z]{3,8}\\.[0-9]')), name='extension_has_approver_and_basis', violation_error_message='延长时限必须注明批准人和依据。'),
                    models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='extension_adds', violation_error_message='延长的时间至少是1。'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Recount',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('cause', models.UUIDField(null=True)),
                ('moved', models.PositiveIntegerField()),
                ('lengthened', models.PositiveIntegerField(default=0)),
                ('shortened', models.PositiveIntegerField(default=0)),
                ('kept', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(help_text='SM3 of the rows as text', max_length=64)),
                ('rows', models.BinaryField(help_text='zlib: a line a duty, its id, its old and its new due moment')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['cause', 'at'], name='recount_by_cause'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('moved__gte', 1)), name='recount_moved_something', violation_error_message='没有变动就不留记录。'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MovedEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='duties.duty')),
                ('at', models.DateTimeField(help_text='when it was counted anew')),
                ('was_at', models.DateTimeField()),
                ('now_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('told_at__isnull', True)), fields=['id'], name='moved_end_untold'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('was_at', models.F('now_at')), _negated=True), name='moved_end_is_another', violation_error_message='期限没有变动的，不用告知。'),
                    models.CheckConstraint(condition=models.Q(('told_at__isnull', True), ('told_at__gte', models.F('at')), _connector='OR'), name='moved_end_told_after_it_moved', violation_error_message='告知不能早于期限变动。'),
                ],
            },
        ),
        migrations.RunSQL(docket.CREATE, docket.DROP),
    ]
