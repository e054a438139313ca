"""Transfers: what a case gives to other systems in their own forms.

Promises: a lead decides, each export stands in the journal, nobody's name leaves with statistics, and what leaves was
checked against the standard it names. Has no tables of its own.
"""
