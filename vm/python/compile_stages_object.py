"""Single stages of the compiler on guest objects: what ``_testinternalcapi`` makes of compile_stages.py.

Instructions and metadata that a program has made by hand may be anything: what C trusts is checked here or in the
stages themselves, and a graph that makes no sense is a SystemError or ValueError.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from vm.objects.codeobject import (
    _VALIDATE,
    _PyCode_ConstantKey,
    _PyCode_New,
    code_fields,
)
from vm.objects.codeobject_host import ConstantMemo, constant_from_host
from vm.objects.dictobject import (
    PyDict_New,
    PyDict_SetItem,
    PyDict_SetItemString,
    _PyDict_HostItems,
)
from vm.objects.getargs import _PyArg_BadArgument, unicode_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.object import PyObject_IsTrue
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_Ellipsis,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyBytes_Type,
    PyComplex_Type,
    PyFloat_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_BadInternalCall,
    PyErr_Format,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicodeobject import PyUnicode_FromString, PyUnicode_InternFromString
from vm.python import code_object
from vm.python import compile as compile_c
from vm.python.code_object import CodeObject, ForeignConstant
from vm.python.compile_code import _PyCompile_CodeGen
from vm.python.compile_stages import _PyCompile_Assemble, _PyCompile_OptimizeCfg
from vm.python.compile_unit import _PyCompile_CodeUnitMetadata
from vm.python.instruction_sequence import _PyInstructionSequence
from vm.python.instruction_sequence_object import (
    _PyInstructionSequence_Check,
    inst_seq_create,
    inst_seq_from_host,
)
from vm.python.python_ast import PyAST_Check
from vm.python.python_ast_obj2ast import PyAST_obj2mod
from vm.python.pythonrun import syntax_error_from_host

_MODES = ("exec", "eval", "single")
_SINGLETONS = {Py_None: None, Py_True: True, Py_False: False, Py_Ellipsis: ...}
_ATOMS = frozenset({PyLong_Type, PyFloat_Type, PyComplex_Type, PyUnicode_Type, PyBytes_Type})
#: Tuples in tuples whose items are looked at to find equal constants.
_KEY_DEPTH = 20
INT_MAX = (1 << 31) - 1
#: What the stages raise for instructions that make no sense.
_ERRORS = (SystemError, ValueError, MemoryError)


# The code generator


def compiler_codegen(tree: PyObject, filename: PyObject, optimize: int, compile_mode: int) -> Any:
    """``(instructions, metadata)`` of a guest's syntax tree before the flow graph (a generator).

    Raises:
        PyErr: TypeError for what is no tree; SyntaxError, ... as `compile` does.
    """
    if not PyAST_Check(tree):
        raise PyErr_Format(PyExc_TypeError, "expected an AST")
    name = unicode_arg(filename, "compiler_codegen", "argument 'filename'")
    if not 0 <= compile_mode < len(_MODES):
        raise PyErr_Format(PyExc_ValueError, "invalid compile_mode")
    mod = yield PyAST_obj2mod(tree, _MODES[compile_mode])
    compile_c.validate_tree(mod)

    def generate(warn: Any) -> Any:
        return _PyCompile_CodeGen(mod, name, 0, optimize, warn)

    seq, host_metadata = yield compile_c._with_warnings(generate)
    metadata = yield _metadata_from_host(host_metadata)
    return PyTuple_New((inst_seq_from_host(seq), metadata))


def _metadata_from_host(metadata: dict[str, Any]) -> Any:
    """The guest dict of what the code generator knows of a unit (a generator)."""
    result = PyDict_New()
    for name, value in metadata.items():
        if name == "consts":
            op = yield _consts_from_host(value)
        elif isinstance(value, dict):
            op = _indexes_from_host(value)
        else:
            op = PyUnicode_FromString(value) if isinstance(value, str) else PyLong_FromLong(value)
        PyDict_SetItemString(result, name, op)
        Py_DECREF(op)
    return result


def _indexes_from_host(names: dict[str, int]) -> PyObject:
    result = PyDict_New()
    for name, index in names.items():
        number = PyLong_FromLong(index)
        PyDict_SetItemString(result, name, number)
        Py_DECREF(number)
    return result


def _consts_from_host(consts: dict[Any, int]) -> Any:
    """The dict from the key of each constant to its index (a generator: code objects hash in steps)."""
    result = PyDict_New()
    memo = ConstantMemo()
    for host_key, index in consts.items():
        const = constant_from_host(host_key[1] if type(host_key) is tuple else host_key, memo)
        number = PyLong_FromLong(index)
        key = _PyCode_ConstantKey(const)
        if type(key) in PENDING:
            key = yield key
        done = PyDict_SetItem(result, key, number)
        if type(done) in PENDING:
            yield done
        decref_all((const, key, number))
    decref_all(memo.values())
    return result


# Constants of a program's


class _NeedsTruth(Exception):
    """Raised through a stage when guest code must run before it can go on."""

    def __init__(self, op: PyObject, pending: Any) -> None:
        self.op = op
        self.pending = pending


class _Constants:
    """The constants of one call, as the stages take them. ``truths`` has what guest code has answered."""

    __slots__ = ("known", "truths")

    def __init__(self) -> None:
        self.known: dict[PyObject, ForeignConstant] = {}
        self.truths: dict[PyObject, bool] = {}

    def to_host(self, op: PyObject) -> Any:
        """The stages' constant for a guest object; the same for the same one."""
        if op in _SINGLETONS:
            return _SINGLETONS[op]
        found = self.known.get(op)
        if found is None:
            found = self.known[op] = ForeignConstant(op, _key(op, 0), lambda: self.is_true(op))
        return found

    def is_true(self, op: PyObject) -> bool:
        """``bool(op)``; _NeedsTruth if guest code has the say."""
        truth = self.truths.get(op)
        if truth is None:
            truth = PyObject_IsTrue(op)
            if type(truth) in PENDING:
                raise _NeedsTruth(op, truth)
            self.truths[op] = truth
        return truth

    def from_host(self, consts: Any) -> list[PyObject]:
        """The guest objects of constants that come out of a stage. New references."""
        memo = ConstantMemo()
        memo.update({id(const): Py_NewRef(op) for op, const in self.known.items()})
        try:
            return [constant_from_host(const, memo) for const in consts]
        finally:
            decref_all(memo.values())


def _key(op: PyObject, depth: int) -> Any:
    """What equal constants share (_PyCode_ConstantKey); of what is no constant, the object itself."""
    if op in _SINGLETONS:
        return code_object._PyCode_ConstantKey(_SINGLETONS[op])
    kind = op.ob_type
    if kind in _ATOMS:
        return code_object._PyCode_ConstantKey(op.value)
    if kind is PyTuple_Type and depth < _KEY_DEPTH:
        return (PyTuple_Type, *[_key(item, depth + 1) for item in op.value])
    return (PyObject, op)


# The flow graph


def optimize_cfg(instructions: PyObject, consts: PyObject, nlocals: int) -> Any:
    """The optimised sequence; the guest list of constants is changed (a generator). New reference.

    Raises:
        PyErr: the graph is malformed, or a constant cannot tell whether it is true.
    """
    if not _PyInstructionSequence_Check(instructions):
        raise PyErr_Format(PyExc_ValueError, "expected an instruction sequence")
    if consts.ob_type is not PyList_Type:
        raise _PyArg_BadArgument("optimize_cfg", "argument 'consts'", "list", consts)
    constants = _Constants()
    while True:
        given = [Py_NewRef(op) for op in consts.value]
        try:
            result = _optimize(instructions.value.seq, constants, consts, nlocals)
            if type(result) is not _NeedsTruth:
                return result
            constants.truths[result.op] = yield result.pending
        finally:
            decref_all(given)


def _optimize(
    seq: _PyInstructionSequence, constants: _Constants, consts: PyObject, nlocals: int
) -> Any:
    """Run the passes; _NeedsTruth if they must be run again when guest code has answered."""
    host_consts = [constants.to_host(op) for op in consts.value]
    try:
        optimized = _PyCompile_OptimizeCfg(seq, host_consts, nlocals)
    except _NeedsTruth as need:
        return need
    except _ERRORS as err:
        raise syntax_error_from_host(err) from None
    old = consts.value[:]
    consts.value[:] = constants.from_host(host_consts)
    decref_all(old)
    return inst_seq_create(optimized)


# The assembler


def assemble_code_object(filename: PyObject, instructions: PyObject, metadata: PyObject) -> PyObject:
    """The code object of instructions as they stand; it is verified before it runs. New reference.

    Raises:
        PyErr: the instructions or the metadata are malformed.
    """
    if not _PyInstructionSequence_Check(instructions):
        raise PyErr_Format(PyExc_TypeError, "expected an instruction sequence")
    constants = _Constants()
    umd = _metadata_to_host(metadata, constants)
    text = _string(filename)
    try:
        code = _PyCompile_Assemble(umd, text, instructions.value.seq)
    except _ERRORS as err:
        raise syntax_error_from_host(err) from None
    return _new_code(code, constants)


def _new_code(code: CodeObject, constants: _Constants) -> PyObject:
    if code.co_stacksize > INT_MAX:
        raise _malformed()
    con = code_fields(
        code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_stacksize,
        code.co_flags, code.co_code, PyTuple_New(tuple(constants.from_host(code.co_consts))),
        code.co_names, code.co_localsplusnames, code.co_localspluskinds, code.co_filename,
        code.co_name, code.co_qualname, code.co_firstlineno, code.co_linetable,
        code.co_exceptiontable)
    return _PyCode_New(con, {
        "co_name": PyUnicode_InternFromString(code.co_name),
        "co_qualname": PyUnicode_InternFromString(code.co_qualname),
    })


def _malformed() -> Any:
    """What the constructor of code objects says of fields that are missing or of a wrong type."""
    return PyErr_BadInternalCall(_VALIDATE)


def _string(op: PyObject | None) -> str:
    if op is None or not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise _malformed()
    return op.value


def _number(op: PyObject | None) -> int:
    if op is None or not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise _malformed()
    if not 0 <= op.value < 1 << 31:
        raise _malformed()
    return int(op.value)


def _items(op: PyObject | None) -> list[tuple[PyObject, PyObject]]:
    """The items of a guest dict; an empty list will do for an empty one, as in C."""
    if op is not None and op.ob_type is PyList_Type and not op.value:
        return []
    if op is None or not op.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        raise _malformed()
    return _PyDict_HostItems(op)


def _indexes(op: PyObject | None, first: int = 0) -> dict[str, int]:
    """Names with their indexes, each from ``first`` on once."""
    names = {_string(key): _number(value) for key, value in _items(op)}
    if sorted(names.values()) != list(range(first, first + len(names))):
        raise _malformed()
    return names


def _metadata_to_host(metadata: PyObject, constants: _Constants) -> _PyCompile_CodeUnitMetadata:
    """What the assembler is told of a unit, from a guest dict."""
    fields = {_string(key): value for key, value in _items(metadata)}
    umd = _PyCompile_CodeUnitMetadata(_string(fields.get("name")), _number(fields.get("firstlineno")))
    if "qualname" in fields:
        umd.u_qualname = _string(fields["qualname"])
    umd.u_names = _indexes(fields.get("names"))
    umd.u_varnames = _indexes(fields.get("varnames"))
    umd.u_cellvars = _indexes(fields.get("cellvars"))
    umd.u_freevars = _indexes(fields.get("freevars"), len(umd.u_cellvars))
    umd.u_fasthidden = {_string(key): True for key, _ in _items(fields.get("fasthidden"))}
    umd.u_argcount = _number(fields.get("argcount"))
    umd.u_posonlyargcount = _number(fields.get("posonlyargcount"))
    umd.u_kwonlyargcount = _number(fields.get("kwonlyargcount"))
    umd.u_consts = _consts_to_host(fields.get("consts"), constants)
    return umd


def _consts_to_host(op: PyObject | None, constants: _Constants) -> dict[Any, int]:
    """The constants with their indexes; a key that is a tuple stands for its second item."""
    consts: dict[Any, int] = {}
    for key, value in _items(op):
        if key.ob_type is PyTuple_Type:
            if len(key.value) < 2:
                raise _malformed()
            key = key.value[1]
        consts[object(), constants.to_host(key)] = _number(value)
    if sorted(consts.values()) != list(range(len(consts))):
        raise _malformed()
    return dict(sorted(consts.items(), key=itemgetter(1)))
