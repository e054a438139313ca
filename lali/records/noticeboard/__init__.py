"""The noticeboard: what the public site says about the ways to work that can be asked about, and not about a visitor.

Licensed agencies, official routes, opportunities near home. It lies in the letterbox's database, so that the public
process can read it. Promises: nothing is shown before a second person has confirmed it, but for what ships with the
program, which says that it is to be confirmed; every entry carries its source and the day it was checked; what is older
than 180 days says so. Must never accuse: that a name does not stand here proves nothing about anybody.
"""
