"""`linli demo`: the console finds it by entry point."""

import argparse

from linli.channels.console.words import _

STORIES = ("A", "A0", "A2", "B", "C", "D", "E", "F")


def command(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command; its module is loaded when it is given."""
    words = _("建演示社区，或者在空数据库里演一个故事")
    parser = parsers.add_parser("demo", help=words, description=words)
    parser.add_argument("--story", choices=STORIES, help=_("只演这个故事，一步一步说给您听"))
    parser.set_defaults(run="linli.demo.playing:demo", without_django=False)
