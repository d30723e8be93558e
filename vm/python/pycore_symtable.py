"""The symbol table's data: flags, entries, the table itself. Models Include/internal/pycore_symtable.h.

A table is made by ``_PySymtable_Build`` (symtable.py, symtable_analyze.py) from the host's ``ast`` nodes. For
each block (module, class, function, comprehension, ...) it has one entry; an entry maps each name to an int
of flags: what the block does with the name (``DEF_*``, ``USE``), and, from bit ``SCOPE_OFFSET`` on, the name's
scope (``LOCAL`` ... ``CELL``).
"""

from __future__ import annotations

from typing import Any

#: How deep the compiler goes into a tree: Py_C_RECURSION_LIMIT.
Py_C_RECURSION_LIMIT = 10000
#: What of that is used when a program calls compile() from its main code: the evaluator and the function.
CALLER_DEPTH = 2
RECURSION_MESSAGE = "maximum recursion depth exceeded during compilation"

# _Py_block_ty
FunctionBlock = 0
ClassBlock = 1
ModuleBlock = 2
AnnotationBlock = 3
TypeAliasBlock = 4
TypeParametersBlock = 5
TypeVariableBlock = 6

BLOCK_NAMES = ("FunctionBlock", "ClassBlock", "ModuleBlock", "AnnotationBlock", "TypeAliasBlock",
               "TypeParametersBlock", "TypeVariableBlock")

# _Py_comprehension_ty
NoComprehension = 0
ListComprehension = 1
DictComprehension = 2
SetComprehension = 3
GeneratorExpression = 4

COMPREHENSION_NAMES = ("NoComprehension", "ListComprehension", "DictComprehension",
                       "SetComprehension", "GeneratorExpression")

DEF_GLOBAL = 1  # a global statement
DEF_LOCAL = 2  # an assignment in the block
DEF_PARAM = 2 << 1
DEF_NONLOCAL = 2 << 2  # a nonlocal statement
USE = 2 << 3
DEF_FREE = 2 << 4  # used, but not defined, in a nested block
DEF_FREE_CLASS = 2 << 5  # free in a method of the class
DEF_IMPORT = 2 << 6
DEF_ANNOT = 2 << 7
DEF_COMP_ITER = 2 << 8  # the variable of a comprehension
DEF_TYPE_PARAM = 2 << 9
DEF_COMP_CELL = 2 << 10  # a cell of an inlined comprehension

DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT

SCOPE_OFFSET = 12
SCOPE_MASK = DEF_GLOBAL | DEF_LOCAL | DEF_PARAM | DEF_NONLOCAL

LOCAL = 1
GLOBAL_EXPLICIT = 2
GLOBAL_IMPLICIT = 3
FREE = 4
CELL = 5

SCOPE_NAMES = ("", "LOCAL", "GLOBAL_EXPLICIT", "GLOBAL_IMPLICIT", "FREE", "CELL")

_FLAG_NAMES = (
    (DEF_GLOBAL, "DEF_GLOBAL"), (DEF_LOCAL, "DEF_LOCAL"), (DEF_PARAM, "DEF_PARAM"),
    (DEF_NONLOCAL, "DEF_NONLOCAL"), (USE, "USE"), (DEF_FREE, "DEF_FREE"),
    (DEF_FREE_CLASS, "DEF_FREE_CLASS"), (DEF_IMPORT, "DEF_IMPORT"), (DEF_ANNOT, "DEF_ANNOT"),
    (DEF_COMP_ITER, "DEF_COMP_ITER"), (DEF_TYPE_PARAM, "DEF_TYPE_PARAM"),
    (DEF_COMP_CELL, "DEF_COMP_CELL"),
)

_STATE_NAMES = (
    "nested", "free", "child_free", "generator", "coroutine", "varargs", "varkeywords",
    "returns_value", "needs_class_closure", "needs_classdict", "comp_inlined",
    "comp_iter_target", "can_see_class_scope",
)

type Directive = tuple[str, int, int, int, int]


class PySTEntryObject:
    """One block's entry. Fields are C's; flags are 0 or 1.

    ``ste_id`` is the key in ``st_blocks``. ``ste_directives`` are the places of global and nonlocal
    statements: (name, lineno, col_offset, end_lineno, end_col_offset). ``ste_mangled_names``, where
    there is one, limits mangling to its names.
    """

    __slots__ = (
        "ste_id", "ste_symbols", "ste_name", "ste_varnames", "ste_children", "ste_directives",
        "ste_mangled_names", "ste_type", "ste_scope_info", "ste_nested", "ste_free",
        "ste_child_free", "ste_generator", "ste_coroutine", "ste_comprehension", "ste_varargs",
        "ste_varkeywords", "ste_returns_value", "ste_needs_class_closure",
        "ste_needs_classdict", "ste_comp_inlined", "ste_comp_iter_target",
        "ste_can_see_class_scope", "ste_comp_iter_expr", "ste_lineno", "ste_col_offset",
        "ste_end_lineno", "ste_end_col_offset", "ste_table",
    )

    def __init__(self, st: symtable, name: str, block: int, key: int, location: Any) -> None:
        """Make an entry that belongs to no parent yet.

        Args:
            location: an AST node, or None for a module.
        """
        self.ste_table = st
        self.ste_id = key
        self.ste_name = name
        self.ste_symbols: dict[str, int] = {}
        self.ste_varnames: list[str] = []
        self.ste_children: list[PySTEntryObject] = []
        self.ste_directives: list[Directive] | None = None
        self.ste_mangled_names: set[str] | None = None
        self.ste_type = block
        self.ste_scope_info: str | None = None
        self.ste_nested = 0
        self.ste_free = 0
        self.ste_child_free = 0
        self.ste_generator = 0
        self.ste_coroutine = 0
        self.ste_comprehension = NoComprehension
        self.ste_varargs = 0
        self.ste_varkeywords = 0
        self.ste_returns_value = 0
        self.ste_needs_class_closure = 0
        self.ste_needs_classdict = 0
        self.ste_comp_inlined = 0
        self.ste_comp_iter_target = 0
        self.ste_can_see_class_scope = 0
        self.ste_comp_iter_expr = 0
        if location is None:
            self.ste_lineno = self.ste_col_offset = 0
            self.ste_end_lineno = self.ste_end_col_offset = 0
        else:
            self.ste_lineno = location.lineno
            self.ste_col_offset = location.col_offset
            self.ste_end_lineno = location.end_lineno
            self.ste_end_col_offset = location.end_col_offset


class _PyFutureFeatures:
    """What a module's future statements ask for.

    ``ff_features``: flags (``CO_FUTURE_*``); ``ff_location``: the place of the last of the statements, as
    (lineno, end_lineno, col_offset, end_col_offset).
    """

    __slots__ = ("ff_features", "ff_location")

    def __init__(self, features: int = 0) -> None:
        self.ff_features = features
        self.ff_location = (-1, -1, -1, -1)


class symtable:
    """The symbol table of one module, and the state of making it.

    ``st_blocks`` maps the id of an AST node to its entry (see ``_PySymtable_Lookup``); the tree must be
    alive as long as the table. ``st_private`` is the name of the class around, for mangling.
    """

    __slots__ = ("st_filename", "st_cur", "st_top", "st_blocks", "st_stack", "st_global",
                 "st_private", "st_future")

    def __init__(self, filename: str, future: _PyFutureFeatures) -> None:
        self.st_filename = filename
        self.st_cur: PySTEntryObject = None  # type: ignore[assignment]
        self.st_top: PySTEntryObject = None  # type: ignore[assignment]
        self.st_blocks: dict[int, PySTEntryObject] = {}
        self.st_stack: list[PySTEntryObject] = []
        self.st_global: dict[str, int] = {}
        self.st_private: str | None = None
        self.st_future = future


def _PySymtable_Lookup(st: symtable, key: int) -> PySTEntryObject:
    """The entry of a block.

    Args:
        key: ``id(node)`` of the module, statement, lambda, comprehension or type parameter, ``id`` of the
            list of type parameters, or ``id(node) + 1`` for the default of a TypeVar.

    Raises:
        KeyError: there is no such block.
    """
    entry = st.st_blocks.get(key)
    if entry is None:
        raise KeyError("unknown symbol table entry")
    return entry


def _PyST_GetSymbol(ste: PySTEntryObject, name: str) -> int:
    """All flags of a (mangled) name in a block; 0 if the block does not have it."""
    return ste.ste_symbols.get(name, 0)


def _PyST_GetScope(ste: PySTEntryObject, name: str) -> int:
    """The scope of a (mangled) name in a block: LOCAL ... CELL, or 0."""
    return (ste.ste_symbols.get(name, 0) >> SCOPE_OFFSET) & SCOPE_MASK


def _PyST_IsFunctionLike(ste: PySTEntryObject) -> bool:
    """Whether names that are bound in the block are fast locals or cells."""
    kind = ste.ste_type
    return kind == FunctionBlock or kind >= TypeAliasBlock


def _Py_MaybeMangle(private: str | None, ste: PySTEntryObject, name: str) -> str:
    """``_Py_Mangle``, but around a generic class only for the names of its type parameters."""
    if ste.ste_mangled_names is not None and name not in ste.ste_mangled_names:
        return name
    return _Py_Mangle(private, name)


def _Py_Mangle(private: str | None, ident: str) -> str:
    """A name as it is stored: ``__x`` in class ``C`` is ``_C__x``."""
    if private is None or not ident.startswith("__") or ident.endswith("__") or "." in ident:
        return ident
    stripped = private.lstrip("_")
    if not stripped:
        return ident
    return f"_{stripped}{ident}"


def ranged_syntax_error(message: str, filename: str, node: Any) -> SyntaxError:
    """A host SyntaxError at an AST node: PyErr_RangedSyntaxLocationObject. The line's text is not set."""
    err = SyntaxError(message)
    err.filename = filename
    err.lineno = node.lineno
    err.offset = node.col_offset + 1
    err.end_lineno = node.end_lineno
    err.end_offset = node.end_col_offset + 1
    return err


def dump_symtable(ste: PySTEntryObject, prefix: str = "") -> str:
    """An entry with its symbols and all the blocks inside it, as text; indentation ends at 40 levels."""
    lines: list[str] = []
    todo = [(ste, prefix)]
    while todo:
        entry, indent = todo.pop()
        lines += [indent + line for line in _dump_entry(entry)]
        todo += [(child, (indent + "  ")[:80]) for child in reversed(entry.ste_children)]
    return "\n".join(lines) + "\n"


def _dump_entry(ste: PySTEntryObject) -> list[str]:
    kind = BLOCK_NAMES[ste.ste_type]
    if ste.ste_comprehension:
        kind += " " + COMPREHENSION_NAMES[ste.ste_comprehension]
    state = [name for name in _STATE_NAMES if getattr(ste, "ste_" + name)]
    lines = [
        f"=== Symtable for {ste.ste_name} ===",
        " ".join([kind, *state]),
        f"lineno: {ste.ste_lineno} col_offset: {ste.ste_col_offset}",
    ]
    for name, flags in ste.ste_symbols.items():
        words = [text for flag, text in _FLAG_NAMES if flags & flag]
        words.append(SCOPE_NAMES[(flags >> SCOPE_OFFSET) & SCOPE_MASK])
        lines.append(f"  {name}: {' '.join(words).rstrip()}")
    return lines
