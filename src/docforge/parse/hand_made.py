"""What people type before the items of a list, in forms that Markdown takes for text."""

import re

# U+F0B7, U+F0A7 and U+F0D8 are the bullets of Word's symbol fonts.
BULLETS = "[•●▪◦‣·–—・\uf0b7\uf0a7\uf0d8❖➢✓]"
_HAN = "一二三四五六七八九十"
_DIGITS = r"(?:\d{1,2}|[A-Z]?\d{1,2}(?:\.\d{1,2}){1,3})"
_LETTERS = r"(?:[^\W\d_a-z]|[^\W\d_A-Z]|([^\W\d_])\1|[ivx]{2,5}|[IVX]{2,5})"
HAND_MADE = re.compile(
    rf"[ \t]{{0,3}}(?:{BULLETS}[ \t\u00a0]*|o\t"
    rf"|\(?(?:{_DIGITS}|#)\.?[)°º][ \t\u00a0]"
    rf"|\(?{_LETTERS}\.?[)][ \t\u00a0]|(?:[A-Z]|([^\W\d_])\2|[IVX]{{2,5}}|[ivx]{{2,5}}|#)[.][ ]"
    rf"|[\u2460-\u249b\u24b6-\u24ff\u2776-\u2793][ \t]?"
    rf"|[（(](?:[{_HAN}]{{1,3}}|\d{{1,2}})[）)]|(?:[{_HAN}]{{1,3}}|\d{{1,2}})[、．]"
    rf"|第(?:[{_HAN}]{{1,3}}|\d{{1,2}})[条條章項项][ \u3000]?"
    rf"|[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]{{1,2}}[.)][ ]"
    rf"|[가나다라마바사아자차카타파하]\.[ ])(?=\S)"
)
