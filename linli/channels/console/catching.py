"""`linli catcher`: the letter box that stands in for the gateways."""

import argparse

from linli.channels.console.main import Stopped
from linli.channels.console.words import _
from linli.channels.messaging.catcher import run


def catch(told: argparse.Namespace) -> int:
    """Take letters until told to stop."""
    try:
        run(told.host, told.port)
    except (OSError, OverflowError) as error:
        facts = {"host": told.host, "port": told.port, "why": error}
        raise Stopped(_("%(host)s 的 %(port)s 端口用不了（%(why)s）。") % facts) from error
    return 0
