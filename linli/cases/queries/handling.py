"""Who had a hand in a case."""

from collections.abc import Collection

from linli.cases.models import Case, StepTaken
from linli.cases.rules.calling import Handled
from linli.cases.rules.life import Step

# Speaking for the handling: who took one of these steps cannot ask whether it is really solved.
HANDLING = (Step.SIGN, Step.PROGRESS, Step.OBSTACLE, Step.REPORT_DONE)


def handled_in(case_id: int) -> Handled:
    """The persons and parties that handled the case so far, the lead party included."""
    return handled_in_each([case_id])[case_id]


def handled_in_each(case_ids: Collection[int]) -> dict[int, Handled]:
    """The persons and parties that handled each of these cases, by case; two queries."""
    parties = {
        case_id: {lead} for case_id, lead in Case.objects.filter(pk__in=case_ids).values_list("pk", "lead_id")
    }
    people: dict[int, set[int | None]] = {case_id: set() for case_id in parties}
    rows = StepTaken.objects.filter(case_id__in=case_ids, step__in=HANDLING)
    for case_id, person, party in rows.values_list("case_id", "person_id", "party_id"):
        people[case_id].add(person)
        parties[case_id].add(party)
    return {
        case_id: Handled(frozenset(people[case_id] - {None}), frozenset(parties[case_id] - {None}))
        for case_id in parties
    }
