"""Addresses of administration, to be included at `administration/`."""

from django.urls import path

from lali.web.administration.views import entrance, journal, known, members

app_name = "administration"
urlpatterns = [
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<int:pk>/", members.member, name="member"),
    path("members/<int:pk>/end/", members.end, name="end"),
    path("members/<int:pk>/reinstate/", members.reinstate, name="reinstate"),
    path("members/<int:pk>/new-password/", members.password_link, name="password_link"),
    path("members/<int:pk>/unit/", members.unit_of_member, name="member_unit"),
    path("units/", members.unit_add, name="unit_add"),
    path("units/<int:pk>/end/", members.unit_end, name="unit_end"),
    path("invitations/<int:pk>/withdraw/", members.withdraw, name="withdraw"),
    path("roles/", members.roles, name="roles"),
    path("journal/", journal.journal, name="journal"),
    path("journal/check/", journal.check, name="check"),
    path("journal/compare/", journal.compare, name="compare"),
    path("known/", known.lists, name="known"),
    path("known/add/", known.add, name="known_add"),
    path("known/<int:number>/end/", known.end, name="known_end"),
    path("language/", entrance.language, name="language"),
    path("invitation/<str:token>/", entrance.invitation, name="invitation"),
    path("new-password/<str:token>/", entrance.new_password, name="new_password"),
]
