"""The words of the story. All invented: persons, companies, numbers, addresses of accounts and wallets.

Telephone numbers are in ranges that neither country has given out. "Golden Lagoon Careers" does not exist.
"""

PASSWORD = "drum-of-the-demo-2026"  # noqa: S105 - printed at every start; it opens invented records only

FIJI_MEMBERS = (
    # e-mail, name, role
    ("litia@htu.example", "Litia Coralgarden", "investigator"),
    ("jone@htu.example", "Jone Breadfruit", "investigator"),
    ("asha@htu.example", "Asha Lanternfish", "supervisor"),
    ("tomasi@htu.example", "Tomasi Lighthouse", "auditor"),
    ("admin@htu.example", "Mere Switchboard", "administrator"),
)
VANUATU_MEMBERS = (
    ("willie@tcu.example", "Willie Banyantree", "investigator"),
    ("rose@tcu.example", "Rose Outrigger", "supervisor"),
    ("marie@tcu.example", "Marie Drumbeat", "awareness"),
    ("samuel@tcu.example", "Samuel Lighthouse", "auditor"),
    ("admin@tcu.example", "Leah Switchboard", "administrator"),
)

WALLET = "TTzyjAhTVCFnhT11z3Rc4J37d12nRvbwbr"  # a TRON address made from a hash: nobody holds its key

FEE_FRAUD = (
    "Bula, they came to our village in Macuata and said Golden Lagoon Careers can put our boys first for PALM. "
    "Each family must pay 350 dollars PALM priority fee today, only ten places left. The man said call 410-0142 "
    "or write to hr@goldenlagoon-careers.example and do not talk to the Ministry, they are slow. "
    "He wants passport photos before any contract."
)
MISSING_GRADUATE = (
    "My sister finished USP in June. On Facebook she saw customer service in Bangkok, 1800 USD a month, no "
    "experience, ticket and room all paid by the company, hired in one chat on Telegram @goldenlagoon_hr. "
    "The number on the ad is WhatsApp (679) 4100142. She flew to Bangkok, then they drove her across a river at night. "
    "Now she says they took her passport and she cannot leave until she pays 4000 dollars. Please help us."
)
FEE_TO_WALLET = (
    "Customer service Bangkok, USD 1800 monthly, no experience needed, age 18-30, good English. "
    "We pay ticket, visa and room. "
    "Processing fee USD 200 in USDT to {wallet}. Only Telegram @goldenlagoon_hr or +679 410 0142. "
    "Leave this week, last seats! Golden Lagoon Careers."
)
SEXTORTION = (
    "I am 17. A girl on Instagram asked for pictures and now she says she will send them to my school and family if I "
    "do not pay with gift cards every Friday. The account is instagram.com/mia.lagoon.demo"
)
GENUINE_NOTICE = (
    "Notice from the Department: fruit picking for the season, November to April. Apply at the Labour Office with your "
    "passport and a police clearance. There is no fee. Do not pay anybody. You sign a written contract with the "
    "approved employer before you travel. Information session at the district office on Monday, 10 am."
)
COUSINS = (
    "Tufala kasen blong mi oli go long Bangkok from wan wok long intanet we Golden Lagoon Careers i promesem. "
    "Wan i kambak, polis i holem hem fastaem olsem man we i mekem trik, be hem i talem se oli fosem hem blong giaman "
    "long pipol, oli kilim hem taem hem i no kasem mak. Narawan i stap yet, oli tekem paspot blong hem. "
    "Telegram @goldenlagoon_hr, mane i go long {wallet}."
)
ASKED_BACK = "Thank you for writing. Do you still have the chat with the recruiter, and on which day did she fly?"

MOTHER_PAID = "I gave him 350 dollars in the hall and he wrote my son's name in a book"
MOTHER_SAID = (
    f"A man called Bob came to our village and spoke of fruit picking abroad. {MOTHER_PAID}. He gave us the number "
    "410-0142 for questions. When we rang the Labour Office they knew nothing of him. (Invented for the demonstration.)"
)
COUSIN_FORCED = "they made us write to strangers for money and beat us when we missed the target"
COUSIN_SAID = (
    "I answered a page on Facebook. In Bangkok a driver took our passports and we crossed a river at night. "
    f"In the house {COUSIN_FORCED}. I was sold once to another house. (Invented for the demonstration.)"
)

CHAT_EXPORT = """\
[12/03/2026, 19:41:07] GL Careers: Hello dear! You are selected for customer service in Bangkok 🎉
[12/03/2026, 19:41:40] GL Careers: No interview needed. We pay ticket, you pay back from salary
[12/03/2026, 19:43:02] M.: Which company is it please? Is there a contract?
[12/03/2026, 19:44:15] GL Careers: Contract when you arrive. Do not tell your family yet, places are few
[12/03/2026, 19:45:59] GL Careers: Send passport photo now to +679 410 0142
(Invented for the Lali demonstration. No such persons, company or number.)
"""
