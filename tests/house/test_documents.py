"""What is made from the code is as fresh as the code."""

from linli.channels.console.river import page
from tests.house import plan


def test_the_river_is_fresh():
    """`make docs` writes it anew."""
    assert (plan.ROOT / "docs" / "river.md").read_text(encoding="utf-8") == page()
