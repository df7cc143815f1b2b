"""`linli catcher`: the letter box that stands in for the gateways."""

import argparse

from linli.channels.messaging.catcher import run


def catch(told: argparse.Namespace) -> int:
    """Take letters until told to stop."""
    run(told.host, told.port)
    return 0
