"""The public site: check an offer, report safely, come back with the code, find help.

What it is for: a job-seeker, a parent, a worker far from home, on a borrowed phone and a slow line. It promises that
nothing about the visit is kept: no cookie, no session, no address or browser in a record or a log; that a report is
sealed before it is stored and this process cannot open it; that every page is one request and works without a script.
It must never call an offer safe or a person guilty, put typed words or a code into an address, load anything from
elsewhere, or reach a record other than the letterbox.
"""
