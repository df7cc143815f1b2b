"""The log, its heads and its keys; entries and threads stay as they were written."""

import django.db.models.deletion
from django.db import migrations, models

from linli.database.differences import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("community_id", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("seal", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="SubjectKey",
            fields=[
                ("subject", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("key", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("community_id", models.PositiveBigIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("event_id", models.UUIDField(unique=True)),
                ("topic", models.CharField(max_length=80)),
                ("version", models.PositiveSmallIntegerField()),
                ("subject", models.CharField(max_length=60)),
                ("actor", models.CharField(max_length=60)),
                ("because_of", models.UUIDField(null=True)),
                ("threads", models.JSONField(default=list)),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("body", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("seal", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [models.Index(fields=["subject"], name="entry_by_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community_id", "number"), name="an_entry_has_one_place_in_its_chain"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.PositiveBigIntegerField()),
                (
                    "entry",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.entry"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case_id", "entry"], name="thread_by_case")],
            },
        ),
        AppendOnly("audit_entry"),
        AppendOnly("audit_thread"),
    ]
