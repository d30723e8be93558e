"""The second pass over a symbol table: the scope of each name. Models symtable_analyze of Python/symtable.c.

Blocks are gone through from the outside to the inside. A block is handed the names that the function blocks
around it bind, and gives back the names that are free in it. Sets are made, copied and joined in C's order,
since the order of names that are added to a block is that of a set.
"""

from __future__ import annotations

from vm.python.pycore_symtable import (
    CELL,
    DEF_BOUND,
    DEF_COMP_CELL,
    DEF_FREE_CLASS,
    DEF_GLOBAL,
    DEF_NONLOCAL,
    DEF_PARAM,
    DEF_TYPE_PARAM,
    FREE,
    GLOBAL_EXPLICIT,
    GLOBAL_IMPLICIT,
    LOCAL,
    SCOPE_MASK,
    SCOPE_OFFSET,
    ClassBlock,
    PySTEntryObject,
    _PyST_GetScope,
    _PyST_GetSymbol,
    _PyST_IsFunctionLike,
    symtable,
)

_ONLY_FLAGS = (1 << SCOPE_OFFSET) - 1
_FREE_SYMBOL = FREE << SCOPE_OFFSET


def error_at_directive(ste: PySTEntryObject, name: str, message: str) -> Exception:
    """A SyntaxError at the global or nonlocal statement (or named expression) for a name."""
    for directive in ste.ste_directives or ():
        if directive[0] == name:
            err = SyntaxError(message)
            err.filename = ste.ste_table.st_filename
            _, err.lineno, col_offset, err.end_lineno, end_col_offset = directive
            err.offset = col_offset + 1
            err.end_offset = end_col_offset + 1
            return err
    return RuntimeError("BUG: internal directive bookkeeping broken")


def analyze_name(
    ste: PySTEntryObject, name: str, flags: int, bound: set[str] | None, local: set[str],
    free: set[str], global_: set[str], type_params: set[str],
    class_entry: PySTEntryObject | None,
) -> int:
    """The scope of one name of a block. The sets are updated with what the block does to the name.

    Raises:
        SyntaxError: a nonlocal statement that cannot be fulfilled.
    """
    if flags & (DEF_GLOBAL | DEF_NONLOCAL):
        return _analyze_declared(ste, name, flags, bound, free, global_, type_params)
    if flags & DEF_BOUND:
        local.add(name)
        global_.discard(name)
        if flags & DEF_TYPE_PARAM:
            type_params.add(name)
        else:
            type_params.discard(name)
        return LOCAL
    if class_entry is not None:
        # What the class itself binds is looked up there and then in the globals, not in functions.
        class_flags = _PyST_GetSymbol(class_entry, name)
        if class_flags & DEF_GLOBAL:
            return GLOBAL_EXPLICIT
        if class_flags & DEF_BOUND and not class_flags & DEF_NONLOCAL:
            return GLOBAL_IMPLICIT
    if bound and name in bound:
        ste.ste_free = 1
        free.add(name)
        return FREE
    if name not in global_ and ste.ste_nested:
        ste.ste_free = 1
    return GLOBAL_IMPLICIT


def _analyze_declared(
    ste: PySTEntryObject, name: str, flags: int, bound: set[str] | None, free: set[str],
    global_: set[str], type_params: set[str],
) -> int:
    """The scope of a name that the block declares global or nonlocal."""
    if flags & DEF_GLOBAL:
        if flags & DEF_NONLOCAL:
            raise error_at_directive(ste, name, f"name '{name}' is nonlocal and global")
        global_.add(name)
        if bound:
            bound.discard(name)
        return GLOBAL_EXPLICIT
    if bound is None:
        raise error_at_directive(
            ste, name, "nonlocal declaration not allowed at module level")
    if name not in bound:
        raise error_at_directive(ste, name, f"no binding for nonlocal '{name}' found")
    if name in type_params:
        raise error_at_directive(
            ste, name, f"nonlocal binding not allowed for type parameter '{name}'")
    ste.ste_free = 1
    free.add(name)
    return FREE


def is_free_in_any_child(entry: PySTEntryObject, key: str) -> bool:
    """Whether a block directly inside uses the name as a free variable."""
    return any(_PyST_GetScope(child, key) == FREE for child in entry.ste_children)


def inline_comprehension(
    ste: PySTEntryObject, comp: PySTEntryObject, scopes: dict[str, int], comp_free: set[str],
    inlined_cells: set[str],
) -> None:
    """Take the symbols of a comprehension over into the block that it is inlined in."""
    symbols = ste.ste_symbols
    remove_dunder_class = False
    for name, comp_flags in comp.ste_symbols.items():
        if comp_flags & DEF_PARAM:
            continue  # the iterable
        scope = (comp_flags >> SCOPE_OFFSET) & SCOPE_MASK
        only_flags = comp_flags & _ONLY_FLAGS
        if scope == CELL or only_flags & DEF_COMP_CELL:
            inlined_cells.add(name)
        existing = symbols.get(name)
        if scope == FREE and ste.ste_type == ClassBlock and name == "__class__":
            # __class__ is never free through a class; see drop_class_free.
            scope = GLOBAL_IMPLICIT
            comp_free.discard(name)
            remove_dunder_class = True
        if existing is None:
            symbols[name] = only_flags
            scopes[name] = scope
        elif (
            existing & DEF_BOUND
            and not is_free_in_any_child(comp, name)
            and ste.ste_type != ClassBlock
        ):
            # Free in the comprehension and local around it: simply local now.
            comp_free.discard(name)
    comp.ste_free = 1 if comp_free else 0
    if remove_dunder_class:
        del comp.ste_symbols["__class__"]


def analyze_cells(scopes: dict[str, int], free: set[str], inlined_cells: set[str]) -> None:
    """Locals that are free in a block inside become cells, and are free no longer."""
    if not free and not inlined_cells:
        return
    for name, scope in scopes.items():
        if scope == LOCAL and (name in free or name in inlined_cells):
            scopes[name] = CELL
            free.discard(name)


def drop_class_free(ste: PySTEntryObject, free: set[str]) -> None:
    """The names that a class provides for its methods end here."""
    if "__class__" in free:
        free.discard("__class__")
        ste.ste_needs_class_closure = 1
    if "__classdict__" in free:
        free.discard("__classdict__")
        ste.ste_needs_classdict = 1


def update_symbols(
    symbols: dict[str, int], scopes: dict[str, int], bound: set[str] | None, free: set[str],
    inlined_cells: set[str], classflag: bool,
) -> None:
    """Write the scopes into a block's symbols, and add the names that are free in blocks inside.

    Args:
        classflag: the block is a class, or sees the names of one.
    """
    for name, flags in symbols.items():
        if name in inlined_cells:
            flags |= DEF_COMP_CELL
        symbols[name] = flags | (scopes[name] << SCOPE_OFFSET)
    for name in free:
        if name in symbols:
            if classflag:
                symbols[name] |= DEF_FREE_CLASS  # a method's, besides the class's own
        elif bound is None or name in bound:
            symbols[name] = _FREE_SYMBOL


def analyze_block(
    ste: PySTEntryObject, bound: set[str] | None, free: set[str], global_: set[str],
    type_params: set[str], class_entry: PySTEntryObject | None,
) -> None:
    """Decide about all names of a block and of the blocks inside.

    Args:
        bound: names that function blocks around bind; None for a module. Changed.
        free: output: names that are free in the block.
        global_: names declared global around. Changed.
        type_params: names of type parameters around. Changed.
        class_entry: the class whose names the block sees, if it does.
    """
    is_class = ste.ste_type == ClassBlock
    local: set[str] = set()
    scopes: dict[str, int] = {}
    newglobal: set[str] = set()
    newbound: set[str] = set()
    if is_class:
        # What a class binds is not visible in its methods.
        newglobal |= global_
        if bound:
            newbound |= bound
    for name, flags in ste.ste_symbols.items():
        scopes[name] = analyze_name(
            ste, name, flags, bound, local, free, global_, type_params, class_entry)
    function_like = _PyST_IsFunctionLike(ste)
    if is_class:
        newbound.add("__class__")
        newbound.add("__classdict__")
    else:
        if function_like:
            newbound |= local
        if bound:
            newbound |= bound
        newglobal |= global_
    newfree: set[str] = set()
    inlined_cells: set[str] = set()
    if ste.ste_children:
        _analyze_children(ste, newbound, newfree, newglobal, type_params, class_entry,
                          scopes, inlined_cells)
    if function_like:
        analyze_cells(scopes, newfree, inlined_cells)
    elif is_class:
        drop_class_free(ste, newfree)
    update_symbols(ste.ste_symbols, scopes, bound, newfree, inlined_cells,
                   is_class or bool(ste.ste_can_see_class_scope))
    free |= newfree


def _analyze_children(
    ste: PySTEntryObject, bound: set[str], free: set[str], global_: set[str],
    type_params: set[str], class_entry: PySTEntryObject | None, scopes: dict[str, int],
    inlined_cells: set[str],
) -> None:
    """Analyse the blocks inside a block; inline comprehensions, whose own blocks become the block's."""
    spliced = False
    for entry in ste.ste_children:
        new_class_entry = None
        if entry.ste_can_see_class_scope:
            new_class_entry = ste if ste.ste_type == ClassBlock else class_entry
        # Generator expressions are functions; so are comprehensions in a class's annotation scopes.
        inline_comp = (entry.ste_comprehension and not entry.ste_generator
                       and not ste.ste_can_see_class_scope)
        child_free = analyze_child_block(
            entry, bound, free, global_, type_params, new_class_entry)
        if inline_comp:
            inline_comprehension(ste, entry, scopes, child_free, inlined_cells)
            entry.ste_comp_inlined = 1
            spliced = True
        free |= child_free
        if entry.ste_free or entry.ste_child_free:
            ste.ste_child_free = 1
    if spliced:
        children: list[PySTEntryObject] = []
        for entry in ste.ste_children:
            if entry.ste_comp_inlined:
                children += entry.ste_children
            else:
                children.append(entry)
        ste.ste_children[:] = children


def analyze_child_block(
    entry: PySTEntryObject, bound: set[str], free: set[str], global_: set[str],
    type_params: set[str], class_entry: PySTEntryObject | None,
) -> set[str]:
    """Analyse a block inside, on copies of the sets.

    Returns:
        The names that are free in it, and those that ``free`` had already.
    """
    child_free = set(free)
    analyze_block(entry, set(bound), child_free, set(global_), set(type_params), class_entry)
    return child_free


def symtable_analyze(st: symtable) -> None:
    """Decide about the scope of each name in a table that the first pass has filled."""
    analyze_block(st.st_top, None, set(), set(), set(), None)
