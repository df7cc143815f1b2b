"""A command that needs Django: make it ready, run it, put what goes wrong into a sentence."""

import argparse
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError
from django.utils import translation

from linli.channels.console.main import Stopped, named
from linli.channels.console.words import _
from linli.channels.web.refusals import sentence
from linli.kernel.refused import Refused


def run(told: argparse.Namespace, language: str) -> int:
    """Run the command with Django ready; its exit status. Raises Stopped with a sentence for what went wrong."""
    try:
        django.setup()
    except (ValueError, ImproperlyConfigured, OSError) as error:
        raise Stopped(_("设置不对：%(why)s") % {"why": error}) from error
    with translation.override(language):
        try:
            return named(told.run)(told)
        except Refused as refused:
            print(sentence(refused), file=sys.stderr)
            return 1
        except (DatabaseError, InterfaceError) as error:
            # The first line says what; the rest may show what people wrote.
            why = str(error).strip().partition("\n")[0]
            raise Stopped(_("数据库不答应：%(why)s。运行 linli doctor 看看。") % {"why": why}) from error
