"""Lali: the open platform with which a State prevents and fights online trafficking in persons.

Four floors, one direction: `project` assembles, `web` shows, `records` keep, `engines` compute.
"""
