"""Switches the flow on when Django is ready."""

from django.apps import AppConfig


class LinliConfig(AppConfig):
    """The installation as a whole."""

    name = "linli.config"
    label = "linli"

    def ready(self) -> None:
        """Hand `flow.py` to those who announce, and to the clock."""
        from django.conf import settings

        from linli.audit.actions import listen
        from linli.errands.actions import bring
        from linli.flow import FLOW, TICKS

        listen(FLOW)
        # In the demonstration every visitor has a clock of their own: the one of today would be months late for all.
        bring(() if settings.LINLI_DEMO else TICKS)
