"""What applications are called, as they write themselves, by the format that reads their exports."""

APPLICATIONS = {
    "cellebrite": "Cellebrite UFDR",
    "google_chat": "Google Chat",
    "imessage_text": "iMessage",
    "line": "LINE",
    "messenger_or_instagram": "Messenger / Instagram",
    "messenger_or_instagram_html": "Messenger / Instagram (HTML)",
    "signal": "Signal",
    "sms_backup": "SMS Backup & Restore",
    "table": "Table",
    "telegram": "Telegram",
    "telegram_html": "Telegram (HTML)",
    "tiktok": "TikTok",
    "tiktok_text": "TikTok",
    "viber": "Viber",
    "whatsapp": "WhatsApp",
}


def application(form: str) -> str:
    """What the application of a format is called; the format's own word where we have none."""
    return APPLICATIONS.get(form, form)
