"""Addresses of the gallery; the project includes them under a prefix of its choice."""

from django.urls import path

from lali.web.components import views

app_name = "components"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("public/", views.public_gallery, name="public_gallery"),
]
