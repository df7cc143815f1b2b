"""In a process of its own: builds the town and lets one letter be written; says its number."""

import django

if __name__ == "__main__":
    django.setup()

    from linli.letters.actions import write
    from tests.cast import LINLI, MONDAY, build

    here = build().huaiyin
    print(
        write(
            "demand:1:received:1",
            community_id=here.community_id,
            about="demand:1",
            words_code="demand.received",
            facts={"number": "1102-01"},
            person_id=here.persons["resident"],
            zone_id=here.zones["13-2"],
            by=LINLI,
            at=MONDAY,
        )
    )
