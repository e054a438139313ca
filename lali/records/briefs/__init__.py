"""Briefs of evidence and disclosure bundles: what a prosecutor takes to court, and what the defence is given.

Promises: every exhibit is included, withheld with a reason or on the schedule of unused material before a disclosure
bundle is put up; what two persons approved are exact bytes, kept write-once, and never change; what was covered is in
none of them; a possible victim stands by code name unless a lead released the name with a reason. Must never change a
fixed brief: a new version is a new brief that points to the former.
"""
