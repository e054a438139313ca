"""Addresses of the public process: the language stands in the path, so that no cookie need remember it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from lali.web.public.views import arrival, channels, errors, flows, platforms
from lali.web.public.views.reading import leave

urlpatterns = [
    path("leave/", leave, name="leave"),
    re_path(r"^c/(?P<code>[^/]{0,60})/?$", arrival.by_code, name="place_code"),
    path("channels/sms/", channels.kannel, name="kannel"),
    path("channels/rapidpro/", channels.rapidpro, name="rapidpro"),
    path("channels/rapidpro/check/", flows.check, name="flow_check"),
    path("channels/rapidpro/help/", flows.ring, name="flow_help"),
    path("channels/whatsapp/", platforms.whatsapp, name="whatsapp"),
    path("channels/messenger/", platforms.messenger, name="messenger"),
    *i18n_patterns(path("", include("lali.web.public.urls"))),
]

handler400 = errors.bad_request
handler403 = errors.bad_request
handler404 = errors.not_found
handler500 = errors.server_error
