"""Who had a hand in a case."""

from linli.cases.models import Case, StepTaken
from linli.cases.rules.calling import Handled
from linli.cases.rules.life import Step

# Speaking for the handling: who took one of these steps cannot ask whether it is really solved.
HANDLING = (Step.SIGN, Step.PROGRESS, Step.OBSTACLE, Step.REPORT_DONE)


def handled_in(case_id: int) -> Handled:
    """The persons and parties that handled the case so far, the lead party included."""
    rows = StepTaken.objects.filter(case_id=case_id, step__in=HANDLING).values_list("person_id", "party_id")
    people, parties = set(), set()
    for person, party in rows:
        people.add(person)
        parties.add(party)
    parties.add(Case.objects.values_list("lead_id", flat=True).get(pk=case_id))
    return Handled(frozenset(people - {None}), frozenset(parties - {None}))
