"""Web shows: one package per audience, each able to run as its own process.

A view reads the request, calls one query or one action, and picks a template.
"""
