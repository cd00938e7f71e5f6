"""Personal data never leaves by the map: what looks like an ID or phone number is masked.

Scenarios and plans hold no people's data by contract. Free text can still carry some by mistake
(a place named after its contact's phone), so every text that goes to a shared file passes here.
"""

from __future__ import annotations

import re

from routing.model.base import LocalisedText, Text
from routing.ports.renderer import Language

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{4})\d{10}(\d{3}[\dXx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)(\d{4})(\d{4})(?!\d)")


def mask_personal(text: str) -> str:
    """The text with resident ID numbers and mobile phone numbers masked.

    ``530321199001011234`` becomes ``5303**********1234``, ``13812345678`` becomes
    ``138****5678``; anything else is returned as it is.
    """
    return _MOBILE.sub(r"\1****\3", _ID_NUMBER.sub(r"\1**********\2", text))


def choose_language(text: Text, language: Language) -> str:
    """A shown text in one language; a plain string is the same in both."""
    if isinstance(text, LocalisedText):
        return text.zh if language == "zh" else text.en
    return text
