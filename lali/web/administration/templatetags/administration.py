"""`{% load administration %}`: small things that the pages of administration say."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info

from lali.records.agencies.vocabulary import Permission

register = template.Library()


@register.filter
def from_now(wait: timedelta) -> datetime:
    """The moment at which a wait that begins now is over."""
    return timezone.now() + wait


@register.filter
def may(user: Any, permission: str) -> bool:
    """Whether a member's role carries a permission, by its code: `{% if user|may:"invite" %}`; False for a visitor."""
    return user.is_authenticated and user.may(Permission(permission))


@register.simple_tag
def idle_minutes() -> int:
    """After how many minutes without a request a member is signed out."""
    return settings.IDLE_TIME_OUT // 60


@register.simple_tag
def tongues() -> list[tuple[str, str]]:
    """The workspace's languages, each named in itself."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
