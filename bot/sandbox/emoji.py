"""Slack's emoji names as pictures, for the terminal."""

import re

EMOJI = {
    "alarm_clock": "⏰",
    "arrow_down_small": "🔽",
    "arrow_up_small": "🔼",
    "arrows_counterclockwise": "🔄",
    "bar_chart": "📊",
    "bulb": "💡",
    "busts_in_silhouette": "👥",
    "calendar": "📅",
    "chart_with_upwards_trend": "📈",
    "envelope_with_arrow": "📩",
    "eyes": "👀",
    "hammer_and_wrench": "🛠️",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "information_source": "ℹ️",
    "large_blue_circle": "🔵",
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "leftwards_arrow_with_hook": "↩️",
    "link": "🔗",
    "new": "🆕",
    "newspaper": "📰",
    "no_entry_sign": "🚫",
    "ok_hand": "👌",
    "outbox_tray": "📤",
    "package": "📦",
    "palm_tree": "🌴",
    "raised_hands": "🙌",
    "red_circle": "🔴",
    "rocket": "🚀",
    "rotating_light": "🚨",
    "scissors": "✂️",
    "sparkles": "✨",
    "speech_balloon": "💬",
    "stopwatch": "⏱️",
    "traffic_light": "🚦",
    "warning": "⚠️",
    "wastebasket": "🗑️",
    "wave": "👋",
    "white_check_mark": "✅",
    "white_circle": "⚪",
    "zzz": "💤",
}
"""By the name Slack gives them; others are shown by name."""
EMOJI_NAME = re.compile(r":([a-z_]+):")


def with_emoji(text: str) -> str:
    """Text with the pictures for their names."""
    return EMOJI_NAME.sub(lambda name: EMOJI.get(name[1], name[0]), text)
