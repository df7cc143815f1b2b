"""What cases do when news comes from upstream."""

from linli.cases.actions.rule_book import adopt_rule_book
from linli.kernel.event import News


def take_a_rule_book(news: News) -> None:
    """A new community gets the rule book that ships with Linli, to be edited by its people."""
    adopt_rule_book(news.event.subject_id, by=news.by, at=news.recorded_at)
