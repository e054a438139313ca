"""The WSGI application that granian serves; which audience it is, the environment says."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lali.project.settings")
application = get_wsgi_application()

if settings.IS_PUBLIC:
    from lali.web.public.outbox import try_again_later

    try_again_later()  # what a stop has left
