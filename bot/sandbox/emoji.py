"""Slack's emoji names as pictures, for the terminal."""

import re

EMOJI = {
    "calendar": "📅",
    "chart_with_upwards_trend": "📈",
    "eyes": "👀",
    "hammer_and_wrench": "🛠️",
    "hourglass_flowing_sand": "⏳",
    "large_blue_circle": "🔵",
    "leftwards_arrow_with_hook": "↩️",
    "link": "🔗",
    "no_entry_sign": "🚫",
    "rocket": "🚀",
    "speech_balloon": "💬",
    "warning": "⚠️",
    "wastebasket": "🗑️",
    "wave": "👋",
    "white_check_mark": "✅",
}
"""By the name Slack gives them; others are shown by name."""
EMOJI_NAME = re.compile(r":([a-z_]+):")


def with_emoji(text: str) -> str:
    """Text with the pictures for their names."""
    return EMOJI_NAME.sub(lambda name: EMOJI.get(name[1], name[0]), text)
