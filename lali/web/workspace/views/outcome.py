"""Calling an action for a form, as every room does."""

from lali.web.components.outcome import carried_out

__all__ = ["carried_out"]
