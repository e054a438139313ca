"""Where sealed originals are kept: one store in the node's exhibit folder."""

from django.conf import settings

from lali.engines.custody import Store


def exhibit_store() -> Store:
    """The node's write-once store."""
    return Store(settings.EXHIBIT_FOLDER)
