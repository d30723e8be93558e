"""The symbol table of a module: which names each block binds and uses. Models Python/symtable.c.

The first pass is here: it walks over the syntax tree once and notes the raw facts. The second pass decides
about scopes (symtable_analyze.py). Visitors are chosen from ``VISIT`` by the node's class; ``depth`` is what C
counts as recursion depth, the node itself included. Host calls are from Python to Python only, so that the
host's C stack stays flat however deep the tree is.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from vm.python.future import CO_FUTURE_ANNOTATIONS
from vm.python.pycore_symtable import (
    CALLER_DEPTH,
    DEF_ANNOT,
    DEF_COMP_ITER,
    DEF_GLOBAL,
    DEF_IMPORT,
    DEF_LOCAL,
    DEF_NONLOCAL,
    DEF_PARAM,
    DEF_TYPE_PARAM,
    RECURSION_MESSAGE,
    USE,
    AnnotationBlock,
    ClassBlock,
    DictComprehension,
    FunctionBlock,
    GeneratorExpression,
    ListComprehension,
    ModuleBlock,
    Py_C_RECURSION_LIMIT,
    PySTEntryObject,
    SetComprehension,
    TypeAliasBlock,
    TypeParametersBlock,
    TypeVariableBlock,
    _Py_MaybeMangle,
    _PyFutureFeatures,
    _PyST_GetSymbol,
    _PyST_IsFunctionLike,
    ranged_syntax_error,
    symtable,
)
from vm.python.symtable_analyze import symtable_analyze

type Visitor = Callable[[symtable, Any, int], None]
type Arguments = Sequence[ast.arg]

#: The visitor of each class of nodes; filled at the end of the file.
VISIT: dict[type, Visitor] = {}

_NAMED_EXPR_IN_COMPREHENSION = {
    ClassBlock: "assignment expression within a comprehension cannot be used in a class body",
    TypeParametersBlock: "assignment expression within a comprehension cannot be used within "
    "the definition of a generic",
    TypeAliasBlock: "assignment expression within a comprehension cannot be used in a type alias",
    TypeVariableBlock: "assignment expression within a comprehension cannot be used in a "
    "TypeVar bound",
}

_NOT_ALLOWED = {
    AnnotationBlock: "an annotation",
    TypeAliasBlock: "a type alias",
    TypeParametersBlock: "the definition of a generic",
}

_COMPREHENSIONS = {
    ast.ListComp: (ListComprehension, "listcomp"),
    ast.SetComp: (SetComprehension, "setcomp"),
    ast.DictComp: (DictComprehension, "dictcomp"),
    ast.GeneratorExp: (GeneratorExpression, "genexpr"),
}

_YIELD_IN = {
    ListComprehension: "'yield' inside list comprehension",
    SetComprehension: "'yield' inside set comprehension",
    DictComprehension: "'yield' inside dict comprehension",
    GeneratorExpression: "'yield' inside generator expression",
}


def _PySymtable_Build(
    mod: ast.mod, filename: str, future: _PyFutureFeatures, recursion_depth: int = CALLER_DEPTH
) -> symtable:
    """Build the symbol table of a syntax tree.

    Args:
        future: the module's future features (``_PyFuture_FromAST``).
        recursion_depth: C calls that count as recursion and are under way already.

    Raises:
        SyntaxError: a name is used in a way that its block does not allow.
        RecursionError: the tree is too deep.
        RuntimeError: it is the tree of a function type.
    """
    st = symtable(filename, future)
    symtable_enter_block(st, "top", ModuleBlock, id(mod), None)
    st.st_top = st.st_cur
    depth = recursion_depth + 1
    if isinstance(mod, ast.Expression):
        VISIT[type(mod.body)](st, mod.body, depth)
    elif isinstance(mod, ast.Module | ast.Interactive):
        for stmt in mod.body:
            VISIT[type(stmt)](st, stmt, depth)
    else:
        raise RuntimeError("this compiler does not handle FunctionTypes")
    symtable_exit_block(st)
    symtable_analyze(st)
    return st


# Blocks and definitions


def symtable_enter_block(st: symtable, name: str, block: int, key: int, location: Any) -> None:
    """Make an entry, and make it the current one.

    Args:
        key: as for ``_PySymtable_Lookup``.
        location: the AST node of the block, None for a module.
    """
    ste = PySTEntryObject(st, name, block, key, location)
    st.st_blocks[key] = ste
    st.st_stack.append(ste)
    prev = st.st_cur
    st.st_cur = ste
    if prev is None:
        st.st_global = ste.ste_symbols
        return
    if prev.ste_nested or _PyST_IsFunctionLike(prev):
        ste.ste_nested = 1
    ste.ste_comp_iter_expr = prev.ste_comp_iter_expr
    if block != ClassBlock:  # in a class all names are mangled
        ste.ste_mangled_names = prev.ste_mangled_names
    if block != AnnotationBlock:  # annotations will be strings: they have no effect on the table
        prev.ste_children.append(ste)


def symtable_exit_block(st: symtable) -> None:
    """Return to the block around the current one."""
    stack = st.st_stack
    stack.pop()
    st.st_cur = stack[-1] if stack else None  # type: ignore[assignment]


def symtable_lookup_entry(st: symtable, ste: PySTEntryObject, name: str) -> int:
    """The flags of an unmangled name in a block."""
    return _PyST_GetSymbol(ste, _Py_MaybeMangle(st.st_private, ste, name))


def symtable_add_def_helper(
    st: symtable, name: str, flag: int, ste: PySTEntryObject, node: Any
) -> None:
    """Add flags to a name of a block.

    Args:
        node: where; for errors.

    Raises:
        SyntaxError: a duplicate argument or type parameter; a comprehension's variable that is a target
            of a named expression.
    """
    mangled = name
    if st.st_private is not None and name[:2] == "__":
        mangled = _Py_MaybeMangle(st.st_private, st.st_cur, name)
    symbols = ste.ste_symbols
    val = symbols.get(mangled, 0)
    if val & flag & (DEF_PARAM | DEF_TYPE_PARAM):
        if flag & DEF_PARAM:
            message = f"duplicate argument '{name}' in function definition"
        else:
            message = f"duplicate type parameter '{name}'"
        raise ranged_syntax_error(message, st.st_filename, node)
    val |= flag
    if ste.ste_comp_iter_target:
        if val & (DEF_GLOBAL | DEF_NONLOCAL):
            raise ranged_syntax_error(
                f"comprehension inner loop cannot rebind assignment expression target '{name}'",
                st.st_filename, node)
        val |= DEF_COMP_ITER
    symbols[mangled] = val
    if flag & DEF_PARAM:
        ste.ste_varnames.append(mangled)
    elif flag & DEF_GLOBAL:
        st.st_global[mangled] = st.st_global.get(mangled, 0) | flag


def symtable_add_def(st: symtable, name: str, flag: int, node: Any) -> None:
    """Add flags to a name of the current block. Arguments and errors as above."""
    ste = st.st_cur
    if flag & DEF_TYPE_PARAM and ste.ste_mangled_names is not None:
        ste.ste_mangled_names.add(name)
    symtable_add_def_helper(st, name, flag, ste, node)


def symtable_record_directive(st: symtable, name: str, node: Any) -> None:
    """Remember where a name was declared global or nonlocal."""
    cur = st.st_cur
    if cur.ste_directives is None:
        cur.ste_directives = []
    cur.ste_directives.append((
        _Py_MaybeMangle(st.st_private, cur, name),
        node.lineno, node.col_offset, node.end_lineno, node.end_col_offset))


def symtable_enter_type_param_block(
    st: symtable, name: str, s: Any, has_defaults: bool, has_kwdefaults: bool
) -> None:
    """Enter the block around a generic function, class or type alias; add its hidden names."""
    in_class = st.st_cur.ste_type == ClassBlock
    symtable_enter_block(st, name, TypeParametersBlock, id(s.type_params), s)
    if in_class:
        st.st_cur.ste_can_see_class_scope = 1
        symtable_add_def(st, "__classdict__", USE, s)
    if type(s) is ast.ClassDef:
        for hidden in (".type_params", ".generic_base"):
            symtable_add_def(st, hidden, DEF_LOCAL, s)
            symtable_add_def(st, hidden, USE, s)
    if has_defaults:
        symtable_add_def(st, ".defaults", DEF_PARAM, s)
    if has_kwdefaults:
        symtable_add_def(st, ".kwdefaults", DEF_PARAM, s)


# Visiting: helpers


def _visit_all(st: symtable, nodes: Sequence[Any], depth: int) -> None:
    """Visit nodes one level deeper; None among them is passed over."""
    visit = VISIT
    for node in nodes:
        if node is not None:
            visit[type(node)](st, node, depth + 1)


def _check_depth(depth: int) -> None:
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)


def _visitor_of(*fields: str) -> Visitor:
    """A visitor that visits the named fields in order; each is a node, a list of nodes or None."""

    def visit_fields(st: symtable, node: Any, depth: int) -> None:
        if depth > Py_C_RECURSION_LIMIT:
            raise RecursionError(RECURSION_MESSAGE)
        depth += 1
        visit = VISIT
        for field in fields:
            child = getattr(node, field)
            kind = type(child)
            if kind is list:
                for item in child:
                    if item is not None:
                        visit[type(item)](st, item, depth)
            elif child is not None:
                visit[kind](st, child, depth)

    return visit_fields


# Statements


def _visit_function(st: symtable, s: Any, depth: int) -> None:
    """FunctionDef, AsyncFunctionDef."""
    _check_depth(depth)
    args = s.args
    symtable_add_def(st, s.name, DEF_LOCAL, s)
    _visit_all(st, args.defaults, depth)
    _visit_all(st, args.kw_defaults, depth)
    _visit_all(st, s.decorator_list, depth)
    if s.type_params:
        # C asks whether there is a list of defaults, and there always is one.
        has_kwdefaults = any(default is not None for default in args.kw_defaults)
        symtable_enter_type_param_block(st, s.name, s, True, has_kwdefaults)
        _visit_all(st, s.type_params, depth)
    symtable_visit_annotations(st, s, args, s.returns, depth)
    symtable_enter_block(st, s.name, FunctionBlock, id(s), s)
    if type(s) is ast.AsyncFunctionDef:
        st.st_cur.ste_coroutine = 1
    symtable_visit_arguments(st, args)
    _visit_all(st, s.body, depth)
    symtable_exit_block(st)
    if s.type_params:
        symtable_exit_block(st)


def _visit_class(st: symtable, s: ast.ClassDef, depth: int) -> None:
    _check_depth(depth)
    symtable_add_def(st, s.name, DEF_LOCAL, s)
    _visit_all(st, s.decorator_list, depth)
    private = st.st_private
    if s.type_params:
        symtable_enter_type_param_block(st, s.name, s, False, False)
        st.st_private = s.name
        st.st_cur.ste_mangled_names = set()
        _visit_all(st, s.type_params, depth)
    _visit_all(st, s.bases, depth)
    for keyword in s.keywords:
        VISIT[type(keyword.value)](st, keyword.value, depth + 1)
    symtable_enter_block(st, s.name, ClassBlock, id(s), s)
    st.st_private = s.name
    if s.type_params:
        symtable_add_def(st, "__type_params__", DEF_LOCAL, s)
        symtable_add_def(st, ".type_params", USE, s)
    _visit_all(st, s.body, depth)
    symtable_exit_block(st)
    if s.type_params:
        symtable_exit_block(st)
    st.st_private = private


def _visit_type_alias(st: symtable, s: ast.TypeAlias, depth: int) -> None:
    _check_depth(depth)
    VISIT[type(s.name)](st, s.name, depth + 1)
    name = s.name.id
    in_class = st.st_cur.ste_type == ClassBlock
    if s.type_params:
        symtable_enter_type_param_block(st, name, s, False, False)
        _visit_all(st, s.type_params, depth)
    symtable_enter_block(st, name, TypeAliasBlock, id(s), s)
    if in_class:
        st.st_cur.ste_can_see_class_scope = 1
        symtable_add_def(st, "__classdict__", USE, s.value)
    VISIT[type(s.value)](st, s.value, depth + 1)
    symtable_exit_block(st)
    if s.type_params:
        symtable_exit_block(st)


def _visit_return(st: symtable, s: ast.Return, depth: int) -> None:
    _check_depth(depth)
    if s.value is not None:
        VISIT[type(s.value)](st, s.value, depth + 1)
        st.st_cur.ste_returns_value = 1


def _visit_ann_assign(st: symtable, s: ast.AnnAssign, depth: int) -> None:
    _check_depth(depth)
    target = s.target
    if type(target) is ast.Name:
        _add_annotated_name(st, s, target)
    else:
        VISIT[type(target)](st, target, depth + 1)
    symtable_visit_annotation(st, s.annotation, depth)
    if s.value is not None:
        VISIT[type(s.value)](st, s.value, depth + 1)


def _add_annotated_name(st: symtable, s: ast.AnnAssign, target: ast.Name) -> None:
    cur = symtable_lookup_entry(st, st.st_cur, target.id)
    if (
        cur & (DEF_GLOBAL | DEF_NONLOCAL)
        and st.st_cur.ste_symbols is not st.st_global
        and s.simple
    ):
        kind = "global" if cur & DEF_GLOBAL else "nonlocal"
        raise ranged_syntax_error(
            f"annotated name '{target.id}' can't be {kind}", st.st_filename, s)
    if s.simple:
        symtable_add_def(st, target.id, DEF_ANNOT | DEF_LOCAL, target)
    if s.value is not None:
        symtable_add_def(st, target.id, DEF_LOCAL, target)


def _visit_raise(st: symtable, s: ast.Raise, depth: int) -> None:
    _check_depth(depth)
    if s.exc is not None:
        VISIT[type(s.exc)](st, s.exc, depth + 1)
        if s.cause is not None:
            VISIT[type(s.cause)](st, s.cause, depth + 1)


def _visit_global(st: symtable, s: ast.Global, depth: int) -> None:
    _check_depth(depth)
    _visit_directive(st, s, "global", DEF_GLOBAL)


def _visit_nonlocal(st: symtable, s: ast.Nonlocal, depth: int) -> None:
    _check_depth(depth)
    _visit_directive(st, s, "nonlocal", DEF_NONLOCAL)


def _visit_directive(
    st: symtable, s: ast.Global | ast.Nonlocal, kind: str, flag: int
) -> None:
    """Declare the names of a global or nonlocal statement; the block must not have used them."""
    for name in s.names:
        cur = symtable_lookup_entry(st, st.st_cur, name)
        if cur & (DEF_PARAM | DEF_LOCAL | USE | DEF_ANNOT):
            if cur & DEF_PARAM:
                message = f"name '{name}' is parameter and {kind}"
            elif cur & USE:
                message = f"name '{name}' is used prior to {kind} declaration"
            elif cur & DEF_ANNOT:
                message = f"annotated name '{name}' can't be {kind}"
            else:
                message = f"name '{name}' is assigned to before {kind} declaration"
            raise ranged_syntax_error(message, st.st_filename, s)
        symtable_add_def(st, name, flag, s)
        symtable_record_directive(st, name, s)


def _visit_import(st: symtable, s: ast.Import | ast.ImportFrom, depth: int) -> None:
    _check_depth(depth)
    for alias in s.names:
        symtable_visit_alias(st, alias)


def _visit_nothing(st: symtable, node: Any, depth: int) -> None:
    """Pass, Break, Continue, Constant, MatchSingleton."""
    _check_depth(depth)


# Parts of statements. They do not count as levels of their own.


def symtable_visit_annotation(st: symtable, annotation: ast.expr, depth: int) -> None:
    """Visit an annotation, in a block of its own if annotations are to be strings."""
    if not st.st_future.ff_features & CO_FUTURE_ANNOTATIONS:
        VISIT[type(annotation)](st, annotation, depth + 1)
        return
    symtable_enter_block(st, "_annotation", AnnotationBlock, id(annotation), annotation)
    VISIT[type(annotation)](st, annotation, depth + 1)
    symtable_exit_block(st)


def symtable_visit_annotations(
    st: symtable, o: ast.stmt, a: ast.arguments, returns: ast.expr | None, depth: int
) -> None:
    """Visit all annotations of a function."""
    future_annotations = st.st_future.ff_features & CO_FUTURE_ANNOTATIONS
    if future_annotations:
        # The function itself has the same key, and will take it over.
        symtable_enter_block(st, "_annotation", AnnotationBlock, id(o), o)
    symtable_visit_argannotations(st, a.posonlyargs, depth)
    symtable_visit_argannotations(st, a.args, depth)
    for arg in (a.vararg, a.kwarg):
        if arg is not None and arg.annotation is not None:
            VISIT[type(arg.annotation)](st, arg.annotation, depth + 1)
    symtable_visit_argannotations(st, a.kwonlyargs, depth)
    if future_annotations:
        symtable_exit_block(st)
    if returns is not None:
        symtable_visit_annotation(st, returns, depth)


def symtable_visit_argannotations(st: symtable, args: Arguments, depth: int) -> None:
    """Visit the annotations of some parameters."""
    for arg in args:
        annotation = arg.annotation
        if annotation is not None:
            VISIT[type(annotation)](st, annotation, depth + 1)


def symtable_visit_arguments(st: symtable, a: ast.arguments) -> None:
    """Define the parameters of a function in its own block."""
    for params in (a.posonlyargs, a.args, a.kwonlyargs):
        for arg in params:
            symtable_add_def(st, arg.arg, DEF_PARAM, arg)
    if a.vararg is not None:
        symtable_add_def(st, a.vararg.arg, DEF_PARAM, a.vararg)
        st.st_cur.ste_varargs = 1
    if a.kwarg is not None:
        symtable_add_def(st, a.kwarg.arg, DEF_PARAM, a.kwarg)
        st.st_cur.ste_varkeywords = 1


def symtable_visit_alias(st: symtable, a: ast.alias) -> None:
    """Define what an import binds.

    Raises:
        SyntaxError: ``import *`` inside a function or class.
    """
    name = a.name if a.asname is None else a.asname
    if name != "*":
        symtable_add_def(st, name.partition(".")[0], DEF_IMPORT, a)
    elif st.st_cur.ste_type != ModuleBlock:
        raise ranged_syntax_error("import * only allowed at module level", st.st_filename, a)


def _visit_except_handler(st: symtable, eh: ast.ExceptHandler, depth: int) -> None:
    """``depth`` is that of the handler's parts."""
    if eh.type is not None:
        VISIT[type(eh.type)](st, eh.type, depth)
    if eh.name is not None:
        symtable_add_def(st, eh.name, DEF_LOCAL, eh)
    _visit_all(st, eh.body, depth - 1)


def _visit_withitem(st: symtable, item: ast.withitem, depth: int) -> None:
    """``depth`` is that of the item's parts."""
    VISIT[type(item.context_expr)](st, item.context_expr, depth)
    if item.optional_vars is not None:
        VISIT[type(item.optional_vars)](st, item.optional_vars, depth)


def _visit_match_case(st: symtable, m: ast.match_case, depth: int) -> None:
    """``depth`` is that of the case's parts."""
    VISIT[type(m.pattern)](st, m.pattern, depth)
    if m.guard is not None:
        VISIT[type(m.guard)](st, m.guard, depth)
    _visit_all(st, m.body, depth - 1)


def _visit_keyword(st: symtable, k: ast.keyword, depth: int) -> None:
    """``depth`` is that of the keyword's value."""
    VISIT[type(k.value)](st, k.value, depth)


# Expressions


def _visit_name(st: symtable, e: ast.Name, depth: int) -> None:
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)
    name = e.id
    if type(e.ctx) is not ast.Load:
        symtable_add_def_helper(st, name, DEF_LOCAL, st.st_cur, e)
        return
    cur = st.st_cur
    if cur.ste_comp_iter_target or (st.st_private is not None and name[:2] == "__"):
        symtable_add_def_helper(st, name, USE, cur, e)
    else:
        symbols = cur.ste_symbols
        symbols[name] = symbols.get(name, 0) | USE
    if name == "super" and _PyST_IsFunctionLike(cur):
        symtable_add_def(st, "__class__", USE, e)  # super() finds it so


def _visit_attribute(st: symtable, e: ast.Attribute | ast.Starred, depth: int) -> None:
    """Attribute, Starred; also Expr."""
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)
    value = e.value
    VISIT[type(value)](st, value, depth + 1)


def _visit_call(st: symtable, e: ast.Call, depth: int) -> None:
    if depth > Py_C_RECURSION_LIMIT:
        raise RecursionError(RECURSION_MESSAGE)
    depth += 1
    visit = VISIT
    visit[type(e.func)](st, e.func, depth)
    for arg in e.args:
        visit[type(arg)](st, arg, depth)
    for keyword in e.keywords:
        value = keyword.value
        visit[type(value)](st, value, depth)


def _visit_named_expr(st: symtable, e: ast.NamedExpr, depth: int) -> None:
    _check_depth(depth)
    symtable_raise_if_annotation_block(st, "named expression", e)
    if st.st_cur.ste_comp_iter_expr > 0:
        raise ranged_syntax_error(
            "assignment expression cannot be used in a comprehension iterable expression",
            st.st_filename, e)
    if st.st_cur.ste_comprehension:
        symtable_extend_namedexpr_scope(st, e.target)
    VISIT[type(e.value)](st, e.value, depth + 1)
    VISIT[type(e.target)](st, e.target, depth + 1)


def symtable_extend_namedexpr_scope(st: symtable, e: ast.Name) -> None:
    """Bind the target of a named expression in a comprehension in the block that contains it.

    Raises:
        SyntaxError: that block cannot have it; the name is the comprehension's own variable.
    """
    name = e.id
    for ste in reversed(st.st_stack):
        kind = ste.ste_type
        if ste.ste_comprehension:
            in_scope = symtable_lookup_entry(st, ste, name)
            if in_scope & DEF_COMP_ITER and in_scope & DEF_LOCAL:
                raise ranged_syntax_error(
                    f"assignment expression cannot rebind comprehension iteration variable "
                    f"'{name}'", st.st_filename, e)
        elif kind == FunctionBlock:
            is_global = symtable_lookup_entry(st, ste, name) & DEF_GLOBAL
            symtable_add_def(st, name, DEF_GLOBAL if is_global else DEF_NONLOCAL, e)
            symtable_record_directive(st, name, e)
            symtable_add_def_helper(st, name, DEF_LOCAL, ste, e)
            return
        elif kind == ModuleBlock:
            symtable_add_def(st, name, DEF_GLOBAL, e)
            symtable_record_directive(st, name, e)
            symtable_add_def_helper(st, name, DEF_GLOBAL, ste, e)
            return
        elif kind in _NAMED_EXPR_IN_COMPREHENSION:
            raise ranged_syntax_error(_NAMED_EXPR_IN_COMPREHENSION[kind], st.st_filename, e)


def _visit_lambda(st: symtable, e: ast.Lambda, depth: int) -> None:
    _check_depth(depth)
    _visit_all(st, e.args.defaults, depth)
    _visit_all(st, e.args.kw_defaults, depth)
    symtable_enter_block(st, "lambda", FunctionBlock, id(e), e)
    symtable_visit_arguments(st, e.args)
    VISIT[type(e.body)](st, e.body, depth + 1)
    symtable_exit_block(st)


def _visit_yield(st: symtable, e: ast.Yield | ast.YieldFrom, depth: int) -> None:
    """Yield, YieldFrom."""
    _check_depth(depth)
    symtable_raise_if_annotation_block(st, "yield expression", e)
    if e.value is not None:
        VISIT[type(e.value)](st, e.value, depth + 1)
    cur = st.st_cur
    cur.ste_generator = 1
    if cur.ste_comprehension:
        raise ranged_syntax_error(_YIELD_IN[cur.ste_comprehension], st.st_filename, e)


def _visit_await(st: symtable, e: ast.Await, depth: int) -> None:
    _check_depth(depth)
    symtable_raise_if_annotation_block(st, "await expression", e)
    VISIT[type(e.value)](st, e.value, depth + 1)
    st.st_cur.ste_coroutine = 1


def symtable_raise_if_annotation_block(st: symtable, name: str, e: ast.expr) -> None:
    """Refuse an expression that cannot stand in annotations and the like.

    Raises:
        SyntaxError: the current block is one of these.
    """
    kind = st.st_cur.ste_type
    if kind == TypeVariableBlock:
        place = st.st_cur.ste_scope_info
    elif kind in _NOT_ALLOWED:
        place = _NOT_ALLOWED[kind]
    else:
        return
    raise ranged_syntax_error(f"{name} cannot be used within {place}", st.st_filename, e)


def symtable_handle_comprehension(st: symtable, e: Any, depth: int) -> None:
    """Visit a comprehension: the first iterable here, the rest in a block of its own."""
    _check_depth(depth)
    comprehension, name = _COMPREHENSIONS[type(e)]
    outermost = e.generators[0]
    depth += 1
    visit = VISIT
    st.st_cur.ste_comp_iter_expr += 1
    visit[type(outermost.iter)](st, outermost.iter, depth)
    st.st_cur.ste_comp_iter_expr -= 1
    symtable_enter_block(st, name, FunctionBlock, id(e), e)
    cur = st.st_cur
    cur.ste_comprehension = comprehension
    if outermost.is_async:
        cur.ste_coroutine = 1
    symtable_add_def(st, ".0", DEF_PARAM, e)
    cur.ste_comp_iter_target = 1
    visit[type(outermost.target)](st, outermost.target, depth)
    cur.ste_comp_iter_target = 0
    for test in outermost.ifs:
        visit[type(test)](st, test, depth)
    for generator in e.generators[1:]:
        symtable_visit_comprehension(st, generator, depth)
    if type(e) is ast.DictComp:
        visit[type(e.value)](st, e.value, depth)
        visit[type(e.key)](st, e.key, depth)
    else:
        visit[type(e.elt)](st, e.elt, depth)
    is_generator = comprehension == GeneratorExpression
    cur.ste_generator = 1 if is_generator else 0
    symtable_exit_block(st)
    if cur.ste_coroutine and not is_generator:
        st.st_cur.ste_coroutine = 1


def symtable_visit_comprehension(st: symtable, lc: ast.comprehension, depth: int) -> None:
    """Visit a further ``for`` of a comprehension; ``depth`` is that of its parts."""
    cur = st.st_cur
    cur.ste_comp_iter_target = 1
    VISIT[type(lc.target)](st, lc.target, depth)
    cur.ste_comp_iter_target = 0
    cur.ste_comp_iter_expr += 1
    VISIT[type(lc.iter)](st, lc.iter, depth)
    cur.ste_comp_iter_expr -= 1
    for test in lc.ifs:
        VISIT[type(test)](st, test, depth)
    if lc.is_async:
        cur.ste_coroutine = 1


# Type parameters


def symtable_visit_type_param_bound_or_default(
    st: symtable, e: ast.expr | None, name: str, key: int, scope_info: str, depth: int
) -> None:
    """Visit the bound or the default of a type parameter in a block of its own.

    Args:
        key: as for ``_PySymtable_Lookup``.
        scope_info: what it is, for errors.
    """
    if e is None:
        return
    in_class = st.st_cur.ste_can_see_class_scope
    symtable_enter_block(st, name, TypeVariableBlock, key, e)
    st.st_cur.ste_can_see_class_scope = in_class
    if in_class:
        symtable_add_def(st, "__classdict__", USE, e)
    st.st_cur.ste_scope_info = scope_info
    VISIT[type(e)](st, e, depth + 1)
    symtable_exit_block(st)


def _visit_type_var(st: symtable, tp: ast.TypeVar, depth: int) -> None:
    _check_depth(depth)
    symtable_add_def(st, tp.name, DEF_TYPE_PARAM | DEF_LOCAL, tp)
    kind = "a TypeVar constraint" if type(tp.bound) is ast.Tuple else "a TypeVar bound"
    symtable_visit_type_param_bound_or_default(st, tp.bound, tp.name, id(tp), kind, depth)
    symtable_visit_type_param_bound_or_default(
        st, tp.default_value, tp.name, id(tp) + 1, "a TypeVar default", depth)


def _visit_type_var_tuple(
    st: symtable, tp: ast.TypeVarTuple | ast.ParamSpec, depth: int
) -> None:
    """TypeVarTuple, ParamSpec."""
    _check_depth(depth)
    symtable_add_def(st, tp.name, DEF_TYPE_PARAM | DEF_LOCAL, tp)
    symtable_visit_type_param_bound_or_default(
        st, tp.default_value, tp.name, id(tp), f"a {type(tp).__name__} default", depth)


# Patterns


def _visit_match_star(st: symtable, p: ast.MatchStar, depth: int) -> None:
    _check_depth(depth)
    if p.name is not None:
        symtable_add_def(st, p.name, DEF_LOCAL, p)


def _visit_match_mapping(st: symtable, p: ast.MatchMapping, depth: int) -> None:
    _check_depth(depth)
    _visit_all(st, p.keys, depth)
    _visit_all(st, p.patterns, depth)
    if p.rest is not None:
        symtable_add_def(st, p.rest, DEF_LOCAL, p)


def _visit_match_as(st: symtable, p: ast.MatchAs, depth: int) -> None:
    _check_depth(depth)
    if p.pattern is not None:
        VISIT[type(p.pattern)](st, p.pattern, depth + 1)
    if p.name is not None:
        symtable_add_def(st, p.name, DEF_LOCAL, p)


VISIT.update({
    ast.FunctionDef: _visit_function,
    ast.AsyncFunctionDef: _visit_function,
    ast.ClassDef: _visit_class,
    ast.TypeAlias: _visit_type_alias,
    ast.Return: _visit_return,
    ast.Delete: _visitor_of("targets"),
    ast.Assign: _visitor_of("targets", "value"),
    ast.AnnAssign: _visit_ann_assign,
    ast.AugAssign: _visitor_of("target", "value"),
    ast.For: _visitor_of("target", "iter", "body", "orelse"),
    ast.AsyncFor: _visitor_of("target", "iter", "body", "orelse"),
    ast.While: _visitor_of("test", "body", "orelse"),
    ast.If: _visitor_of("test", "body", "orelse"),
    ast.With: _visitor_of("items", "body"),
    ast.AsyncWith: _visitor_of("items", "body"),
    ast.Match: _visitor_of("subject", "cases"),
    ast.Raise: _visit_raise,
    ast.Try: _visitor_of("body", "handlers", "orelse", "finalbody"),
    ast.TryStar: _visitor_of("body", "handlers", "orelse", "finalbody"),
    ast.Assert: _visitor_of("test", "msg"),
    ast.Import: _visit_import,
    ast.ImportFrom: _visit_import,
    ast.Global: _visit_global,
    ast.Nonlocal: _visit_nonlocal,
    ast.Expr: _visit_attribute,
    ast.Pass: _visit_nothing,
    ast.Break: _visit_nothing,
    ast.Continue: _visit_nothing,
    ast.ExceptHandler: _visit_except_handler,
    ast.withitem: _visit_withitem,
    ast.match_case: _visit_match_case,
    ast.keyword: _visit_keyword,
    ast.NamedExpr: _visit_named_expr,
    ast.BoolOp: _visitor_of("values"),
    ast.BinOp: _visitor_of("left", "right"),
    ast.UnaryOp: _visitor_of("operand"),
    ast.Lambda: _visit_lambda,
    ast.IfExp: _visitor_of("test", "body", "orelse"),
    ast.Dict: _visitor_of("keys", "values"),
    ast.Set: _visitor_of("elts"),
    ast.GeneratorExp: symtable_handle_comprehension,
    ast.ListComp: symtable_handle_comprehension,
    ast.SetComp: symtable_handle_comprehension,
    ast.DictComp: symtable_handle_comprehension,
    ast.Yield: _visit_yield,
    ast.YieldFrom: _visit_yield,
    ast.Await: _visit_await,
    ast.Compare: _visitor_of("left", "comparators"),
    ast.Call: _visit_call,
    ast.FormattedValue: _visitor_of("value", "format_spec"),
    ast.JoinedStr: _visitor_of("values"),
    ast.Constant: _visit_nothing,
    ast.Attribute: _visit_attribute,
    ast.Subscript: _visitor_of("value", "slice"),
    ast.Starred: _visit_attribute,
    ast.Slice: _visitor_of("lower", "upper", "step"),
    ast.Name: _visit_name,
    ast.List: _visitor_of("elts"),
    ast.Tuple: _visitor_of("elts"),
    ast.TypeVar: _visit_type_var,
    ast.TypeVarTuple: _visit_type_var_tuple,
    ast.ParamSpec: _visit_type_var_tuple,
    ast.MatchValue: _visitor_of("value"),
    ast.MatchSingleton: _visit_nothing,
    ast.MatchSequence: _visitor_of("patterns"),
    ast.MatchStar: _visit_match_star,
    ast.MatchMapping: _visit_match_mapping,
    ast.MatchClass: _visitor_of("cls", "patterns", "kwd_patterns"),
    ast.MatchAs: _visit_match_as,
    ast.MatchOr: _visitor_of("patterns"),
})
