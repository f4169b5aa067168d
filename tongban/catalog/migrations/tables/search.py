"""What is searched, and what people search for."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='SearchEntry',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('key', models.CharField(max_length=36, unique=True)),
            ('name', models.CharField(max_length=200)),
            ('words', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ('results', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ('bodies', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ('themes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ('materials', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ('traits', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ('digest', models.CharField(max_length=64)),
        ],
    ),
    migrations.CreateModel(
        name='SearchPlacing',
        fields=[
            ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='catalog.item')),
            ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.searchentry')),
            ('region', models.CharField(max_length=12)),
            ('badges', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
        ],
        options={
            'indexes': [
                models.Index(fields=['entry', 'region', 'item'], name='catalog_search_placing'),
            ],
        },
    ),
    migrations.CreateModel(
        name='SearchStamp',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('value', models.BigIntegerField()),
        ],
    ),
    migrations.CreateModel(
        name='SynonymGroup',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('say', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
            ('means', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
            ('active', models.BooleanField(default=True)),
            ('by_hand', models.BooleanField(default=False)),
            ('changed_at', models.DateTimeField()),
        ],
        options={
            'ordering': ('-changed_at', 'id'),
            'constraints': [
                models.CheckConstraint(condition=models.Q(('say__len__gt', 0)), name='catalog_synonyms_say_something', violation_error_message='同义词组至少要有一个人们会说的词'),
                models.CheckConstraint(condition=models.Q(('say__len__gt', 1), ('means__len__gt', 0), _connector='OR'), name='catalog_synonyms_are_several', violation_error_message='同义词组至少要有两个词'),
            ],
        },
    ),
    migrations.CreateModel(
        name='MissedWords',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('words', models.CharField(max_length=60, unique=True)),
            ('asked', models.PositiveIntegerField(default=0)),
            ('told', models.PositiveIntegerField(default=0)),
            ('first_on', models.DateField()),
            ('last_on', models.DateField()),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(('words__regex', '[0-9]{5}|@'), _negated=True), name='catalog_missed_no_numbers', violation_error_message='像号码或者邮箱的内容不能留下'),
            ],
        },
    ),
    migrations.CreateModel(
        name='HotWords',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('words', models.CharField(max_length=200)),
            ('day', models.DateField()),
            ('asked', models.PositiveIntegerField()),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('day', 'words'), name='catalog_hot_words_once_a_day', violation_error_message='同一天的同一个词只计一行'),
            ],
        },
    ),
]
