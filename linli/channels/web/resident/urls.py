"""Addresses of these pages."""

from django.urls import path

from linli.channels.web.resident import answering, arriving, finding, following, reading, saying

RECEIPT = "r/<str:token>/"

urlpatterns = [
    path("", arriving.home, name="home"),
    path("c/<slug:slug>/", arriving.community, name="community"),
    path("c/<slug:slug>/say/", saying.say, name="say"),
    path("e/<str:key>/", arriving.entrance, name="entrance"),
    path("find/", finding.find, name="find"),
    path(RECEIPT, following.receipt, name="receipt"),
    path(RECEIPT + "paper/", following.paper, name="paper"),
    path(RECEIPT + "words/", answering.more_words, name="more-words"),
    path(RECEIPT + "answer/", answering.own_answer, name="own-answer"),
    path(RECEIPT + "files/<int:attachment_id>/", following.own_file, name="own-file"),
    path(RECEIPT + "qr.svg", following.receipt_qr, name="receipt-qr"),
    path("elder/<str:how>/", reading.elder, name="elder"),
    path("language/<str:code>/", reading.language, name="language"),
    path("my/", reading.my, name="my"),
    path("seat/<int:appointment_id>/", reading.seat, name="seat"),
]
