"""The recovery kit: the key file as a text on paper, and back.

It is written in groups of five characters, four that say something and one that checks them, so that
a wrong letter is found where it stands. The characters are those of Crockford's base 32
(https://www.crockford.com/base32.html): no letter looks like a digit, and reading I or L as 1 and O as
0 does no harm. Whoever has this paper and a copy of the data can see every film: it says so itself.
"""

import hashlib
import re
from datetime import date

from attune.core.vault.errors import KeyFileError, KitError
from attune.core.vault.key_file import KeyFile
from attune.core.vault.streaming import KEY

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SPOKEN = str.maketrans({"I": "1", "L": "1", "O": "0"})
GROUP, GROUPS = 4, 6  # letters that say something in a group; groups in a line
FORM = 1
CHECK = 8  # bytes of SHA-256 over all of it
LINE = re.compile(r"\s*(?P<number>[0-9]{1,3})\s*[:.)]\s*(?P<letters>[^:]*)")


def to_text(keys: KeyFile) -> str:
    """The kit: lines for a printer, at most 72 characters wide."""
    coded = _coded(_packed(keys))
    groups = [
        _with_check(coded[at : at + GROUP], at // GROUP) for at in range(0, len(coded), GROUP)
    ]
    lines = [
        f"{number:>4}:  {'  '.join(groups[at : at + GROUPS])}"
        for number, at in enumerate(range(0, len(groups), GROUPS), 1)
    ]
    epochs = " and ".join({min(keys.keys): None, keys.newest: None})
    return "\n".join(
        [
            "ATTUNE RECOVERY KIT",
            "",
            f"Service:  {keys.name}",
            f"Key file made on:  {keys.made.isoformat()}",
            f"Keys of the months:  {epochs}" + (" and between" if len(keys.keys) > 2 else ""),
            "",
            "Whoever has this paper and a copy of the data can see every film.",
            "Keep it locked away, and never together with a backup. When there",
            "is a newer kit, destroy this one: a film that was erased may still",
            "be in an old backup, and this paper would open it.",
            "",
            "To make the key file from it:  attune vault restore-kit",
            "",
            *lines,
            "",
        ]
    )


def from_text(text: str) -> KeyFile:
    """The key file that a kit was printed from, to the letter.

    Only the numbered lines count; spaces, small letters, and I, L, O for 1, 1, 0 do no harm. Raises
    `KitError`, which names the line and the group that is wrong.
    """
    found = [match for line in text.splitlines() if (match := LINE.fullmatch(line.rstrip()))]
    if not found:
        raise KitError("There is no numbered line. Type the kit's lines with their numbers.")
    coded, place = "", 0
    for expected, match in enumerate(found, 1):
        if int(match["number"]) != expected:
            raise KitError(f"Line {expected} is missing, or the lines are not in order.")
        letters = re.sub(r"[\s-]", "", match["letters"]).upper().translate(SPOKEN)
        for group in range(0, len(letters), GROUP + 1):
            where = f"Line {expected}, group {group // (GROUP + 1) + 1}"
            coded += _checked(letters[group : group + GROUP + 1], place, where)
            place += 1
    return _unpacked(_decoded(coded))


# --- letters --------------------------------------------------------------------------------------
def _coded(content: bytes) -> str:
    bits = len(content) * 8
    length = -(-bits // 5)
    value = int.from_bytes(content, "big") << (length * 5 - bits)
    return "".join(LETTERS[value >> 5 * at & 31] for at in reversed(range(length)))


def _decoded(coded: str) -> bytes:
    value = 0
    for letter in coded:
        value = value << 5 | LETTERS.index(letter)
    length = len(coded) * 5 // 8
    return (value >> len(coded) * 5 - length * 8).to_bytes(length, "big")


def _with_check(letters: str, place: int) -> str:
    return letters + LETTERS[_check(letters, place)]


def _check(letters: str, place: int) -> int:
    """A sum over GF(32), each letter times another power of x: any one wrong letter and any two that
    changed places are found out. The place of the group counts too."""
    total = place % 32
    for letter in letters:
        total = _times_x(total) ^ LETTERS.index(letter)
    return _times_x(total)


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value  # x⁵ + x² + 1


def _checked(group: str, place: int, where: str) -> str:
    strange = next((letter for letter in group if letter not in LETTERS), None)
    if strange is not None:
        raise KitError(f"{where}: “{strange}” is not a character of a kit.")
    if len(group) < 2 or group[-1] != LETTERS[_check(group[:-1], place)]:
        raise KitError(f"{where}: “{group}” is not what was printed. Compare its letters.")
    return group[:-1]


# --- content --------------------------------------------------------------------------------------
def _packed(keys: KeyFile) -> bytes:
    name = keys.name.encode()
    content = bytes([FORM, len(name)]) + name + keys.made.toordinal().to_bytes(4, "big")
    for epoch, key in keys.keys.items():
        year, month = map(int, epoch.split("-"))
        content += (year * 12 + month - 1).to_bytes(3, "big") + key
    return content + hashlib.sha256(content).digest()[:CHECK]


def _unpacked(content: bytes) -> KeyFile:
    body, check = content[:-CHECK], content[-CHECK:]
    if hashlib.sha256(body).digest()[:CHECK] != check:
        raise KitError("Lines are missing at the end, or come from another kit.")
    if body[0] != FORM:
        raise KitError("This kit was printed by another version of Attune.")
    name, rest = body[2 : 2 + body[1]], body[2 + body[1] :]
    made, rest = rest[:4], rest[4:]
    keys = {}
    for at in range(0, len(rest), 3 + KEY):
        year, month = divmod(int.from_bytes(rest[at : at + 3], "big"), 12)
        keys[f"{year:04}-{month + 1:02}"] = rest[at + 3 : at + 3 + KEY]
    try:
        return KeyFile(name.decode(), date.fromordinal(int.from_bytes(made, "big")), keys)
    except (KeyFileError, ValueError) as error:
        raise KitError("This kit does not hold a key file.") from error
