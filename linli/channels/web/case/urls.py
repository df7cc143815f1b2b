"""Addresses of these pages. Each step is a noun, and one action of `cases`."""

from django.urls import path

from linli.channels.web.case import arranging, calling, demands, page, routing, steps

CASE = "cases/<int:case_id>/"
DEMAND = CASE + "demands/<int:demand_id>/"

urlpatterns = [
    path(CASE, page.case, name="case"),
    path(CASE + "assessment/", routing.assessment, name="assessment"),
    path(CASE + "dispatch/", routing.dispatch, name="dispatch"),
    path(CASE + "redirection/", routing.redirection, name="redirection"),
    path(CASE + "signature/", steps.signature, name="signature"),
    path(CASE + "progress/", steps.progress, name="progress"),
    path(CASE + "obstacle/", steps.obstacle, name="obstacle"),
    path(CASE + "decision/", steps.decision, name="decision"),
    path(CASE + "escalation/", steps.escalation, name="escalation"),
    path(CASE + "completion/", steps.completion, name="completion"),
    path(CASE + "correction/", arranging.correction, name="correction"),
    path(CASE + "grouping/", arranging.grouping, name="grouping"),
    path(CASE + "files/<int:attachment_id>/", page.case_file, name="case-file"),
    path(DEMAND + "ungrouping/", arranging.ungrouping, name="ungrouping"),
    path(DEMAND + "contact/", demands.contact, name="contact"),
    path(DEMAND + "contact-details/", demands.contact_details, name="contact-details"),
    path(DEMAND + "call-back/", calling.call_back, name="call-back"),
    path(DEMAND + "confirmation/", demands.confirmation, name="confirmation"),
    path(DEMAND + "entrustment/", calling.entrustment, name="entrustment"),
    path(DEMAND + "words/", demands.words, name="case-words"),
]
