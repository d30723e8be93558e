"""The second pass over a symbol table: the scope of each name. Models symtable_analyze of Python/symtable.c.

Blocks are gone through from the outside to the inside. A block sees the names that the function blocks around
it bind, and gives back the names that are free in it.

C copies the sets of visible names for each block, so that its time grows with the square of a module's length.
Here all blocks share them (``Visible``), and what a block has changed is undone when it is left.
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
    ModuleBlock,
    PySTEntryObject,
    _PyST_GetSymbol,
    _PyST_IsFunctionLike,
    symtable,
)

_ONLY_FLAGS = (1 << SCOPE_OFFSET) - 1
_FREE_SYMBOL = FREE << SCOPE_OFFSET
#: So many names are not copied for each block.
_MANY = 64


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


class Visible:
    """The names that a block can see, with what must be undone when it is left.

    ``bound``: bound by function blocks around; ``global_``: declared global around; ``type_params``: type
    parameters around.
    """

    __slots__ = ("bound", "global_", "type_params", "changes")

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.global_: set[str] = set()
        self.type_params: set[str] = set()
        self.changes: list[tuple[set[str], str]] = []

    def add(self, names: set[str], name: str) -> None:
        """Add a name to one of the sets."""
        if name not in names:
            names.add(name)
            self.changes.append((names, name))

    def discard(self, names: set[str], name: str) -> None:
        """Take a name out of one of the sets."""
        if name in names:
            names.remove(name)
            self.changes.append((names, name))

    def undo(self, mark: int, keep: set[str] | None = None) -> None:
        """Undo all changes since there were ``mark`` of them, but those of the set ``keep``."""
        changes = self.changes
        undone = changes[mark:]
        del changes[mark:]
        for change in reversed(undone):
            names, name = change
            if names is keep:
                changes.append(change)
            elif name in names:
                names.remove(name)
            else:
                names.add(name)


def analyze_name(
    ste: PySTEntryObject, name: str, flags: int, visible: Visible, free: set[str],
    class_entry: PySTEntryObject | None,
) -> int:
    """The scope of one name of a block.

    Args:
        visible: is changed by what the block does to the name.
        free: the name is added if it is free in the block.

    Raises:
        SyntaxError: a nonlocal statement that cannot be fulfilled.
    """
    if flags & (DEF_GLOBAL | DEF_NONLOCAL):
        return _analyze_declared(ste, name, flags, visible, free)
    if flags & DEF_BOUND:
        visible.discard(visible.global_, name)
        if flags & DEF_TYPE_PARAM:
            visible.add(visible.type_params, name)
        else:
            visible.discard(visible.type_params, name)
        return LOCAL
    if class_entry is not None:
        # What the class itself binds is looked up there and then in the globals, not in functions.
        class_flags = _PyST_GetSymbol(class_entry, name)
        if class_flags & DEF_GLOBAL:
            return GLOBAL_EXPLICIT
        if class_flags & DEF_BOUND and not class_flags & DEF_NONLOCAL:
            return GLOBAL_IMPLICIT
    if name in visible.bound:
        ste.ste_free = 1
        free.add(name)
        return FREE
    if ste.ste_nested and name not in visible.global_:
        ste.ste_free = 1
    return GLOBAL_IMPLICIT


def _analyze_declared(
    ste: PySTEntryObject, name: str, flags: int, visible: Visible, free: set[str]
) -> int:
    """The scope of a name that the block declares global or nonlocal."""
    if flags & DEF_GLOBAL:
        if flags & DEF_NONLOCAL:
            raise error_at_directive(ste, name, f"name '{name}' is nonlocal and global")
        visible.add(visible.global_, name)
        visible.discard(visible.bound, name)
        return GLOBAL_EXPLICIT
    if ste.ste_type == ModuleBlock:
        raise error_at_directive(
            ste, name, "nonlocal declaration not allowed at module level")
    if name not in visible.bound:
        raise error_at_directive(ste, name, f"no binding for nonlocal '{name}' found")
    if name in visible.type_params:
        raise error_at_directive(
            ste, name, f"nonlocal binding not allowed for type parameter '{name}'")
    ste.ste_free = 1
    free.add(name)
    return FREE


def free_in_children(entry: PySTEntryObject) -> set[str]:
    """The names that are free in blocks directly inside a block."""
    return {
        name
        for child in entry.ste_children
        for name, flags in child.ste_symbols.items()
        if (flags >> SCOPE_OFFSET) & SCOPE_MASK == FREE
    }


def inline_comprehension(
    ste: PySTEntryObject, comp: PySTEntryObject, scopes: dict[str, int], comp_free: set[str],
    free: set[str], inlined_cells: set[str],
) -> None:
    """Take the symbols of a comprehension over into the block that it is inlined in.

    Args:
        comp_free: names that are free in the comprehension; some are no longer.
        free: names that are free in blocks before it.
    """
    symbols = ste.ste_symbols
    is_class = ste.ste_type == ClassBlock
    inner_free = free_in_children(comp)
    remove_dunder_class = False
    not_free: set[str] = set()
    for name, comp_flags in comp.ste_symbols.items():
        if comp_flags & DEF_PARAM:
            continue  # the iterable
        scope = (comp_flags >> SCOPE_OFFSET) & SCOPE_MASK
        only_flags = comp_flags & _ONLY_FLAGS
        if scope == CELL or only_flags & DEF_COMP_CELL:
            inlined_cells.add(name)
        existing = symbols.get(name)
        if scope == FREE and is_class and name == "__class__":
            # __class__ is never free through a class; see drop_class_free.
            scope = GLOBAL_IMPLICIT
            not_free.add(name)
            remove_dunder_class = True
        if existing is None:
            symbols[name] = only_flags
            scopes[name] = scope
        elif existing & DEF_BOUND and not is_class and name not in inner_free:
            # Free in the comprehension and local around it: simply local now.
            not_free.add(name)
    comp_free -= not_free
    # In C the names that are free before the comprehension count as its own.
    comp.ste_free = 1 if comp_free or not free <= not_free else 0
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
    ste: PySTEntryObject, scopes: dict[str, int], bound: set[str], free: set[str],
    inlined_cells: set[str],
) -> None:
    """Write the scopes into a block's symbols, and add the names that are free in blocks inside."""
    symbols = ste.ste_symbols
    for name, flags in symbols.items():
        if name in inlined_cells:
            flags |= DEF_COMP_CELL
        symbols[name] = flags | (scopes[name] << SCOPE_OFFSET)
    sees_class = ste.ste_type == ClassBlock or ste.ste_can_see_class_scope
    for name in free:
        if name in symbols:
            if sees_class:
                symbols[name] |= DEF_FREE_CLASS  # a method's, besides the class's own
        elif name in bound or ste.ste_type == ModuleBlock:
            symbols[name] = _FREE_SYMBOL


def analyze_block(
    ste: PySTEntryObject, visible: Visible, free: set[str], class_entry: PySTEntryObject | None
) -> None:
    """Decide about all names of a block and of the blocks inside.

    Args:
        visible: what the block sees. It is changed; the caller undoes that.
        free: names that are free in the block are added.
        class_entry: the class whose names the block sees, if it does.
    """
    scopes: dict[str, int] = {}
    inlined_cells: set[str] = set()
    newfree: set[str] = set()
    mark = len(visible.changes)
    for name, flags in ste.ste_symbols.items():
        scopes[name] = analyze_name(ste, name, flags, visible, free, class_entry)
    is_class = ste.ste_type == ClassBlock
    function_like = _PyST_IsFunctionLike(ste)
    if is_class:
        # What a class binds or declares is not visible in its methods.
        visible.undo(mark, visible.type_params)
        visible.add(visible.bound, "__class__")
        visible.add(visible.bound, "__classdict__")
    elif function_like:
        for name, scope in scopes.items():
            if scope == LOCAL:
                visible.add(visible.bound, name)
    if ste.ste_children:
        _analyze_children(ste, visible, newfree, class_entry, scopes, inlined_cells)
    if function_like:
        analyze_cells(scopes, newfree, inlined_cells)
    elif is_class:
        drop_class_free(ste, newfree)
    update_symbols(ste, scopes, visible.bound, newfree, inlined_cells)
    free |= newfree


def _analyze_children(
    ste: PySTEntryObject, visible: Visible, free: set[str],
    class_entry: PySTEntryObject | None, scopes: dict[str, int], inlined_cells: set[str],
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
        child_free = analyze_child_block(entry, visible, free, new_class_entry)
        if inline_comp:
            inline_comprehension(ste, entry, scopes, child_free, free, inlined_cells)
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
    entry: PySTEntryObject, visible: Visible, free: set[str],
    class_entry: PySTEntryObject | None,
) -> set[str]:
    """Analyse a block inside.

    Args:
        free: names that are free in the blocks before it.

    Returns:
        The names that are free in it. As in C, those of ``free`` are among them, since the order in
        which names are added to a block is that of such a set; but not if they are many.
    """
    child_free = set(free) if len(free) < _MANY else set()
    mark = len(visible.changes)
    analyze_block(entry, visible, child_free, class_entry)
    visible.undo(mark)
    return child_free


def symtable_analyze(st: symtable) -> None:
    """Decide about the scope of each name in a table that the first pass has filled."""
    analyze_block(st.st_top, Visible(), set(), None)
