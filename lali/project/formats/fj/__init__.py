"""Fijian."""
