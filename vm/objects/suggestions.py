"""The nearest name: which of several names was probably meant. The computing half of Python/suggestions.c.

On this floor because argument parsing (methoddef.py) suggests keyword names; what to choose from for a
NameError or AttributeError is in vm/python/suggestions.py.
"""

from __future__ import annotations

MAX_CANDIDATE_ITEMS = 750
MAX_STRING_SIZE = 40
MOVE_COST = 2
CASE_COST = 1


def substitution_cost(a: int, b: int) -> int:
    """Cost of one byte for another: nothing if equal, little if they differ in case only."""
    if a & 31 != b & 31:
        return MOVE_COST
    if a == b:
        return 0
    if 65 <= a <= 90:
        a += 32
    if 65 <= b <= 90:
        b += 32
    return CASE_COST if a == b else MOVE_COST


def levenshtein_distance(a: bytes, b: bytes, max_cost: int) -> int:
    """Weighted edit distance of two UTF-8 strings; anything above ``max_cost`` is ``max_cost + 1``."""
    if a == b:
        return 0
    start = 0
    shorter = min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    end = 0
    shorter -= start
    while end < shorter and a[-1 - end] == b[-1 - end]:
        end += 1
    if end:
        a, b = a[:-end], b[:-end]
    if not a or not b:
        return (len(a) + len(b)) * MOVE_COST
    if len(a) > MAX_STRING_SIZE or len(b) > MAX_STRING_SIZE:
        return max_cost + 1
    if len(b) < len(a):
        a, b = b, a
    if (len(b) - len(a)) * MOVE_COST > max_cost:
        return max_cost + 1
    return _fill_rows(a, b, max_cost)


def _fill_rows(a: bytes, b: bytes, max_cost: int) -> int:
    row = [MOVE_COST * (i + 1) for i in range(len(a))]
    result = 0
    for b_index, code in enumerate(b):
        distance = result = b_index * MOVE_COST
        for index, other in enumerate(a):
            substitute = distance + substitution_cost(code, other)
            distance = row[index]
            result = row[index] = min(min(result, distance) + MOVE_COST, substitute)
        if min(row) > max_cost:
            return max_cost + 1
    return result


def _Py_CalculateSuggestions(candidates: list[str], name: str) -> str | None:
    """The candidate that is nearest to ``name`` and near enough, or None; an equal one does not count."""
    if len(candidates) >= MAX_CANDIDATE_ITEMS:
        return None
    wrong = name.encode("utf-8", "surrogatepass")
    best_distance = 1 << 62
    best = None
    for item in candidates:
        if item == name:
            continue
        text = item.encode("utf-8", "surrogatepass")
        # No more than a third of the letters may need a change, and what is best so far must be beaten.
        max_distance = min((len(wrong) + len(text) + 3) * MOVE_COST // 6, best_distance - 1)
        distance = levenshtein_distance(wrong, text, max_distance)
        if distance <= max_distance:
            best, best_distance = item, distance
    return best
