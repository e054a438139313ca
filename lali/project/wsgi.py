"""The WSGI application that granian serves; which audience it is, the environment says."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

GARBAGE = (20_000, 20, 50)  # measured: with Python's own, a page of thousands of rows waits 150 ms for collections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lali.project.settings")
application = get_wsgi_application()

if settings.IS_PUBLIC:
    from lali.web.public.outbox import try_again_later

    try_again_later()  # what a stop has left

_pages = get_resolver().url_patterns  # every page is imported now, not while the first visitor waits
gc.collect()
gc.freeze()  # what is there now stays: it is not gone through again for each page
gc.set_threshold(*GARBAGE)
