"""The module _ast: syntax trees as guest objects. Models Python/Python-ast.c.

The parser is the host's, and so its trees are; a program that asks for one gets it as objects of its own
(`PyAST_mod2obj`); python_ast_obj2ast.py has the way back.
"""

from __future__ import annotations

import _ast
import ast as host
from types import GenericAlias
from typing import Any

from vm.objects.attributes import call_object, getattribute, optional_attribute
from vm.objects.codeobject_host import ConstantMemo, constant_from_host
from vm.objects.dictobject import PyDict_GetItemString, PyDict_New, PyDict_SetItemString
from vm.objects.genericaliasobject import Py_GenericAlias, Py_GenericAliasType
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import (
    PyObject_GenericGetDict,
    PyObject_GenericSetDict,
    PyObject_SetAttr,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_Del, PyObject_GC_UnTrack
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    PyBaseObject_Type,
    PyList_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    PyType_Type,
    PyUnicode_Type,
    decref_all,
    static_type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_BadInternalCall,
    PyErr_Format,
    PyExc_DeprecationWarning,
    PyExc_TypeError,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.setobject import PySet_New, set_items_of
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_subtype import (
    PyObject_ClearManagedDict,
    PyType_GenericAlloc,
    visit_managed_dict,
)
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.objects.unionobject import _Py_union_type_or, _PyUnion_Type

CONSTANTS = {"PyCF_ONLY_AST": 0x400, "PyCF_TYPE_COMMENTS": 0x1000,
             "PyCF_ALLOW_TOP_LEVEL_AWAIT": 0x2000, "PyCF_OPTIMIZED_AST": 0x8400}
MAX_DEPTH = 3000


class ast_state:
    """The classes of nodes.

    Attributes:
        types: the classes by name; owned.
        singletons: the nodes that are made once only, by the host's class; owned.
        hosts: the host's class of each of the guest's, abstract ones too.
    """

    __slots__ = ("types", "singletons", "hosts")

    def __init__(self) -> None:
        self.hosts: dict[PyObject, type] = {}
        self.types: dict[str, PyObject] = {}
        self.singletons: dict[type, PyObject] = {}

    def references(self) -> list[PyObject]:
        """What the state owns."""
        return [*self.types.values(), *self.singletons.values()]

    def host_class(self, op: PyObject) -> Any:
        """The host's class of the node that an object is an instance of, or None."""
        for tp in op.ob_type.value.tp_mro.value:
            if tp in self.hosts:
                return self.hosts[tp]
        return None


# ---- AST, the base of all

def ast_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    PyObject_GC_UnTrack(op)
    PyObject_ClearManagedDict(op)
    PyObject_GC_Del(op)


def ast_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new."""
    return PyType_GenericAlloc(type_op, None)


def _names(cls: PyObject, attribute: str) -> Any:
    """``_fields`` or ``_attributes`` of a class as host text (a generator)."""
    found = yield optional_attribute(cls, attribute)
    if found is None:
        return ()
    names = tuple(op.value for op in found.value) if isinstance(found.value, (tuple, list)) else ()
    Py_DECREF(found)
    return names


def ast_type_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``Node(*fields, **fields)``; a generator."""
    cls = self.ob_type
    fields = yield _names(cls, "_fields")
    nargs = len(args) - len(kwnames)
    name = cls.value.tp_name.rpartition(".")[2]
    if nargs > len(fields):
        raise PyErr_Format(
            PyExc_TypeError,
            f"{name} constructor takes at most {len(fields)} positional argument"
            f"{'' if len(fields) == 1 else 's'}")
    given = list(fields[:nargs])
    for field, value in zip(given, args, strict=False):
        yield _set(self, field, value)
    for key, value in zip(kwnames, args[nargs:], strict=True):
        if key.value in fields[:nargs]:
            raise PyErr_Format(
                PyExc_TypeError, f"{name} got multiple values for argument {key.value!r}")
        if key.value not in fields and key.value not in (yield _names(cls, "_attributes")):
            yield _warn(f"{name}.__init__ got an unexpected keyword argument {key.value!r}. Support for "
                        "arbitrary keyword arguments is deprecated and will be removed in Python 3.15.")
        given.append(key.value)
        yield _set(self, key.value, value)
    missing = [field for field in _in_set_order(fields) if field not in given]
    yield _set_missing(self, name, missing)


def _set(self: PyObject, field: str, value: PyObject) -> Any:
    done = PyObject_SetAttr(self, _Py_ID(field), value)
    if type(done) in PENDING:
        yield done


def _warn(text: str) -> Any:
    res = PyErr_WarnEx(PyExc_DeprecationWarning, text, 1)
    if type(res) in PENDING:
        yield res


def _in_set_order(names: tuple) -> list[str]:
    """The names in the order in which a set has them."""
    items = PyTuple_New(tuple([PyUnicode_FromString(name) for name in names]))
    op = PySet_New(items)  # never pending: they are strings
    in_order = set_items_of(op)
    order = [item.value for item in in_order]
    decref_all((items, op, *in_order))
    return order


def _set_missing(self: PyObject, name: str, fields: list[str]) -> Any:
    """Give fields that were left out what their type has by default, or warn (a generator)."""
    field_types = (yield optional_attribute(self.ob_type, "_field_types")) if fields else None
    if field_types is None:
        return
    try:
        if not field_types.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
            raise PyErr_BadInternalCall(_GET_ITEM)
        for field in fields:
            yield _set_default(self, name, field, PyDict_GetItemString(field_types, field))
    finally:
        Py_DECREF(field_types)


#: Where PyDict_GetItemWithError says that something is no dict.
_GET_ITEM = "Objects/dictobject.c:2391"


def _set_default(self: PyObject, name: str, field: str, kind: PyObject | None) -> Any:
    """The default of one field of a type (borrowed, NULL if not known); those that may be None have theirs."""
    if kind is None:
        yield _warn(f"Field '{field}' is missing from {name}._field_types. "
                    "This will become an error in Python 3.15.")
    elif kind.ob_type is Py_GenericAliasType:
        empty = PyList_New([])
        yield _set(self, field, empty)
        Py_DECREF(empty)
    elif kind is (yield get_ast_state()).types["expr_context"]:
        yield _set(self, field, (yield singleton(host.Load)))
    elif kind.ob_type is not _PyUnion_Type:
        yield _warn(f"{name}.__init__ missing 1 required positional argument: {field!r}. "
                    "This will become an error in Python 3.15.")


def ast_type_reduce(self: PyObject) -> Any:
    """``__reduce__()``; a generator."""
    attrs = yield getattribute(self, "__dict__")
    return PyTuple_New((Py_NewRef(self.ob_type), PyTuple_New(()), attrs))


AST_type = static_type(
    "ast.AST", tp_from_spec=True, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, tp_basicsize=24, tp_dictoffset=16,
    tp_hostkey="identity", tp_new=ast_new, tp_init=ast_type_init, tp_dealloc=ast_dealloc,
    tp_traverse=visit_managed_dict, tp_clear=PyObject_ClearManagedDict,
    tp_methods=(PyMethodDef("__reduce__", ast_type_reduce, "($self, /)"),),
    tp_getset=(PyGetSetDef("__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict),))


# ---- the classes

def get_ast_state() -> Any:
    """The classes, made when they are first needed (a generator)."""
    imports: Any = _PyRuntime.tstate_current.interp.imports  # type: ignore[union-attr]
    if imports.ast is None:
        state = ast_state()
        state.types["AST"] = Py_NewRef(AST_type)
        empty = PyTuple_New(())
        for name in ("_fields", "_attributes", "__match_args__"):
            PyDict_SetItemString(AST_type.value.tp_dict, name, empty)
        imports.ast = state
        for node in _classes():
            made = state.types[node.__name__] = yield make_type(state, node)
            state.hosts[made] = node
        yield add_ast_annotations(state)
    return imports.ast


def _classes() -> list[type]:
    """The host's classes of nodes, each behind its base."""
    found: list[type] = [host.AST]
    for node in found:  # grows while it runs
        below: list[Any] = type.__subclasses__(node)
        found += [cls for cls in below if cls.__module__ == "ast" and _is_node(cls)]
    return found[1:]


def _is_node(node: type) -> bool:
    return getattr(_ast, node.__name__, None) is node


def make_type(state: ast_state, node: type) -> Any:
    """The guest's class of a node (a generator)."""
    namespace = PyDict_New()
    base = state.types[node.__bases__[0].__name__]

    def texts(names: tuple) -> PyObject:
        return PyTuple_New(tuple(_Py_ID(name) for name in names))

    made: dict[str, PyObject] = {"__module__": PyUnicode_FromString("ast")}
    for name in ("_fields", "__match_args__", "_attributes"):
        if name in vars(node):
            made[name] = texts(getattr(node, name))
    if node.__doc__:
        made["__doc__"] = PyUnicode_FromString(node.__doc__)
    for name, value in vars(node).items():
        if value is None and name not in made and name != "__doc__":
            made[name] = Py_None
    for name, op in made.items():
        PyDict_SetItemString(namespace, name, op)
        Py_DECREF(op)
    name_op = PyUnicode_FromString(node.__name__)
    bases = PyTuple_New((Py_NewRef(base),))
    try:
        return (yield call_object(PyType_Type, name_op, bases, namespace))
    finally:
        for op in (name_op, bases, namespace):
            Py_DECREF(op)


def add_ast_annotations(state: ast_state) -> Any:
    """Give each class the types of its fields, once there are all classes (a generator)."""
    for tp, node in state.hosts.items():
        if "_field_types" not in vars(node):
            continue
        annotations = PyDict_New()
        for field, kind in vars(node)["_field_types"].items():
            op = yield _field_type(state, kind)
            PyDict_SetItemString(annotations, field, op)
            Py_DECREF(op)
        yield _set(tp, "_field_types", annotations)
        yield _set(tp, "__annotations__", annotations)
        Py_DECREF(annotations)


def _field_type(state: ast_state, kind: Any) -> Any:
    """The guest's type for the host's type of a field; new reference (a generator)."""
    if kind in _PLAIN_TYPES:
        return Py_NewRef(_PLAIN_TYPES[kind])
    args = getattr(kind, "__args__", None)
    if args is None:
        return Py_NewRef(state.types[kind.__name__])
    item = yield _field_type(state, args[0])
    if kind.__class__ is GenericAlias:
        op = Py_GenericAlias(PyList_Type, item)
    else:
        op = _Py_union_type_or(item, Py_None)
        if type(op) in PENDING:
            op = yield op
    Py_DECREF(item)
    return op


_PLAIN_TYPES = {str: PyUnicode_Type, int: PyLong_Type, object: PyBaseObject_Type}


def singleton(node: type) -> Any:
    """The one node of a class without fields (borrowed; a generator)."""
    state = yield get_ast_state()
    found = state.singletons.get(node)
    if found is None:
        found = state.singletons[node] = PyType_GenericAlloc(state.types[node.__name__], None)
    return found


# ---- the host's trees as guest objects

def PyAST_mod2obj(tree: host.AST) -> Any:
    """The guest's tree for one of the host's; a new reference (a generator)."""
    state = yield get_ast_state()
    return _node_of(state, tree)


def _node_of(state: ast_state, node: Any) -> PyObject:
    cls = type(node)
    if not cls._fields and issubclass(
        cls, (host.expr_context, host.boolop, host.operator, host.unaryop, host.cmpop)
    ):
        found = state.singletons.get(cls)
        if found is None:
            found = state.singletons[cls] = PyType_GenericAlloc(state.types[cls.__name__], None)
        return Py_NewRef(found)
    op = PyType_GenericAlloc(state.types[cls.__name__], None)
    for field in cls._fields:
        value = getattr(node, field, None)
        if field == "value" and cls in (host.Constant, host.MatchSingleton):
            op.ob_dict[field] = _constant(value)
        else:
            op.ob_dict[field] = _field(state, value)
    for name in cls._attributes:
        op.ob_dict[name] = _field(state, getattr(node, name, None))
    return op


def _constant(value: Any) -> PyObject:
    memo = ConstantMemo()
    op = constant_from_host(value, memo)
    decref_all(memo.values())
    return op


def _field(state: ast_state, value: Any) -> PyObject:
    if isinstance(value, host.AST):
        return _node_of(state, value)
    if isinstance(value, list):
        return PyList_New([_field(state, item) for item in value])
    if value is None:
        return Py_None
    return PyLong_FromLong(value) if isinstance(value, int) else PyUnicode_FromString(value)


def PyAST_Check(op: PyObject) -> bool:
    """Whether an object is a node."""
    return PyObject_TypeCheck(op, AST_type)


def PyInit__ast() -> Any:
    """Make the module (a generator)."""
    state = yield get_ast_state()
    module = PyModule_FromDefs("_ast", ())
    for name, tp in state.types.items():
        PyModule_AddObjectRef(module, name, tp)
    for name, value in CONSTANTS.items():
        number = PyLong_FromLong(value)
        PyModule_AddObjectRef(module, name, number)
        Py_DECREF(number)
    return module
