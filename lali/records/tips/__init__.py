"""Tips: what somebody told us, and what becomes of it.

Promises: every tip ends in a case, a referral or a closing with a reason; two members acting at once never lose each
other's work (each decision names the version it was made on); the reporter sees the state by code. Must never show
who else holds what a tip mentions, only in how many other records it was seen.
"""
