"""Moments as people say them, on the wall clock that is active."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def said_at(moment: datetime, now: datetime) -> str:
    """A moment as people say it, on the wall clock of the community: 今天21:42, 明天09:15, 11月26日18:00."""
    here, today = timezone.localtime(moment), timezone.localtime(now).date()
    # The end of a natural day reads as that day, not as 0:00 of the next.
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        return _("%(day)s24:00") % {"day": said_on((here - timedelta(minutes=1)).date(), today)}
    return _("%(day)s%(time)s") % {"day": said_on(here.date(), today), "time": f"{here:%H:%M}"}


def said_day(moment: datetime, now: datetime) -> str:
    """The day of a moment, on the wall clock that is active, as `said_on` says it."""
    return said_on(timezone.localtime(moment).date(), timezone.localtime(now).date())


def said_on(day: date, today: date) -> str:
    """A day as people say it: 今天, 明天, 昨天, 11月26日; with the year when it is another one."""
    names = {0: _("今天"), 1: _("明天"), -1: _("昨天")}
    apart = (day - today).days
    if apart in names:
        return names[apart]
    # What stands between the quotes are Django's letters for a date: in English the month has a name.
    return date_format(day, _("n月j日") if day.year == today.year else _("Y年n月j日"))
