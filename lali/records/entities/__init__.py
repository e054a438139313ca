"""Identifiers and persons: who and what a record speaks of, each kept once.

Promises: one phone number is one row however it was written; "seen in N other records" is a count that tells nobody
which; a person's name is sealed under that person's own key, and someone with a victim's role is shown by a code name
only. Must never decide that two persons are one: a person does.
"""
