"""Writers that meet, each in a process of its own."""

WRITERS, RINGS = 8, 40


def test_eight_writers_at_once_make_one_whole_chain_in_each_community(outside):
    writers = [outside.start("tests.audit.bell", "ring", str(RINGS)) for _ in range(WRITERS)]

    ends = [(writer.communicate(timeout=120)[1], writer.returncode) for writer in writers]

    assert ends == [("", 0)] * WRITERS
    assert outside.run("tests.audit.bell", "verify").stdout.split("\n")[:2] == [f"{WRITERS * RINGS} None"] * 2
