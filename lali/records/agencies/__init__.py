"""Agencies, their members, and what each role may do.

Promises: one table says which role may do what, and a lawyer can read it (`vocabulary.ROLES`); members come by a
one-time invitation and by no other way. An "account" is always an online account of somebody we look at: a colleague
who signs in is a *member* of an *agency*.
"""
