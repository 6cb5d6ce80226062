"""Characters nobody can see, and taking them out of text.

Invisible characters carry hidden instructions into a prompt and hidden text out of an
answer (tag characters, zero-width characters, variation selectors), or make text read
differently from what it is (bidirectional overrides). They are removed in both
directions. What scripts and emoji truly need is kept: a joiner between two letters of
a script that uses joiners, a joiner inside an emoji, one variation selector on a symbol.

Source: Unicode Standard Annex 31 section 2.3 (joiner contexts), Technical Report 36.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["Cleaner", "clean"]

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_TEXT_STYLE, _EMOJI_STYLE = "\ufe0e", "\ufe0f"
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_PLAIN = re.compile(r"[\n\t\x20-\x7e]*")


def clean(text: str) -> tuple[str, int]:
    """Return the text without invisible characters, and how many were taken out.

    Line breaks of every kind become newlines (this is not counted).
    """
    cleaner = Cleaner()
    kept = cleaner.feed(text) + cleaner.end()
    return kept, cleaner.removed


class Cleaner:
    """Cleans text that arrives in chunks exactly as if it had arrived at once."""

    __slots__ = ("_before", "_held", "removed")

    def __init__(self) -> None:
        self.removed = 0
        self._before = ""  # the last character that was kept
        self._held = ""  # characters that can only be judged with their successor

    def feed(self, chunk: str) -> str:
        """Return what of the chunk (and of what was held back) is fit to be shown."""
        text = self._held + chunk
        self._held = ""
        if text.endswith(("\r", _ZWJ, _ZWNJ)):
            text, self._held = text[:-1], text[-1]
        return self._judge(text, after=self._held)

    def end(self) -> str:
        """Return what was still held back, now that nothing more comes."""
        rest, self._held = self._held, ""
        return self._judge(rest, after="")

    def _judge(self, text: str, after: str) -> str:
        plain = _PLAIN.fullmatch(text)
        if plain:
            self._before = text[-1:] or self._before
            return text
        text = _LINE_ENDS.sub("\n", text)
        kept: list[str] = []
        for index, char in enumerate(text):
            following = text[index + 1] if index + 1 < len(text) else after
            if _is_visible(char, self._before, following):
                kept.append(char)
                self._before = char
            else:
                self.removed += 1
        return "".join(kept)


def _is_visible(char: str, before: str, after: str) -> bool:
    code = ord(char)
    if char in "\n\t" or 0x20 <= code < 0x7F:
        return True
    if char in (_ZWJ, _ZWNJ):
        return _joins(char, before, after)
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return _selects(char, before)
    if char in _FILLERS or 0xFFF0 <= code <= 0xFFFB or 0xE0000 <= code <= 0xE0FFF:
        return False
    # Cc, Cf: controls and formats; Cs: lone surrogates; Cn: unassigned and noncharacters.
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn")


def _joins(char: str, before: str, after: str) -> bool:
    if not before or not after:
        return False
    if char == _ZWJ and unicodedata.category(after) == "So":
        return before == _EMOJI_STYLE or unicodedata.category(before) in ("So", "Sk")
    return _is_joining_script(before) and _is_joining_script(after)


def _is_joining_script(char: str) -> bool:
    """Arabic, Indic, South-East Asian and Mongolian letters and marks."""
    return 0x0590 <= ord(char) <= 0x18AF and unicodedata.category(char)[0] in "LM"


def _selects(char: str, before: str) -> bool:
    if not before:
        return False
    if char in (_TEXT_STYLE, _EMOJI_STYLE):
        return before in "#*0123456789" or unicodedata.category(before) in ("So", "Sm", "Po", "Sk")
    return 0x3400 <= ord(before) <= 0x9FFF or 0x20000 <= ord(before) <= 0x3FFFF
