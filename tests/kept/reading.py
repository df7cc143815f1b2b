"""Reads all that a database tells to those who may see it: `python -m tests.kept.reading`; JSON."""

import json
from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()

from linli.cases.access.door import case_for, open_case, own_case
from linli.cases.models import Case, Demand
from linli.letters.models import Letter
from linli.people.access import phone_of
from linli.people.models import Person
from linli.people.rules import Role
from tests.cast import MONDAY, acting

AT = MONDAY + timedelta(days=1)


def read() -> dict[str, object]:
    """Every case as its desk sees it and as anybody does, every receipt, every telephone, every letter."""
    cases = [case_for(case.pk, by=acting(case.community_id, Role.DESK, at=AT), at=AT) for case in Case.objects.all()]
    receipts = [own_case(token, at=AT)[1] for token in Demand.objects.values_list("token", flat=True)]
    return {
        "states": sorted({case.state for case in cases}),
        "words": sorted(str(demand.words) for case in cases for demand in case.demands),
        "steps": sum(len(case.steps) for case in cases),
        "own": sorted(str(demand.words) for demand in receipts),
        "open": sum(open_case(case.id, at=AT).number == case.number for case in cases),
        "cases": len(cases),
        "telephones": sorted(phone_of(pk) for pk in Person.objects.exclude(phone=None).values_list("pk", flat=True)),
        "letters": Letter.objects.count(),
    }


if __name__ == "__main__":
    print(json.dumps(read(), ensure_ascii=False))
