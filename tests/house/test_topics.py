"""What was sealed once can be read for ever: a topic with its version never changes its facts."""

from tests.house.topics import announced, frozen


def test_every_topic_stands_on_the_frozen_list_with_its_version_and_its_facts():
    """A changed fact needs a new version; new topics are added by `make topics`."""
    assert sorted(set(announced()) - set(frozen())) == []


def test_no_topic_has_two_lines_of_one_version():
    known = [tuple(line.split(" ")[:2]) for line in frozen()]

    assert len(known) == len(set(known))
    assert frozen() == sorted(frozen())
