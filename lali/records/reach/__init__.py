"""Place codes of campaigns, and how often each led somewhere: summed, never traced.

A place code stands on a poster or is read out by a radio; it leads to the campaign's message on the public site. It
lives in the letterbox database, for the public process shows and counts it; campaigns open and close codes from above.
Promises: what is kept is a number for each code, variant, day and step, and nothing of who came; no code goes on into a
report. Numbers are of loads of a page, not of people: one person who looks twice counts twice, a preview made by a chat
counts too, and whoever wants to can load a page again and again. Beyond MOST_A_DAY it is not counted on.
"""
