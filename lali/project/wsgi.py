"""The WSGI application that granian serves; which audience it is, the environment says."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lali.project.settings")
application = get_wsgi_application()
