"""Addresses of these pages."""

from django.urls import path

from linli.channels.web.desk import calls, homes, inbox, intake, papers, stewards

urlpatterns = [
    path("desk/", inbox.inbox, name="inbox"),
    path("desk/rows/", inbox.inbox_rows, name="inbox-rows"),
    path("desk/intake/", intake.intake, name="intake"),
    path("desk/households/", homes.households, name="households"),
    path("desk/households/<int:household_id>/", homes.household, name="household"),
    path("desk/call-backs/", calls.call_backs, name="call-backs"),
    path("desk/stewards/", stewards.stewards, name="stewards"),
    path("desk/stewards/<int:person_id>/card/", stewards.hand_card, name="hand-card"),
    path("desk/cards/<int:card_id>/end/", stewards.end_card, name="end-card"),
    path("desk/slips/", papers.slips, name="slips"),
    path("desk/slips/<int:letter_id>/telling/", papers.slip_telling, name="slip-telling"),
    path("desk/posters/<int:entrance_id>/", papers.entrance_poster, name="entrance-poster"),
]
