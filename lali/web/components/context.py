"""What every page of both rooms knows without asking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - Django's signature
    """Context processor: `demo` (is everything here invented?), `house` (name of the node), `country` (two letters)."""
    return {"demo": settings.DEMO, "house": settings.NODE.name, "country": settings.COUNTRY}
