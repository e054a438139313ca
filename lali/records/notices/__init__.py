"""Notices: "something concerns you", told to a member in the workspace and, if wanted, by e-mail.

Promises: a notice holds a kind and a reference, never a name, a title or any content; what the reference leads to is
behind its own door. Must never tell a member that a record exists which they may not know of: whoever notifies has
checked that.
"""
