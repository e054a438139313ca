"""The workspace: triage, cases, exhibits, packets, for investigators and their supervisors.

Calm and dense; what needs me now comes first. Must never show a member what their teams do not hold.
"""
