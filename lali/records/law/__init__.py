"""Law: offences and their elements as reference data, with where each was read and how sure that is.

Promises: an offence is never changed in place, each edit is a new version with who, when and why, and cases keep to
the version they used; what ships with the program never overwrites an edit made here. Must never pass for legal
advice: until a prosecutor confirmed a version, every screen that shows it says so.
"""
