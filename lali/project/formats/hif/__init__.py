"""Fiji Hindi."""
