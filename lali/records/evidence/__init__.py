"""Exhibits: originals sealed as they stream in, and the line of life of each.

Promises: an original is hashed twice and encrypted in the pass that takes it in, kept write-once under the digest of
its sealed bytes, and never replaced; every receiving, opening and copying is a custody event in the journal's Merkle
log. A stop in the middle leaves either a whole exhibit or an unfinished intake that is listed. Must never serve an
upload in a form that a browser would run.
"""
