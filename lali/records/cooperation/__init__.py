"""Cooperation: partner countries, the packets that leave for them and those that come from them.

Promises: only what a member chose leaves, and exactly the bytes that a second member saw and approved; victims and
names are not offered at all; each packet is sealed to one partner's key and answered by a signed receipt. A packet
that is altered, repeated, over its date or meant for somebody else is refused with the reason.
"""
