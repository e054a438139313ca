"""The components as template tags: `{% load components %}`."""
