"""How many cases the bench compares, and who works on them; known to the process that asks and to the one that fills."""

from lali.project.demo.story import FIJI_MEMBERS

FEW, MANY = 10, 2000
HUB = 5  # number of a case whose wallet stands in every HUB-th case: 400 of them, and their tips
TEAM = [email for email, _name, role in FIJI_MEMBERS if role in {"investigator", "supervisor"}]
