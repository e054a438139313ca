"""Addresses of the public site. All are open: there is nobody to sign in."""

from django.urls import path, re_path

from lali.web.public.views import (
    again,
    arrival,
    check,
    conversation,
    files,
    learn,
    listen,
    lure,
    play,
    questions,
    reading,
    report,
    routes,
)

app_name = "public"
urlpatterns = [
    path("", reading.home, name="home"),
    re_path(r"^c/(?P<code>[^/]{0,60})/?$", arrival.arrival, name="arrival"),  # typed by hand: with or without a slash
    path("check/", check.check, name="check"),
    path("check/questions/", questions.seven, name="questions"),
    path("learn/", learn.learn, name="learn"),
    path("learn/again/", again.again, name="again"),
    path("learn/days/", learn.dates, name="dates"),
    path("learn/play/", play.play, name="play"),
    path("learn/stories/", learn.home_again, name="stories"),
    path("agencies/", routes.agencies, name="agencies"),
    path("near/", routes.near, name="near"),
    path("lure/", lure.lure, name="lure"),
    path("lure/feed.xml", lure.feed_xml, name="lure_xml"),
    path("lure/feed.json", lure.feed_json, name="lure_json"),
    path("report/", report.report, name="report"),
    path("report/files/", files.files, name="files"),
    path("code/", conversation.conversation, name="code"),
    path("help/", reading.numbers, name="help"),
    path("help/ask/", reading.help_ask, name="help_ask"),
    path("help/countries/", reading.countries, name="countries"),
    path("pocket/", reading.pocket, name="pocket"),
    path("pocket/file/", reading.pocket_file, name="pocket_file"),
    path("listen/<slug:page>/", listen.listen, name="listen"),
    path("traces/", reading.traces, name="traces"),
]
