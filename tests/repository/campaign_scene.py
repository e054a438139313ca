"""The walk's campaign, and what its addresses and forms need."""

from datetime import date, timedelta

from django.utils import timezone

from lali.records.awareness import actions as awareness
from lali.records.awareness.texts import mark_of
from tests.repository.board_scene import BoardScene

_PLAN = {"title": "Malekula, 18 to 25", "objective": "Ask first.", "starts_on": "2026-11-01", "ends_on": "2027-02-28"}
_WORDS = {"headline": "Ask first", "text": "Ask the labour office.", "what_to_do": "Ring before you pay."}
_SESSION = {"held_on": "2026-11-20", "setting": "village", "place": "Reef (invented)", "form": "A", "women.18-25": "4"}


def build_campaign(runner, writer) -> BoardScene:
    """A campaign with everything in it: `writer` wrote what `runner` may sign."""
    plan = awareness.Plan("Reef (invented)", "They ask first.", date(2026, 11, 1), date(2027, 2, 28))
    number = awareness.plan_campaign(by=runner, plan=plan).pk
    audience = awareness.add_audience(by=runner, number=number, whom=awareness.Whom("bi", ["session"]))
    words = awareness.Words("Ask", "Ask the labour office first.", "Ring before you pay.")
    other = awareness.plan_campaign(by=runner, plan=plan).pk  # words of the first stay as they are: its trial waits
    draft = awareness.write_message(by=writer, number=other, language="en", letter="A", words=words)
    held = awareness.Held(date(2026, 11, 20), "village", "Reef (invented)")
    session = awareness.hold_session(by=runner, number=number, held=held, came={("women", "18-25"): 12})
    typed = [awareness.Typed(1, "101101", "111101")]
    awareness.enter_sheets(by=runner, number=number, session_id=session.pk, typed=typed)
    for language in ("fr", "vi"):
        for letter in "AB":
            where = {"number": number, "language": language, "letter": letter}
            message = awareness.write_message(by=writer, words=words, **where)
            awareness.sign_message(by=runner, seen=mark_of(message), **where)
    code, _other = awareness.open_codes(by=runner, number=number, places=["Reef school", "Reef"], language="fr")
    until = timezone.localdate() + timedelta(days=30)
    declared = awareness.Declared("fr", "began", usual=20, difference=10, until=until)
    trial = awareness.declare_trial(by=runner, number=number, declared=declared)
    of_campaign = {
        "number": number, "audience": audience.pk, "language": "en", "letter": "A", "session": session.pk, "sheet": 1,
        "code": code.code, "trial": trial.pk, "kind": "radio-text",
    }  # fmt: skip
    of_words = {"number": other, "language": "en", "letter": "A", "kind": "radio-text"}
    routes = """campaign campaign_change audience_add audience_remove messages materials
        sessions session_new session session_change session_remove sheets sheet_remove codes codes_open
        code_close trials trial_declare trial_begin trial_give_up results results_file"""
    return BoardScene(
        arguments={f"programme:{route}": of_campaign for route in routes.split()}
        | {f"programme:{route}": of_words for route in ("message", "message_sign", "material")},
        forms={
            "programme:campaign_new": _PLAN,
            "programme:campaign_change": _PLAN,
            "programme:audience_add": {"audience-language": "bi", "audience-channels": "radio"},
            "programme:message": _WORDS,
            "programme:message_sign": {"seen": mark_of(draft)},
            "programme:session_new": _SESSION,
            "programme:session_change": _SESSION,
            "programme:codes_open": {"codes-places": "Reef church", "codes-language": "fr"},
            "programme:trial_declare": {
                "trial-language": "vi",
                "trial-outcome": "checked",
                "trial-usual": "20",
                "trial-difference": "10",
                "trial-until": until.isoformat(),
                "step": "declare",
            },
            "programme:trial_give_up": {"reason-reason": "The posters were taken down"},
            "programme:sheets": {"n0": "2", "b0": "101101", "a0": "111101"},
        },
    )
