"""Clocks: when something is due that was set in hours, days or working days.

Promises: the earlier reading where two are possible, so that nobody is late by trusting it; the same wall-clock time in
the place where the clock runs, whatever the place does to its clocks in between. Must never know what is due.
"""

from lali.engines.clocks.due import LONGEST, LengthIsTooLong, Unit, due_after

__all__ = ["LONGEST", "LengthIsTooLong", "Unit", "due_after"]
