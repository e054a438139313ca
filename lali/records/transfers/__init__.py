"""Transfers: what a case gives to other systems in their own forms, and a whole case from one Lali to another.

Promises: a lead decides, each export stands in the journal, nobody's name leaves with statistics, and what leaves was
checked against the standard it names. A whole case leaves only when two members have seen to it, sealed to one receiver
and signed; it comes in whole or not at all, once, and what the sender's members did stays under their names. Must never
hold an original in memory, leave a word of a case in clear on a disk, or take in what the sender did not sign.
"""
