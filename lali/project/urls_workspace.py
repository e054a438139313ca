"""Root addresses of the workspace process."""

from django.urls import include, path

urlpatterns = [
    path("", include("lali.web.workspace.urls")),
    path("programme/", include("lali.web.programme.urls")),
    path("administration/", include("lali.web.administration.urls")),
    path("configuration/", include("lali.web.administration.configuration_urls")),
    path("account/", include("lali.web.administration.account_urls")),
    path("gallery/", include("lali.web.components.urls")),
]

handler400 = "lali.web.workspace.views.errors.bad_request"
handler403 = "lali.web.workspace.views.errors.forbidden"
handler404 = "lali.web.workspace.views.errors.not_found"
handler500 = "lali.web.workspace.views.errors.server_error"
