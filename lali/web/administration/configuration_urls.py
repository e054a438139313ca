"""Addresses of the configuration, to be included at `configuration/`."""

from django.urls import path

from lali.web.administration.views import configuration

app_name = "configuration"
urlpatterns = [
    path("", configuration.overview, name="overview"),
    path("history/", configuration.history, name="history"),
    path("history/<int:number>/", configuration.version, name="version"),
    path("history/<int:number>/file/", configuration.download, name="download"),
    path("file/", configuration.file, name="file"),
    path("<slug:group>/new/", configuration.new, name="new"),
    path("<slug:group>/<slug:code>/", configuration.part, name="part"),
    path("<slug:group>/<slug:code>/change/", configuration.change, name="change"),
    path("<slug:group>/<slug:code>/<slug:inside>/new/", configuration.new, name="new_inside"),
    path("<slug:group>/<slug:code>/<slug:inside>/<slug:part>/", configuration.change, name="change_inside"),
]
