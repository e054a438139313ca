"""One message in the six languages of the public site, as a campaign might have it; all invented."""

from datetime import date

from lali.engines.materials import Help, Sign, Source

SAID = {
    "en": (
        "Big pay, no experience, hired by chat in a day?",
        "Some online jobs abroad are prisons: people are locked in and forced to cheat others. If you were forced, you are a victim. Ask for help.",
        "Stop. Check it first.",
    ),
    "fr": (
        "Gros salaire, aucune expérience, embauche par messagerie en un jour ?",
        "Certains emplois en ligne à l’étranger sont des prisons : on y enferme des gens et on les force à escroquer. Demandez de l’aide.",
        "Arrêtez-vous. Vérifiez d’abord.",
    ),
    "bi": (
        "Bigfala pei, no nid ekspiriens, oli tekem yu long jat long wan dei?",
        "Sam wok long intanet long narafala kantri oli olsem kalabus: oli lokem man insaed mo fosem hem blong giaman. Askem help.",
        "Stop. Jekem fastaem.",
    ),
    "fj": (
        "Levu na isau, sega ni gadrevi na kila, digitaki ga ena chat ena dua na siga?",
        "Eso na cakacaka ena internet e vanua tani e vaka e dua na valeniveivesu: era sogolati na cakacaka ra qai vakasaurarataki me ra veidabui.",
        "Vakatulewa malua, vakadeitaka taumada.",
    ),
    "hif": (
        "Bahut paisa, koi experience nahi maange, ek din me chat par naukri?",
        "Bides me kuchh online kaam jail ke rakam hai: log ke band kar ke duusra log ke thage ke majboor kare hai. Madad maango.",
        "Ruko, pahile check karo.",
    ),
    "vi": (
        "Lương cao, không cần kinh nghiệm, nhận việc qua chat chỉ trong một ngày?",
        "Một số việc làm trực tuyến ở nước ngoài giống như nhà tù: người ta bị nhốt và bị ép đi lừa đảo. Hãy tìm sự giúp đỡ.",
        "Hãy dừng lại và kiểm tra trước.",
    ),
}
SIGNS = (
    Sign("Work does not cost money.", "Who asks you to pay first wants your money.", "fee"),
    Sign("Your passport stays with you.", "Who keeps it can keep you.", "passport"),
    Sign("Tell one person you trust.", "Who says “tell nobody” has a reason to hide.", "tell"),
)
MESSAGES = [(f"Sender {number}", f"Message {number}. Come to Suva, there is no fee.") for number in range(1, 7)]


def source(language="en", **other):
    headline, text, act = SAID[language]
    facts = {
        "headline": headline,
        "text": text,
        "act": act,
        "address": "https://lagoon.example/c/K7M2QX/",
        "agency": "Lagoon State Police",
        "as_of": date(2026, 11, 20),
        "code": "K7M2QX",
        "help": (Help("1325", "Child Helpline"), Help("+679 555 0142", "Anti-trafficking desk")),
        "notice": "Fictional",
    }
    return Source(language=language, **facts | other)
