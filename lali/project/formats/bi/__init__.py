"""Bislama."""
