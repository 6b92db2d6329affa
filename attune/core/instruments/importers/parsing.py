"""Reads the formulas of four languages into expressions, or says what it does not understand.

What is read is small on purpose: sums, means and conditions over items. A script, an event, a smart
variable or a function that is not known is not understood, and so is the whole formula.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from attune.core.instruments.importers.expressions import (
    DEEPEST,
    OPERATIONS,
    Call,
    Expression,
    Name,
    Number,
    Text,
    depth_of,
)
from attune.core.instruments.importers.forms import LONGEST_FORMULA, FormError

MOST_TOKENS = 4000
SPACE = re.compile(r"\s+")
NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?|\.[0-9]{1,9}")
STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
WORD = re.compile(r"[A-Za-z_][\w.]*")
SIGN = re.compile(r"\*\*|<=|>=|<>|!==|!=|===|==|&&|\|\||[-+*/%^()<>=,?:!]")

SIGNS = {"**": "^", "<>": "!=", "!==": "!=", "===": "=", "==": "=", "&&": "and", "||": "either"}
LEVELS = (
    {"or", "either"},
    {"and"},
    {"=", "!=", "<", ">", "<=", ">="},
    {"+", "-"},
    {"*", "/", "%"},
)
SHARED = {"round": "round", "abs": "abs", "if": "if", "min": "least", "max": "greatest"}


@dataclass(frozen=True, slots=True)
class Language:
    """How one format writes a formula: its names, its functions, its operators that are words."""

    title: str
    name: re.Pattern[str] | None
    functions: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)
    bare_names: bool = False
    atom: Callable[[str, int], tuple[Expression, int] | None] | None = None


REDCAP = Language(
    "REDCap",
    re.compile(r"\[([a-z][a-z0-9_]*)\]"),
    {**SHARED, "sum": "sum of those there", "mean": "mean of those there"},
    {"and": "and", "or": "or"},
)
XLSFORM = Language(
    "XLSForm",
    re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}"),
    {**SHARED, "coalesce": "first there", "number": "number", "int": "int", "not": "not"},
    {"and": "and", "or": "or", "div": "/", "mod": "%"},
)
SCRIPT = Language(
    "JavaScript",
    None,
    {
        "Number": "number",
        "parseInt": "int",
        "parseFloat": "number",
        "Math.round": "round",
        "Math.abs": "abs",
        "Math.floor": "int",
        "Math.min": "least",
        "Math.max": "greatest",
    },
    bare_names=True,
)


def parse(source: str, language: Language) -> Expression:
    """The expression that `source` is. Raises FormError with what is not understood."""
    if len(source) > LONGEST_FORMULA:
        raise FormError("it is longer than a score needs")
    reader = _Reader(list(_tokens(source, language)), language)
    found = reader.whole()
    if depth_of(found) > DEEPEST:
        raise FormError("it lies too deep in itself")
    return found


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "leaf", "sign", "word" or "end"
    text: str
    leaf: Expression | None = None


def _tokens(source: str, language: Language) -> Iterator[_Token]:
    at, count = 0, 0
    while at < len(source):
        if space := SPACE.match(source, at):
            at = space.end()
            continue
        count += 1
        if count > MOST_TOKENS:
            raise FormError("it is longer than a score needs")
        token, at = _token(source, at, language)
        yield token
    yield _Token("end", "its end")


def _token(source: str, at: int, language: Language) -> tuple[_Token, int]:
    if language.atom is not None and (own := language.atom(source, at)):
        return _Token("leaf", "", own[0]), own[1]
    if language.name is not None and (found := language.name.match(source, at)):
        return _Token("leaf", "", Name(found[1])), found.end()
    for pattern, make in ((NUMBER, _number), (STRING, _text), (WORD, _word), (SIGN, _sign)):
        if found := pattern.match(source, at):
            return make(found[0], language), found.end()
    raise FormError(f"{source[at : at + 12]!r} is not understood")


def _number(text: str, _: Language) -> _Token:
    return _Token("leaf", text, Number(float(text)))


def _text(text: str, _: Language) -> _Token:
    inner = text[1:-1].strip()
    if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", inner):
        return _Token("leaf", text, Number(float(inner)))
    return _Token("leaf", text, Text(inner))


def _word(text: str, language: Language) -> _Token:
    if text in language.words:
        return _Token("sign", language.words[text])
    return _Token("word", text)


def _sign(text: str, _: Language) -> _Token:
    return _Token("sign", SIGNS.get(text, text))


class _Reader:
    """Reads tokens from left to right, the operators that bind least first."""

    def __init__(self, tokens: list[_Token], language: Language) -> None:
        self._tokens, self._language = tokens, language
        self._at = self._deep = 0

    def whole(self) -> Expression:
        found = self._choice()
        if self._next.kind != "end":
            raise FormError(f"{self._next.text!r} is not understood where it stands")
        return found

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self, sign: str) -> bool:
        taken = self._next.kind == "sign" and self._next.text == sign
        self._at += taken
        return taken

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise FormError(f"{sign!r} is missing before {self._next.text!r}")

    def _choice(self) -> Expression:
        self._deep += 1
        if self._deep > DEEPEST:
            raise FormError("it lies too deep in itself")
        found = self._level(0)
        if self._take("?"):
            then = self._choice()
            self._need(":")
            found = Call("if", (found, then, self._choice()))
        self._deep -= 1
        return found

    def _level(self, level: int) -> Expression:
        if level == len(LEVELS):
            return self._signed()
        found = self._level(level + 1)
        while self._next.kind == "sign" and self._next.text in LEVELS[level]:
            operation = self._next.text
            self._at += 1
            found = _joined(operation, found, self._level(level + 1))
        return found

    def _signed(self) -> Expression:
        negative = self._take("-")
        if not negative:
            self._take("+")
        found = self._leaf()
        if self._take("^"):
            found = Call("^", (found, self._leaf()))
        return Call("minus", (found,)) if negative else found

    def _leaf(self) -> Expression:
        if self._take("("):
            found = self._choice()
            self._need(")")
            return found
        token = self._next
        self._at += token.kind != "end"
        if token.leaf is not None:
            return token.leaf
        if token.kind == "word":
            return self._named(token.text)
        raise FormError(f"{token.text!r} is not understood where it stands")

    def _named(self, word: str) -> Expression:
        if not self._take("("):
            if self._language.bare_names and "." not in word:
                return Name(word)
            raise FormError(f"{word!r} is not understood")
        if word not in self._language.functions:
            raise FormError(f"the function {word!r} is not understood")
        operation = self._language.functions[word]
        parts = [] if self._take(")") else self._parts()
        least, most = OPERATIONS[operation][1]
        if not least <= len(parts) <= most:
            raise FormError(f"the function {word!r} does not take {len(parts)} parts")
        return Call(operation, tuple(parts))

    def _parts(self) -> list[Expression]:
        parts = [self._choice()]
        while self._take(","):
            parts.append(self._choice())
        self._need(")")
        return parts


def _joined(operation: str, one: Expression, other: Expression) -> Expression:
    """Long sums lie side by side in a list, so that a hundred items are not a hundred levels."""
    if operation == "+" and isinstance(one, Call) and one.operation == "sum":
        return Call("sum", (*one.parts, other))
    if operation == "+":
        return Call("sum", (one, other))
    return Call(operation, (one, other))
