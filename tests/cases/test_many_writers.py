"""Writers that meet over one number, each in a process of its own."""

WRITERS, TIMES = 8, 5


def test_eight_writers_at_once_get_different_numbers_and_the_same_form_is_taken_once(outside):
    where = outside.run("tests.cases.saying", "build").stdout.split()
    writers = [outside.start("tests.cases.saying", f"writer-{nth}", str(TIMES), *where) for nth in range(WRITERS)]

    ends = [writer.communicate(timeout=120) for writer in writers]

    told = [out.split() for out, _err in ends]
    shared, own = told[0][:TIMES], [number for numbers in told for number in numbers[TIMES:]]
    assert [err for _out, err in ends] == [""] * WRITERS
    assert [numbers[:TIMES] for numbers in told] == [shared] * WRITERS
    assert sorted(shared + own) == [f"1102-{nth:02d}" for nth in range(1, TIMES * (WRITERS + 1) + 1)]
    assert outside.run("tests.cases.saying", "verify", where[0]).stdout == "None\n"
