"""Awareness: campaigns, what they say, the sessions they hold, and trials of one message against another.

Promises: nobody is named: attendance is counted by sex and age band, a sheet of the paper test has a number and no
name; words are shown to the public when a second person has read them; what a trial will compare, and how many it
needs, is written down before it begins and cannot be changed after. It must never follow a person anywhere.
"""
