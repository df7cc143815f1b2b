"""Who had a hand in a case."""

from collections.abc import Collection

from django.db.models import Q

from linli.cases.models import Case, StepTaken
from linli.cases.rules.calling import Handled
from linli.cases.rules.life import Step

# Speaking for the handling: who took one of these steps cannot ask whether it is really solved.
HANDLING = (Step.SIGN, Step.PROGRESS, Step.OBSTACLE, Step.REPORT_DONE)


def handled_in(case: Case) -> Handled:
    """The persons and parties that handled the case so far, or one that was grouped into it; the lead included."""
    here = Q(case_id=case.pk) | Q(case__merged_into_id=case.pk)
    rows = list(StepTaken.objects.filter(here, step__in=HANDLING).values_list("person_id", "party_id"))
    people = frozenset(person for person, _party in rows if person)
    parties = frozenset({party for _person, party in rows if party} | ({case.lead_id} if case.lead_id else set()))
    return Handled(people, parties)


def handled_in_each(case_ids: Collection[int]) -> dict[int, Handled]:
    """The persons and parties that handled each of these cases, or one that was grouped into it; two queries."""
    leads = dict(Case.objects.filter(pk__in=case_ids).values_list("pk", "lead_id"))
    people: dict[int, set[int]] = {case_id: set() for case_id in leads}
    parties: dict[int, set[int]] = {case_id: {lead} if lead else set() for case_id, lead in leads.items()}
    here = Q(case_id__in=case_ids) | Q(case__merged_into__in=case_ids)
    rows = StepTaken.objects.filter(here, step__in=HANDLING)
    for own, into, person, party in rows.values_list("case_id", "case__merged_into_id", "person_id", "party_id"):
        for case_id in [one for one in (own, into) if one in leads]:
            people[case_id] |= {person} if person else set()
            parties[case_id] |= {party} if party else set()
    return {case_id: Handled(frozenset(people[case_id]), frozenset(parties[case_id])) for case_id in leads}
