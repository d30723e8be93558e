"""Built-in functions that run code, look at the caller's scope, print and read. Part of bltinmodule.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyMapping_Check, PyMapping_Keys, PyObject_SetItem
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.call import (
    PyObject_CallNoArgs,
    PyObject_CallOneArg,
    PyObject_VectorcallDict,
)
from vm.objects.cellobject import PyCell_GET
from vm.objects.dictobject import (
    PyDict_GetItemString,
    PyDict_New,
    PyDict_SetItemString,
)
from vm.objects.eval_builtin import PyEval_GetBuiltins
from vm.objects.fileobject import (
    PyFile_GetLine,
    PyFile_WriteObject,
    PyFile_WriteString,
    _PyFile_Flush,
)
from vm.objects.getargs import boolean, c_int, unicode_arg
from vm.objects.methoddef import PyMethodDef, _PyArg_CheckPositional
from vm.objects.object import (
    PyObject_Dir,
    PyObject_GetOptionalAttr,
    PyObject_IsTrue,
    PyObject_Repr,
    PyObject_Str,
    _Py_ID,
    from_sort,
)
from vm.objects.pyaudit import should_audit, sys_audit_tuple
from vm.objects.pybuffer import bytes_like
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_freelist import count_passing_tuple
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyByteArray_Type,
    PyCell_Type,
    PyCode_Type,
    PyErr,
    PyFunction_Type,
    PyObject,
    PyObject_TypeCheck,
    PyTuple_Type,
    PyType_Type,
    decref_all,
    incref_all,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyExc_RuntimeError,
    PyExc_SyntaxError,
    PyExc_SystemError,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetObject,
    new_exception,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject import _PyObject_LookupSpecial
from vm.objects.typeobject_new import _PyType_CalculateMetaclass
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python import ceval
from vm.python import compile as compile_c
from vm.python.ceval_scope import (
    PyEval_GetFrame,
    PyEval_GetGlobals,
    _PyEval_GetFrameLocals,
)
from vm.python.import_ import PyImport_ImportModuleLevelObject
from vm.python.pyarena import _PyArena_Free, _PyArena_New
from vm.python.python_ast import PyAST_Check, PyAST_mod2obj
from vm.python.python_ast_obj2ast import PyAST_obj2mod
from vm.python.pythonrun import syntax_error_from_host

# ---- class statement

def update_bases(bases: tuple) -> Any:
    """Replace bases that are no types by what their ``__mro_entries__`` gives; a generator.

    Args:
        bases: the guest objects of the class statement (borrowed).

    Returns:
        A host tuple of new references.
    """
    orig = None
    out: list[PyObject] = []
    try:
        for base in bases:
            meth = None
            if not base.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
                meth = PyObject_GetOptionalAttr(base, _Py_ID("__mro_entries__"))
                if type(meth) in PENDING:
                    meth = yield meth
            if meth is None:
                base.ob_refcnt += 1
                out.append(base)
                continue
            if orig is None:
                incref_all(bases)
                orig = PyTuple_New(bases)
            try:
                res = PyObject_CallOneArg(meth, orig)
                if type(res) in PENDING:
                    res = yield res
            finally:
                Py_DECREF(meth)
            if not res.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
                Py_DECREF(res)
                raise PyErr_Format(PyExc_TypeError, "__mro_entries__ must return a tuple")
            incref_all(res.value)
            out.extend(res.value)
            Py_DECREF(res)
    except PyErr:
        decref_all(out)
        raise
    finally:
        Py_XDECREF(orig)
    return tuple(out)


def builtin___build_class__(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``__build_class__(func, name, *bases, metaclass=..., **kwds)``; a generator."""
    nargs = len(args) - len(kwnames)
    if nargs < 2:
        raise PyErr_Format(PyExc_TypeError, "__build_class__: not enough arguments")
    func, name = args[0], args[1]
    if func.ob_type is not PyFunction_Type:
        raise PyErr_Format(PyExc_TypeError, "__build_class__: func must be a function")
    if not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "__build_class__: name is not a string")
    orig = tuple(args[2:nargs])
    bases = PyTuple_New((yield update_bases(orig)))
    owned: list[PyObject | None] = [bases]
    try:
        kwargs = {key.value: value for key, value in zip(kwnames, args[nargs:], strict=True)}
        meta = kwargs.pop("metaclass", None)
        isclass = meta is None or bool(meta.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS)
        if meta is None:
            meta = bases.value[0].ob_type if bases.value else PyType_Type
        if isclass:
            meta = _PyType_CalculateMetaclass(meta, bases.value)
        meta.ob_refcnt += 1
        owned.append(meta)
        ns = yield _prepare(meta, isclass, name, bases, kwargs)
        owned.append(ns)
        cell = yield ceval._PyEval_Vector(func, ns, [], ())
        owned.append(cell)
        if bases.value != orig:
            yield _set_orig_bases(ns, orig)
        cls = PyObject_VectorcallDict(meta, [name, bases, ns], kwargs)
        if type(cls) in PENDING:
            cls = yield cls
        if cls.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS and cell.ob_type is PyCell_Type:
            if cell.value is not cls and PyCell_GET(cell) is not cls:
                owned.append(cls)
                yield _class_cell_error(PyCell_GET(cell), name, cls)
        return cls
    finally:
        for op in reversed(owned):
            Py_XDECREF(op)


def _prepare(meta: PyObject, isclass: bool, name: PyObject, bases: PyObject, kwargs: dict) -> Any:
    """The namespace of the class body: what the metaclass's ``__prepare__`` gives; a generator."""
    prep = None
    if meta is not PyType_Type:
        prep = PyObject_GetOptionalAttr(meta, _Py_ID("__prepare__"))
        if type(prep) in PENDING:
            prep = yield prep
    if prep is None:
        return PyDict_New()
    try:
        ns = PyObject_VectorcallDict(prep, [name, bases], kwargs)
        if type(ns) in PENDING:
            ns = yield ns
    finally:
        Py_DECREF(prep)
    if not PyMapping_Check(ns):
        owner = meta.value.tp_name if isclass else "<metaclass>"
        given = ns.ob_type.value.tp_name
        Py_DECREF(ns)
        raise PyErr_Format(
            PyExc_TypeError, f"{owner}.__prepare__() must return a mapping, not {given}")
    return ns


def _set_orig_bases(ns: PyObject, orig: tuple) -> Any:
    incref_all(orig)
    tup = PyTuple_New(orig)
    try:
        res = PyObject_SetItem(ns, _Py_ID("__orig_bases__"), tup)
        if type(res) in PENDING:
            yield res
    finally:
        Py_DECREF(tup)


def _class_cell_error(found: PyObject | None, name: PyObject, cls: PyObject) -> Any:
    texts = []
    for op in (found, name, cls):
        if op is None:
            texts.append("")
            continue
        res = PyObject_Repr(op)
        if type(res) in PENDING:
            res = yield res
        texts.append(res.value[:200])
        Py_DECREF(res)
    if found is None:
        raise PyErr_Format(
            PyExc_RuntimeError,
            f"__class__ not set defining {texts[1]} as {texts[2]}. "
            "Was __classcell__ propagated to type.__new__?")
    raise PyErr_Format(
        PyExc_TypeError, f"__class__ set to {texts[0]} defining {texts[1]} as {texts[2]}")


# ---- import

def builtin___import__(
    module: PyObject, name: PyObject, globals_: PyObject | None, locals_: PyObject | None,
    fromlist: PyObject | None, level: PyObject | None
) -> Any:
    """``__import__(name, globals, locals, fromlist, level)``."""
    return PyImport_ImportModuleLevelObject(
        name, globals_, locals_, fromlist, 0 if level is None else level.value)


# ---- the caller's scope

def builtin_globals(module: PyObject) -> PyObject:
    """``globals()``."""
    found = PyEval_GetGlobals()
    if found is None:
        return Py_None
    found.ob_refcnt += 1
    return found


def builtin_locals(module: PyObject) -> Any:
    """``locals()``."""
    return _PyEval_GetFrameLocals()


def builtin_vars(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``vars([object])``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "vars() takes no keyword arguments")
    _PyArg_CheckPositional("vars", len(args), 0, 1)
    count_passing_tuple(len(args))
    if not args:
        return _PyEval_GetFrameLocals()
    return _vars_of(args[0])


def _vars_of(op: PyObject) -> Any:
    res = PyObject_GetOptionalAttr(op, _Py_ID("__dict__"))
    if type(res) in PENDING:
        res = yield res
    if res is None:
        raise PyErr_Format(PyExc_TypeError, "vars() argument must have __dict__ attribute")
    return res


def builtin_dir(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``dir([object])``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "dir() takes no keyword arguments")
    _PyArg_CheckPositional("dir", len(args), 0, 1)
    count_passing_tuple(len(args))
    return PyObject_Dir(args[0]) if args else _dir_locals()


def _dir_locals() -> Any:
    scope = _PyEval_GetFrameLocals()
    if type(scope) in PENDING:
        scope = yield scope
    try:
        names = PyMapping_Keys(scope)
        if type(names) in PENDING:
            names = yield names
    finally:
        Py_DECREF(scope)
    return (yield from_sort(names))


# ---- compile, eval, exec

PyCF_MASK = 0x1FE0000
PyCF_MASK_OBSOLETE = 0x10
PyCF_COMPILE_MASK = 0x400 | 0x2000 | 0x200 | 0x4000 | 0x1000 | 0x8000
PyCF_ONLY_AST = 0x400
PyCF_OPTIMIZED_AST = 0x8000 | PyCF_ONLY_AST


def _Py_SourceAsString(source: PyObject, funcname: str, what: str) -> Any:
    """The text of an argument of compile, eval or exec: host str, or bytes that may name their encoding."""
    flags = source.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        text: Any = str(source.value)
        _check_encodable(text)
    elif flags & Py_TPFLAGS_BYTES_SUBCLASS or PyObject_TypeCheck(source, PyByteArray_Type):
        text = bytes(source.value)
    else:
        try:
            text = bytes(bytes_like(source))
        except PyErr as err:
            PyErr_Clear(err)
            raise PyErr_Format(
                PyExc_TypeError, f"{funcname}() arg 1 must be a {what} object") from None
    if ("\0" if isinstance(text, str) else b"\0") in text:
        raise _syntax_error("source code string cannot contain null bytes")
    return text


def _check_encodable(text: str) -> None:
    """Raise UnicodeEncodeError for lone surrogates, as the conversion to UTF-8 does in C."""
    try:
        text.encode()
    except UnicodeEncodeError as err:
        raise syntax_error_from_host(err) from None


def _syntax_error(message: str) -> PyErr:
    text = PyUnicode_FromString(message)
    text.ob_refcnt += 1  # for the field, besides the arguments
    exc = new_exception(PyExc_SyntaxError, text)
    exc.value.extra = {"msg": text}
    return _PyErr_SetObject(exc)


def _merged_flags(flags: int) -> int:
    """The flags with those of the future statements of the running code (PyEval_MergeCompilerFlags)."""
    frame = PyEval_GetFrame()
    return flags if frame is None else flags | frame.f_code.co_flags & PyCF_MASK


def _fs_decoder(filename: PyObject) -> Any:
    """The host str of a file name: str, bytes or a path-like object (PyUnicode_FSDecoder; native frame)."""
    path = filename
    if path.ob_type.value.tp_flags & _TEXT:
        path.ob_refcnt += 1
    else:
        path = yield _fspath(filename)
    name = path.value
    Py_DECREF(path)
    text = name if isinstance(name, str) else bytes(name).decode("utf-8", "surrogateescape")
    if "\0" in text:
        raise PyErr_Format(PyExc_ValueError, "embedded null character")
    return str(text)


_TEXT = Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS


def _fspath(op: PyObject) -> Any:
    """``op.__fspath__()`` (native frame); new reference."""
    name = op.ob_type.value.tp_name
    method = _PyObject_LookupSpecial(op, "__fspath__")
    if type(method) in PENDING:
        method = yield method
    if method is None:
        raise PyErr_Format(
            PyExc_TypeError, f"expected str, bytes or os.PathLike object, not {name:.200}")
    try:
        path = PyObject_CallNoArgs(method)
        if type(path) in PENDING:
            path = yield path
    finally:
        Py_DECREF(method)
    if not path.ob_type.value.tp_flags & _TEXT:
        given = path.ob_type.value.tp_name
        Py_DECREF(path)
        raise PyErr_Format(
            PyExc_TypeError,
            f"expected {name:.200}.__fspath__() to return str or bytes, not {given:.200}")
    return path


def builtin_compile(
    module: PyObject, source: PyObject, filename: PyObject, mode: PyObject,
    flags: PyObject | None, dont_inherit: PyObject | None, optimize: PyObject | None,
    feature_version: PyObject | None
) -> Any:
    """``compile(source, filename, mode, flags=0, ...)`` (native frame)."""
    name = yield _fs_decoder(filename)
    host_mode = unicode_arg(mode, "compile", "argument 'mode'")
    numbers: list[Any] = []
    for op, convert, default in (
            (flags, c_int, 0), (dont_inherit, boolean, False), (optimize, c_int, -1),
            (feature_version, c_int, -1)):
        value = default if op is None else convert(op)
        if type(value) in PENDING:
            value = yield value
        numbers.append(value)
    host_flags, isolated, level, version = numbers
    if host_flags & ~(PyCF_MASK | PyCF_MASK_OBSOLETE | PyCF_COMPILE_MASK):
        raise PyErr_Format(PyExc_ValueError, "compile(): unrecognised flags")
    if not -1 <= level <= 2:
        raise PyErr_Format(PyExc_ValueError, "compile(): invalid optimize value")
    _check_mode(host_mode, host_flags)
    merged = host_flags if isolated else _merged_flags(host_flags)
    if level < 0:
        level = _optimization_level()
    if PyAST_Check(source):
        return (yield _compile_ast(source, name, host_mode, merged, level))
    text = _Py_SourceAsString(source, "compile", "string, bytes or AST")
    if should_audit():
        yield _audit_compile(text, name)
    return (yield _compile_text(text, name, host_mode, merged, level, version))


def _compile_ast(source: PyObject, filename: str, mode: str, flags: int, level: int) -> Any:
    """compile() of a syntax tree (native frame)."""
    if flags & PyCF_OPTIMIZED_AST == PyCF_ONLY_AST:
        return Py_NewRef(source)
    tree = yield PyAST_obj2mod(source, mode)
    compile_c.validate_tree(tree)
    return (yield _finish_compile(tree, filename, flags, level))


def _compile_text(
    text: Any, filename: str, mode: str, flags: int, level: int, feature_version: int
) -> Any:
    """compile() of source text (native frame)."""
    tree = yield compile_c._PyParser_ASTFromString(text, filename, mode, flags, feature_version)
    return (yield _finish_compile(tree, filename, flags, level, compile_c.source_text(text)))


def _finish_compile(tree: Any, filename: str, flags: int, level: int, text: str = "") -> Any:
    """The code object of a tree, or the tree if the flags ask for it (native frame)."""
    if not flags & PyCF_ONLY_AST:
        return (yield compile_c.compile_tree(tree, filename, flags, level, text))
    if flags & PyCF_OPTIMIZED_AST == PyCF_OPTIMIZED_AST:
        yield compile_c.optimize_tree(tree, filename, flags, level)
    return (yield PyAST_mod2obj(tree))


def _audit_compile(text: Any, filename: str) -> Any:
    """The audit event of the parser (native frame)."""
    args = [PyBytes_FromString(text.encode() if isinstance(text, str) else text),
            PyUnicode_FromString(filename)]
    try:
        yield sys_audit_tuple("compile", args)
    finally:
        decref_all(args)


def _check_mode(mode: str, flags: int) -> None:
    only_ast = flags & PyCF_ONLY_AST
    if mode == "func_type":
        if not only_ast:
            raise PyErr_Format(
                PyExc_ValueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST")
    elif mode not in ("exec", "eval", "single"):
        more = ", 'single' or 'func_type'" if only_ast else " or 'single'"
        raise PyErr_Format(PyExc_ValueError, f"compile() mode must be 'exec', 'eval'{more}")


def _is_none(op: PyObject | None) -> bool:
    return op is None or op is Py_None


def _is_dict(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS)


def builtin_eval(
    module: PyObject, source: PyObject, globals_: PyObject | None, locals_: PyObject | None
) -> Any:
    """``eval(source, globals=None, locals=None)``; a generator."""
    if not _is_none(locals_) and not PyMapping_Check(locals_):  # type: ignore[arg-type]
        raise PyErr_Format(PyExc_TypeError, "locals must be a mapping")
    if not _is_none(globals_) and not _is_dict(globals_):  # type: ignore[arg-type]
        raise PyErr_Format(
            PyExc_TypeError,
            "globals must be a real dict; try eval(expr, {}, mapping)"
            if PyMapping_Check(globals_) else "globals must be a dict")  # type: ignore[arg-type]
    glob, loc = yield _scopes(globals_, locals_)
    code = arena = None
    try:
        _add_builtins(glob)
        if source.ob_type is PyCode_Type:
            if source.value.co_freevars:
                raise PyErr_Format(
                    PyExc_TypeError,
                    "code object passed to eval() may not contain free variables")
            code = source
            code.ob_refcnt += 1
        else:
            text = _Py_SourceAsString(source, "eval", "string, bytes or code")
            text = text.lstrip(" \t" if isinstance(text, str) else b" \t")
            if should_audit():
                yield _audit_compile(text, "<string>")
            code = yield _compile_string(text, "eval")
            arena = _PyArena_New(code)
        if should_audit():
            yield sys_audit_tuple("exec", [code])
        return (yield ceval.PyEval_EvalCode(code, glob, loc))
    finally:
        Py_XDECREF(code)
        if arena is not None:
            _PyArena_Free(arena)
        Py_DECREF(loc)


def builtin_exec(
    module: PyObject, source: PyObject, globals_: PyObject | None, locals_: PyObject | None,
    closure: PyObject | None
) -> Any:
    """``exec(source, globals=None, locals=None, *, closure=None)``; a generator."""
    glob, loc = yield _scopes(globals_, locals_)
    code = arena = None
    try:
        if not _is_dict(glob):
            raise PyErr_Format(
                PyExc_TypeError,
                f"exec() globals must be a dict, not {glob.ob_type.value.tp_name}")
        if not PyMapping_Check(loc):
            raise PyErr_Format(
                PyExc_TypeError,
                f"locals must be a mapping or None, not {loc.ob_type.value.tp_name}")
        _add_builtins(glob)
        if closure is Py_None:
            closure = None
        if source.ob_type is PyCode_Type:
            _check_closure(source, closure)
            code = source
            code.ob_refcnt += 1
        else:
            if closure is not None:
                raise PyErr_Format(
                    PyExc_TypeError, "closure can only be used when source is a code object")
            text = _Py_SourceAsString(source, "exec", "string, bytes or code")
            if should_audit():
                yield _audit_compile(text, "<string>")
            code = yield _compile_string(text, "exec")
            arena = _PyArena_New(code)
        if should_audit():
            yield sys_audit_tuple("exec", [code])
        Py_DECREF((yield ceval.PyEval_EvalCode(code, glob, loc, closure)))
    finally:
        Py_XDECREF(code)
        if arena is not None:
            _PyArena_Free(arena)
        Py_DECREF(loc)
    return Py_None


def _check_closure(code: PyObject, closure: PyObject | None) -> None:
    nfree = len(code.value.co_freevars)
    if not nfree:
        if closure is not None:
            raise PyErr_Format(
                PyExc_TypeError, "cannot use a closure with this code object")
        return
    if (closure is None or closure.ob_type is not PyTuple_Type or len(closure.value) != nfree
            or any(cell.ob_type is not PyCell_Type for cell in closure.value)):
        raise PyErr_Format(
            PyExc_TypeError, f"code object requires a closure of exactly length {nfree}")


def _compile_string(text: Any, mode: str) -> Any:
    """The code object of text given to eval() or exec() (pending)."""
    return compile_c.Py_CompileStringObject(
        text, "<string>", mode, _merged_flags(0), _optimization_level())


def _optimization_level() -> int:
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    return interp.config.optimization_level


def _scopes(globals_: PyObject | None, locals_: PyObject | None) -> Any:
    """The globals (borrowed) and locals (new reference) for eval and exec; a generator."""
    if _is_none(globals_):
        globals_ = PyEval_GetGlobals()
        if _is_none(locals_):
            locals_ = _PyEval_GetFrameLocals()
            if type(locals_) in PENDING:
                locals_ = yield locals_
            if globals_ is None or locals_ is None:
                raise PyErr_Format(PyExc_SystemError, "globals and locals cannot be NULL")
            return globals_, locals_
    elif _is_none(locals_):
        locals_ = globals_
    locals_.ob_refcnt += 1  # type: ignore[union-attr]
    return globals_, locals_


def _add_builtins(glob: PyObject) -> None:
    if PyDict_GetItemString(glob, "__builtins__") is None:
        PyDict_SetItemString(glob, "__builtins__", PyEval_GetBuiltins())


# ---- print, input

plain_stream: Any
write_plainly: Any
PyTextIOWrapper_Type: Any = None


def bind_text_streams() -> None:
    """Let print() know the streams of ``_io``, once that module can be made."""
    global PyTextIOWrapper_Type, plain_stream, write_plainly
    from vm.modules._io_textio import PyTextIOWrapper_Type, plain_stream, write_plainly


def _sys_stream(name: str) -> PyObject | None:
    return PyDict_GetItemString(_PyRuntime.tstate_current.interp.sysdict, name)  # type: ignore


def _separator(op: PyObject | None, name: str, default: str) -> str:
    if op is None or op is Py_None:
        return default
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"{name} must be None or a string, not {op.ob_type.value.tp_name}")
    return op.value


def builtin_print(
    module: PyObject, sep: PyObject | None, end: PyObject | None, file: PyObject | None,
    flush: PyObject | None, args: list
) -> Any:
    """``print(*args, sep=' ', end='\\n', file=None, flush=False)``."""
    if file is None or file is Py_None:
        file = _sys_stream("stdout")
        if file is None:
            raise PyErr_Format(PyExc_RuntimeError, "lost sys.stdout")
        if file is Py_None:
            return Py_None
    sep_text = _separator(sep, "sep", " ")
    end_text = _separator(end, "end", "\n")
    count_passing_tuple(len(args))
    stream = None
    if file.ob_type is PyTextIOWrapper_Type and flush is None:
        stream = plain_stream(file)
    if stream is None:
        return _print_to_file(file, args, sep, end, flush)
    pieces: list[str] = []
    try:
        for arg in args:
            text = PyObject_Str(arg)
            if type(text) in PENDING:
                write_plainly(stream, "".join(piece + sep_text for piece in pieces), 2 * len(pieces))
                return _print_rest(file, text, args[len(pieces) + 1:], sep_text, end_text)
            pieces.append(text.value)
            Py_DECREF(text)
    except PyErr:
        write_plainly(stream, "".join(piece + sep_text for piece in pieces), 2 * len(pieces))
        raise
    write_plainly(stream, sep_text.join(pieces) + end_text, 2 * len(pieces) or 1)
    return Py_None


def _print_rest(file: PyObject, pending: Any, rest: list, sep_text: str, end_text: str) -> Any:
    """Print on from an argument whose ``__str__`` runs guest code."""
    file.ob_refcnt += 1  # sys.stdout may be replaced meanwhile
    pieces: list[str] = []
    try:
        text = yield pending
        pieces.append(text.value)
        Py_DECREF(text)
        for arg in rest:
            pieces.append(sep_text)
            text = PyObject_Str(arg)
            if type(text) in PENDING:
                yield _write_pieces(pieces, file)
                text = yield text
            pieces.append(text.value)
            Py_DECREF(text)
        pieces.append(end_text)
        yield _write_pieces(pieces, file)
    except PyErr:
        yield _write_pieces(pieces, file)
        raise
    finally:
        Py_DECREF(file)
    return Py_None


def _write_pieces(pieces: list[str], file: PyObject) -> Any:
    """Write texts to a stream and forget them (None, or pending)."""
    text, writes = "".join(pieces), len(pieces)
    pieces.clear()
    stream = plain_stream(file) if file.ob_type is PyTextIOWrapper_Type else None
    if stream is None:
        return PyFile_WriteString(text, file)
    write_plainly(stream, text, writes)
    return None


def _write_or(default: str, op: PyObject | None, file: PyObject) -> Any:
    """Write a separator or end, or what stands for it when it is left out (pending)."""
    if op is None or op is Py_None:
        return PyFile_WriteString(default, file)
    return PyFile_WriteObject(op, file, True)


def _print_to_file(
    file: PyObject, args: list, sep: Any, end: Any, flush: Any
) -> Any:
    """Print by the ``write`` method of any object."""
    want_flush = False
    if flush is not None:
        want_flush = PyObject_IsTrue(flush)
        if type(want_flush) in PENDING:
            want_flush = yield want_flush
    file.ob_refcnt += 1  # sys.stdout may be replaced meanwhile
    try:
        for i, arg in enumerate(args):
            if i:
                yield _write_or(" ", sep, file)
            yield PyFile_WriteObject(arg, file, True)
        yield _write_or("\n", end, file)
        if want_flush:
            yield _PyFile_Flush(file)
    finally:
        Py_DECREF(file)
    return Py_None


def builtin_input(module: PyObject, prompt: PyObject | None) -> Any:
    """``input(prompt='')``; a generator: the thread waits until the host has a line."""
    streams = []
    for name in ("stdin", "stdout", "stderr"):
        stream = _sys_stream(name)
        if stream is None or stream is Py_None:
            raise PyErr_Format(PyExc_RuntimeError, f"input(): lost sys.{name}")
        streams.append(stream)
    fin, fout, ferr = streams
    incref_all(streams)
    try:
        try:
            yield _PyFile_Flush(ferr)
        except PyErr as err:
            PyErr_Clear(err)
        if prompt is not None:
            yield PyFile_WriteObject(prompt, fout, True)
        try:
            yield _PyFile_Flush(fout)
        except PyErr as err:
            PyErr_Clear(err)
        return (yield PyFile_GetLine(fin, -1))
    finally:
        decref_all(streams)


exec_methods = (
    PyMethodDef("__build_class__", builtin___build_class__, "", raw=True),
    PyMethodDef("__import__", builtin___import__,
                "($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)"),
    PyMethodDef("compile", builtin_compile,
                "($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, "
                "optimize=-1, *, _feature_version=-1)"),
    PyMethodDef("dir", builtin_dir, "", raw=True),
    PyMethodDef("eval", builtin_eval, "($module, source, /, globals=None, locals=None)"),
    PyMethodDef("exec", builtin_exec,
                "($module, source, /, globals=None, locals=None, *, closure=None)"),
    PyMethodDef("globals", builtin_globals, "($module, /)"),
    PyMethodDef("input", builtin_input, "($module, prompt='', /)"),
    PyMethodDef("locals", builtin_locals, "($module, /)"),
    PyMethodDef("print", builtin_print,
                "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)"),
    PyMethodDef("vars", builtin_vars, "", raw=True),
)
