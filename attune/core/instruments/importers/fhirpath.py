"""FHIRPath as far as scores use it: which answers a path reaches, and what is made of them.

A path is followed through the questionnaire as it would be through a filled response: `.item` goes one
level down and no further, and `.answer` finds nothing at a group. So a total that never reaches the
answers inside a group is seen to reach none.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from attune.core.instruments.importers.expressions import Call, Expression, Name, Text
from attune.core.instruments.importers.forms import FormError
from attune.core.instruments.importers.parsing import Language

MOST_PATHS = 1000
EMPTY = re.compile(r"\{\s*\}")
CHOSEN = re.compile(r"valueCoding\.code\s*=\s*(%resource\..+)\.answer\.(?:value|valueCoding)\.code")
BY_NAME = re.compile(r"url\s*=\s*%\w+")  # the address of a weight, kept in a variable
START = re.compile(r"%[A-Za-z][\w-]*|QuestionnaireResponse(?=\.)|item(?=\.)")
STEP = re.compile(r"\.\s*([A-Za-z]\w*)")
ROOTS = ("%resource", "QuestionnaireResponse", "item")
QUOTED = r"'([^']*)'"
LINK = re.compile(rf"linkId\s*(!?=)\s*{QUOTED}")
TEST = re.compile(rf"linkId\s*\.\s*(startsWith|endsWith|contains|matches)\(\s*{QUOTED}\s*\)")
AMONG = re.compile(rf"linkId\s+in\s+\(?\s*({QUOTED}(\s*\|\s*{QUOTED})*)\s*\)?")
SAFE = re.compile(r"[\w./\-^$\[\]()|\\]{1,200}")  # no repetition, so no search that never ends
ADDED = re.compile(r"(\$this\+\$total|\$total\+\$this)(,0)?")
URL = re.compile(rf"(?:url\s*=\s*)?{QUOTED}")
VALUES = {"value", "valueCoding", "valueInteger", "valueDecimal", "ordinal", "weight", "extension"}
CODED = {"valueCoding", "ordinal", "weight"}
IGNORED = {"first", "single", "toInteger", "toDecimal", "toQuantity"}
MADE = {"sum": "total", "avg": "mean of those there", "count": "count", "exists": "there"}


@dataclass(frozen=True, slots=True)
class Node:
    """One item of a questionnaire in its place.

    asks: whether it takes an answer. coded: whether the answer is an option, which may have a weight.
    weights: the extensions that carry it.
    """

    id: str
    asks: bool
    coded: bool = False
    weights: frozenset[str] = frozenset()
    inner: tuple["Node", ...] = ()


def fhirpath(nodes: Sequence[Node]) -> Language:
    """The language of scores in a questionnaire of these items."""

    asked: dict[str, Expression] = {}

    def atom(source: str, at: int) -> tuple[Expression, int] | None:
        if empty := EMPTY.match(source, at):
            return Text(""), empty.end()
        start = START.match(source, at)
        if start is None:
            return None
        steps, end = _steps(source, start.end())
        if not steps:
            return Name(start[0]), end
        path = source[at:end]
        if path not in asked:
            if len(asked) >= MOST_PATHS:
                raise FormError("there are more paths than a form's scores need")
            asked[path] = _followed(start[0], steps, nodes)
        return asked[path], end

    return Language(
        "FHIRPath", None, {"iif": "if"}, {"and": "and", "or": "or", "div": "/"}, atom=atom
    )


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    inside: str | None  # what stands in its brackets


def _steps(source: str, at: int) -> tuple[list[_Step], int]:
    found: list[_Step] = []
    while step := STEP.match(source, at):
        at, inside = step.end(), None
        if source[at : at + 1] == "(":
            end = _closing(source, at)
            inside, at = source[at + 1 : end].strip(), end + 1
        found.append(_Step(step[1], inside))
    return found, at


def _closing(source: str, at: int) -> int:
    """Where the bracket that opens at `at` closes."""
    deep, quoted = 0, False
    for place in range(at, len(source)):
        sign = source[place]
        quoted ^= sign == "'"
        if not quoted:
            deep += (sign == "(") - (sign == ")")
            if deep == 0:
                return place
    raise FormError("a bracket is not closed")


def _followed(root: str, steps: list[_Step], nodes: Sequence[Node]) -> Expression:
    if root == "%questionnaire":
        return _looked_up(steps, nodes)
    if root not in ROOTS:
        if root.startswith("%") and [(one.name, one.inside) for one in steps] == [("exists", "")]:
            return Call("there", (Name(root),))
        raise FormError(f"{root!r} is not understood")
    if root == "item":
        steps = [_Step("item", None), *steps]
    here, rest = _reached(steps, nodes, "answer")
    return _made([node for node in here if node.asks], rest)


def _looked_up(steps: list[_Step], nodes: Sequence[Node]) -> Expression:
    """The weight of the option that was chosen, looked up in the questionnaire itself."""
    here, rest = _reached(steps, nodes, "answerOption")
    chosen = CHOSEN.fullmatch((rest[0].inside or "") if rest and rest[0].name == "where" else "")
    if chosen is None:
        raise FormError("a path through the questionnaire is not understood")
    inner, _ = _steps(chosen[1], len("%resource"))
    answered, _ = _reached([*inner, _Step("answer", None)], nodes, "answer")
    if [node.id for node in answered] != [node.id for node in here]:
        raise FormError("an answer is looked up at another question")
    return _made([node for node in here if node.coded], rest[1:])


def _reached(steps: list[_Step], nodes: Sequence[Node], to: str) -> tuple[list[Node], list[_Step]]:
    """The items that a path reaches before its step `to`, and the steps after it."""
    here = [Node("", asks=False, inner=tuple(nodes))]
    for number, step in enumerate(steps):
        if step.name == to:
            return here, steps[number + 1 :]
        here = _moved(here, step)
    raise FormError("a path that ends before an answer is not understood")


def _moved(here: list[Node], step: _Step) -> list[Node]:
    if step.name == "item" and step.inside is None:
        return [one for node in here for one in node.inner]
    if step.name == "descendants" or (step.name == "repeat" and step.inside == "item"):
        return list(_below(here))
    if step.name == "where" and step.inside is not None:
        fits = _condition(step.inside)
        return [node for node in here if fits(node)]
    raise FormError(f"the step {step.name!r} is not understood")


def _below(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        for one in node.inner:
            yield one
            yield from _below([one])


def _condition(text: str) -> Callable[[Node], bool]:
    if re.match(r"type\s*=", text):  # a response has no types: such a path finds nothing
        return lambda node: False
    parts = [_single(part.strip()) for part in re.split(r"\s+or\s+", text)]
    return lambda node: any(part(node) for part in parts)


def _single(text: str) -> Callable[[Node], bool]:
    if found := LINK.fullmatch(text):
        same, link = found[1] == "=", found[2]
        return lambda node: (node.id == link) is same
    if found := AMONG.fullmatch(text):
        links = set(re.findall(QUOTED, found[1]))
        return lambda node: node.id in links
    if found := TEST.fullmatch(text):
        return _compared(found[1], found[2])
    raise FormError(f"the condition {text[:60]!r} is not understood")


def _compared(how: str, what: str) -> Callable[[Node], bool]:
    if how == "matches":
        if not SAFE.fullmatch(what):
            raise FormError(f"the pattern {what[:60]!r} is not understood")
        try:
            pattern = re.compile(what)
        except re.error as error:
            raise FormError(f"the pattern {what[:60]!r} is not understood") from error
        return lambda node: pattern.search(node.id) is not None
    if how == "startsWith":
        return lambda node: node.id.startswith(what)
    if how == "endsWith":
        return lambda node: node.id.endswith(what)
    return lambda node: what in node.id


def _made(nodes: list[Node], steps: list[_Step]) -> Expression:
    """What a path makes of the answers that it has reached."""
    made = ""
    for step in steps:
        if made and step.name not in IGNORED:
            raise FormError(f"the step {step.name!r} is not understood")
        nodes = _weighed(nodes, step)
        made = made or _making(step)
    names = tuple(Name(node.id) for node in nodes)
    if made == "there":
        return Call("there", (Call("first there", names),)) if names else Call("count", ())
    if made:
        return Call(made, names) if names or made in ("total", "count") else Call("least", ())
    if len(names) > 1:
        raise FormError("several answers stand where one is expected")
    return names[0] if names else Call("least", ())


def _making(step: _Step) -> str:
    if step.name == "aggregate" and ADDED.fullmatch(re.sub(r"\s", "", step.inside or "")):
        return "total"
    if step.name in MADE:
        return MADE[step.name]
    if step.name in VALUES | IGNORED or _url(step) or BY_NAME.fullmatch(step.inside or ""):
        return ""
    raise FormError(f"the step {step.name!r} is not understood")


def _weighed(nodes: list[Node], step: _Step) -> list[Node]:
    """Only nodes that have what a step asks for: an option, a weight in that one extension."""
    if step.name in CODED:
        return [node for node in nodes if node.coded]
    url = _url(step)
    return [node for node in nodes if url in node.weights] if url else nodes


def _url(step: _Step) -> str:
    if step.name not in ("where", "extension"):
        return ""
    found = URL.fullmatch(step.inside or "")
    return found[1] if found else ""
