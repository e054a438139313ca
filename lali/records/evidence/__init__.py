"""Exhibits: originals sealed as they stream in, each with its chain of custody; statements, and cited passages.

Promises: an original is hashed twice and encrypted in the pass that takes it in, kept write-once under the digest of
its sealed bytes, and never replaced; every receiving, opening and copying is a custody event in the journal's Merkle
log. A stop in the middle leaves either a whole exhibit or an unfinished intake that is listed. A statement is
corrected by a new version, the old one stays; a passage keeps the digest of what it was cited from. Must never serve an
upload in a form that a browser would run.
"""
