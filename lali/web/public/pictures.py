"""Which drawing stands beside a sign, wherever the public site shows one."""

PICTURES = {
    "fee": ("upfront_fee", "debt_bond", "debt_offer", "money_mule", "task_deposit", "pay_giftcard", "pay_too_high"),
    "passport": ("passport_taken", "tourist_visa", "id_early"),
    "closed-door": ("cannot_leave", "no_contact", "secrecy", "isolate", "sold_on"),
    "plane": ("job_abroad", "all_paid", "risk_place", "transit_change", "travel_to_meet", "charter_group"),
    "chat": ("private_channel", "platform_switch", "no_interview", "fast_intimacy"),
    "phone": ("plea_help", "silent_since", "obfuscated_contact"),
    "danger": ("violence_threat",),
}
PICTURE_OF = {sign: picture for picture, signs in PICTURES.items() for sign in signs}
