"""Emoji as words of the tokenizer: pretrained vocabularies read them all as one unknown sign."""

from __future__ import annotations

import unicodedata

_OTHERS = (
    "❤💔💕💖💗💙💚💛🧡💜🖤💯💢💥💦💨💩💪👀👁👋👌👍👎👏👐👊✊✋✌🙌🙏🤝🤞🤘🤙🤦🤷🤡🤢🤣🤤🤧🤩🤪🤬🤭🤮🤯🥰🥱🥲🥳🥴🥵"
    "🥶🥺🧐💀☠👻🔥✨⭐🌟🎉🎊🎁🏆🥇🚀🚨🚫⛔✅❌❗❓‼⚠📉📈📱💻📦📧📞💰💸💳🛒🛍🏠🏨✈🚗🚲🚚🍕🍔🍟🍺🍷☕🍰🌹🌸🌈☀⛅"
    "🌧❄👑💎👉👈👆👇😂"
)


def emoji_words() -> dict[str, str]:
    """Sign → its Unicode name in lower case: the faces block and other signs that customers use."""
    signs = [*map(chr, range(0x1F600, 0x1F650)), *_OTHERS]
    return {sign: unicodedata.name(sign).lower().replace("-", " ") for sign in signs}
