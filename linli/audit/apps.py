"""Audit as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Its name and label."""

    name = "linli.audit"
    label = "audit"
