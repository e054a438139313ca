"""The letterbox: sealed reports from the public, and sealed letters both ways.

It lives in a database of its own, all that the public process can touch. Promises: a report is sealed to the agency's
key before it is stored, so the public process cannot read back what it took in; nothing about the visitor is kept
(no address, no browser, and times only to the hour); the reporter's code is never stored, only what it derives.
"""
