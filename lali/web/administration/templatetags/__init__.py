"""The template tags of administration."""
