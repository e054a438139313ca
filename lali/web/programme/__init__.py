"""The programme: campaigns and what they brought about, and the words of the public site.

Screens of awareness officers, translators and whoever reports to a donor. Promises: a sheet is typed by keyboard alone
and what was typed is never lost; no number about fewer than ten people is shown as a result. Must never show a tip or a
case.
"""
