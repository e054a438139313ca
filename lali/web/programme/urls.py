"""Addresses of the programme, to be included at `programme/`."""

from django.urls import path

from lali.web.programme.views import campaigns

app_name = "programme"
urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign_new"),
    path("campaigns/<int:number>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:number>/change/", campaigns.change, name="campaign_change"),
]
