"""The 119 instructions of CPython 3.13, each defined once. Models Python/bytecodes.c.

tools/generate.py reads this file as text and makes from it the evaluators (generated_cases.py,
generated_stepping.py), the
tables of stack effects and numbers (opcode_metadata.py) and the page that documents the opcodes
(opcode_docs.py). Nothing here is ever run. A definition is

    @inst("left, right -- res")
    def NAME(...): docstring (one line of meaning, shown to users), body

Inputs are on the value stack and owned by it; the body drops or moves each of them, and the outputs it
assigns are pushed. An input that is named again as the same output stays where it is. ``pops`` and
``pushes`` (expressions over ``oparg``) describe an instruction that handles the stack itself with
``localsplus`` and ``sp``, the index of the first free slot.

Names a body may use: tstate, frame, localsplus, sp, oparg (already decoded: see decode.py), pc (index
of the next instruction). Macros, expanded by the generator:

    DECREF(x), XDECREF(x)   drop a reference (NULL allowed with X)
    x = AWAIT(f(...))       the result, which may be pending: then the instruction is suspended here, and
                            what follows runs when the result is there, with the inputs read again from
                            the stack. At most one an instruction, last in its branch, and nothing
                            may have been dropped before it.
    CHECK_EVAL_BREAKER(target)  count a tick; leave the loop if something is to be done. Last statement. With a
                            target it goes on there, and tells the loop's surroundings where it came from.
    DISPATCH_INLINED(f)     go on in frame f. Last statement of its branch.
    ACTION(what, value)     leave the loop: A_RETURN a value to the frame below, A_THROW a PyErr. Last.
    NEXT()                  outputs are in place already: skip the automatic pushes. Last of its branch.

A function marked @macro is a macro of this file: called as a statement, its body stands there, in the names
of the instruction that calls it.

``variants`` are decoded forms of one instruction: a private opcode chosen by decode.py, which is the
same instruction to anyone who looks.
"""
# ruff: noqa: F821, F823, F841
# mypy: ignore-errors

from vm.objects import abstract
from vm.objects.abstract import (
    PyNumber_Invert,
    PyNumber_Negative,
    PyObject_Format,
    PyObject_GetItem,
    PyObject_GetIter,
    PyObject_SetItem,
    PySequence_Contains,
)
from vm.objects.call import PyObject_Vectorcall
from vm.objects.dictobject import PyDict_SetItem
from vm.objects.funcobject import PyFunction_New
from vm.objects.genobject import (
    _Py_MakeCoro,
    gen_send_slow,
)
from vm.objects.iter_types import PyListIter_Type, PyRangeIter_Type
from vm.objects.listobject import PyList_AsTuple, PyList_New
from vm.objects.longobject import small_ints
from vm.objects.moduleobject import module_getattro
from vm.objects.object import (
    PyObject_GenericGetAttr,
    PyObject_GenericSetAttr,
    PyObject_GetAttr,
    PyObject_IsTrue,
    PyObject_SetAttr,
)
from vm.objects.pycore_frame import (
    FRAME_EXECUTING,
    FRAME_SUSPENDED,
    _PyInterpreterFrame,
)
from vm.objects.pyerrors import (
    PyErr_GivenExceptionMatches,
    PyExc_AssertionError,
    PyExc_StopAsyncIteration,
    PyExc_StopIteration,
)
from vm.objects.setobject import PySet_Add, _PySet_Update
from vm.objects.sliceobject import PySlice_New
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject import PyType_GenericAlloc, _PyType_Lookup, object_new, type_getattro
from vm.objects.typeobject_slots import slot_tp_init
from vm.objects.unicodeobject import PyUnicode_InternFromString, _PyUnicode_JoinArray
from vm.python import ceval, ceval_args, ceval_names, ceval_ops, intrinsics, patma
from vm.python.adaptive import adapt
from vm.python.ceval_args import initialize_locals
from vm.python.errors import do_raise

#: Ints below this multiply in bounded time and space.
SMALL = 1 << 40


def inst(effect=None, **kw):
    """Mark a definition; see the module's docstring."""
    return lambda f: f


def macro(f):
    """Mark a macro: its body stands where it is called as a statement, with its arguments put in."""
    return f


@macro
def INT_RESULT(n):
    """res = the guest's int of a host int."""
    if -6 < n < 257:
        res = small_ints[n + 5]
        res.ob_refcnt += 1
    else:
        res = PyObject(t, n)


@macro
def NUMBER_RESULT(n):
    """res = the guest's int or float, by t, of a host number."""
    if t is PyLong_Type and -6 < n < 257:
        res = small_ints[n + 5]
        res.ob_refcnt += 1
    else:
        res = PyObject(t, n)


@macro
def INT_OPERATION(test, operation):
    """res = an operation on two exact ints where the test holds, else what the operator's function gives."""
    t = left.ob_type
    if test:
        n = operation
        INT_RESULT(n)
    else:
        res = AWAIT(oparg(left, right))
    DECREF(left)
    DECREF(right)


@macro
def NUMBER_OPERATION(test, operation):
    """The same for two exact ints or two exact floats."""
    t = left.ob_type
    if test:
        n = operation
        NUMBER_RESULT(n)
    else:
        res = AWAIT(oparg(left, right))
    DECREF(left)
    DECREF(right)


@macro
def COMPARISON(test, relation):
    """res = whether a relation holds between two exact atoms where the test holds, else the slow way."""
    t = left.ob_type
    if test:
        res = Py_True if relation else Py_False
    else:
        res = AWAIT(ceval_ops.compare_op(left, right, oparg))
    DECREF(left)
    DECREF(right)


@macro
def FIND_GLOBAL(name):
    """value = a global or builtin, borrowed, or NULL where that is not a plain look-up."""
    func = frame.f_funcobj.value
    value = func.func_globals.value.me_value.get(name)
    if value is None and func.func_globals.ob_type is PyDict_Type is func.func_builtins.ob_type:
        value = func.func_builtins.value.me_value.get(name)


@macro
def FIND_IN_TYPE(name):
    """descr = what the type of owner (its body: tp) has under a name, borrowed, or NULL."""
    descr = tp.tp_cache.get(name, tp)
    if descr is tp:
        descr = _PyType_Lookup(owner.ob_type, name)


@macro
def UNPACK_METHOD():
    """Replace a bound method by its function and self; first = index of the first argument."""
    first = base + 1
    if localsplus[first] is None:
        if callable.ob_type is PyMethod_Type:
            method = callable.value
            self = method.im_self
            self.ob_refcnt += 1
            localsplus[first] = self
            func = method.im_func
            func.ob_refcnt += 1
            localsplus[base] = func
            DECREF(callable)
            callable = func
        else:
            first = base + 2


@macro
def CLEAR_FRAME(top):
    """Drop everything that the frame owns; ``top``: how much of localsplus. previous = the frame below."""
    if frame.frame_obj is None:
        items = localsplus[:top].__iter__()
        for item in items:
            XDECREF(item)
            if pending:
                pending_finalizers.append((decref_all, items))
                break
    else:
        frame.instr_ptr = pc
        ceval.take_ownership(frame, top)
    func = frame.f_funcobj
    if func is not None:
        DECREF(func)
    if frame.f_locals is not None:
        ceval.drop_locals(frame)
    previous = frame.previous
    tstate.py_recursion_remaining += 1


@macro
def RETURN_TO_CALLER(action):
    """Give retval to the frame below: push it there and go on, or leave the loop for a native one."""
    if type(previous) is _PyInterpreterFrame:
        tstate.current_frame = frame = previous
        localsplus = frame.localsplus
        localsplus[frame.ret_slot] = retval
        pc = frame.return_offset
        instrs = frame.f_code.instrs
    else:
        tstate.current_frame = previous
        ACTION(action, retval)


@macro
def NEW_FRAME(function, arguments, slot, below):
    """new_frame = a frame of a function (its code: code) to go on in; it returns to ``slot`` of this one."""
    frame.return_offset = pc
    frame.ret_slot = slot
    new_frame = _PyInterpreterFrame(function, code, arguments, below)
    if code.instrs is None:
        ceval.quicken(code)


@macro
def RESUME_GENERATOR(generator, sent, slot):
    """Go on in a suspended generator's frame; what it yields or returns is pushed at ``slot`` of this one."""
    gen = generator
    room = tstate.py_recursion_remaining
    if room <= 0:
        raise ceval.recursion_error(tstate)
    tstate.py_recursion_remaining = room - 1
    frame.return_offset = oparg
    frame.ret_slot = slot
    new_frame = gen.gi_iframe
    new_frame.localsplus[new_frame.f_code.base_instrs[new_frame.instr_ptr][2] - 1] = sent
    gen.gi_frame_state = FRAME_EXECUTING
    gen.gi_exc_state.previous_item = tstate.exc_info
    tstate.exc_info = gen.gi_exc_state
    new_frame.previous = frame
    DISPATCH_INLINED(new_frame)


# ---- nothing, and the eval breaker ----------------------------------------------------------------


@inst("--")
def NOP(oparg):
    """Do nothing."""


@inst("--")
def CACHE(oparg):
    """Room for what specialised instructions remember; never executed."""


@inst("--")
def RESERVED(oparg):
    """A number kept free; never executed."""


@inst("--")
def EXTENDED_ARG(oparg):
    """Give the next instruction's argument eight more bits."""


@inst("--")
def ENTER_EXECUTOR(oparg):
    """Enter optimised code; never emitted by the compiler."""


@inst("retval --")
def INTERPRETER_EXIT(retval):
    """Leave the C evaluator; our frame chain needs no such exit."""
    DECREF(retval)


@inst("--", variant_of="INSTRUMENTED_LINE")
def INSTRUMENTED(oparg):
    """Report the events of this place to tools, then do the instruction that is really here."""
    ACTION(A_MONITOR, None)


@inst("--", variant_of="CACHE")
def ADAPTIVE(oparg):
    """Count or specialise the instruction that is really here, then do it (adaptive.py)."""
    pc -= 1
    instrs = adapt(frame, pc)


@inst("--", variants={"RESUME": "oparg & 3 < 2", "RESUME_NO_CHECK": "otherwise"})
def RESUME(oparg):
    """Start or resume a function: the place where signals, GC and thread switches are looked for."""
    CHECK_EVAL_BREAKER()


@inst("--", variant_of="RESUME")
def RESUME_NO_CHECK(oparg):
    """Resume after `yield from` or `await`: no check here."""


# ---- constants, locals, the stack ------------------------------------------------------------------


@inst("-- value")
def LOAD_CONST(oparg):
    """Push a constant of the code object."""
    value = oparg
    value.ob_refcnt += 1


@inst("-- value")
def LOAD_FAST(oparg):
    """Push a local variable that is certainly bound."""
    value = localsplus[oparg]
    value.ob_refcnt += 1


@inst("-- value")
def LOAD_FAST_CHECK(oparg):
    """Push a local variable; UnboundLocalError if it has no value."""
    value = localsplus[oparg]
    if value is None:
        raise ceval_names.unbound_local(frame, oparg)
    value.ob_refcnt += 1


@inst("-- value")
def LOAD_FAST_AND_CLEAR(oparg):
    """Push a local variable (or NULL) and unbind it: a comprehension's variable steps in."""
    value = localsplus[oparg]
    localsplus[oparg] = None


@inst("-- value1, value2")
def LOAD_FAST_LOAD_FAST(oparg):
    """Push two local variables."""
    first, second = oparg
    value1 = localsplus[first]
    value1.ob_refcnt += 1
    value2 = localsplus[second]
    value2.ob_refcnt += 1


@inst("value --")
def STORE_FAST(value, oparg):
    """Pop into a local variable."""
    old = localsplus[oparg]
    localsplus[oparg] = value
    XDECREF(old)


@inst("value1 -- value2")
def STORE_FAST_LOAD_FAST(value1, oparg):
    """Pop into one local variable, then push another."""
    first, second = oparg
    old = localsplus[first]
    localsplus[first] = value1
    value2 = localsplus[second]
    value2.ob_refcnt += 1
    localsplus[sp - 1] = value2
    XDECREF(old)
    NEXT()


@inst("value2, value1 --")
def STORE_FAST_STORE_FAST(value2, value1, oparg):
    """Pop into two local variables."""
    first, second = oparg
    old = localsplus[first]
    localsplus[first] = value1
    XDECREF(old)
    old = localsplus[second]
    localsplus[second] = value2
    XDECREF(old)


@inst("--")
def DELETE_FAST(oparg):
    """Unbind a local variable."""
    old = localsplus[oparg]
    if old is None:
        raise ceval_names.unbound_local(frame, oparg)
    localsplus[oparg] = None
    DECREF(old)


@inst("value --")
def POP_TOP(value):
    """Drop the top of the stack."""
    DECREF(value)


@inst("value --")
def END_FOR(value):
    """Drop the value that a finished generator left at the end of a `for`."""
    DECREF(value)


@inst("-- res")
def PUSH_NULL():
    """Push NULL: the place of `self` in a call without one."""
    res = None


@inst("receiver, value -- value")
def END_SEND(receiver, value):
    """Drop the finished generator or coroutine under its result."""
    localsplus[sp - 2] = value
    DECREF(receiver)
    NEXT()


@inst(pops="0", pushes="1")
def COPY(oparg):
    """Push another reference to an entry of the stack."""
    value = localsplus[sp - oparg]
    if value is not None:
        value.ob_refcnt += 1
    localsplus[sp] = value


@inst(pops="0", pushes="0")
def SWAP(oparg):
    """Exchange the top of the stack with an entry below it."""
    value = localsplus[sp - oparg]
    localsplus[sp - oparg] = localsplus[sp - 1]
    localsplus[sp - 1] = value


# ---- operators -----------------------------------------------------------------------------------


@inst("value -- res")
def UNARY_NEGATIVE(value):
    """-x"""
    res = AWAIT(PyNumber_Negative(value))
    DECREF(value)


@inst("value -- res")
def UNARY_INVERT(value):
    """~x"""
    res = AWAIT(PyNumber_Invert(value))
    DECREF(value)


@inst("value -- res")
def UNARY_NOT(value):
    """not x, of a bool."""
    res = Py_False if value is Py_True else Py_True


@inst("value -- res")
def TO_BOOL(value):
    """Replace the top of the stack by its truth value."""
    if value is Py_True or value is Py_False:
        res = value
        truth = None
    elif value is Py_None:
        res = Py_False
        truth = None
    else:
        truth = AWAIT(PyObject_IsTrue(value), bool)
    if truth is not None:
        res = Py_True if truth else Py_False
        DECREF(value)


@inst("left, right -- res")
def BINARY_OP(left, right, oparg):
    """An arithmetic or bitwise operator, or its in-place form."""
    res = AWAIT(oparg(left, right))
    DECREF(left)
    DECREF(right)


@inst("left, right -- res", variant_of="BINARY_OP")
def BINARY_OP_ADD(left, right, oparg):
    """left + right, or left += right."""
    NUMBER_OPERATION(
        t is right.ob_type and (t is PyLong_Type or t is PyFloat_Type),
        left.value + right.value)


@inst("left, right -- res", variant_of="BINARY_OP")
def BINARY_OP_SUBTRACT(left, right, oparg):
    """left - right, or left -= right."""
    NUMBER_OPERATION(
        t is right.ob_type and (t is PyLong_Type or t is PyFloat_Type),
        left.value - right.value)


@inst("left, right -- res", variant_of="BINARY_OP")
def BINARY_OP_MULTIPLY(left, right, oparg):
    """left * right, or left *= right."""
    t = left.ob_type
    if t is right.ob_type and (
        t is PyFloat_Type
        or (t is PyLong_Type and -SMALL < left.value < SMALL and -SMALL < right.value < SMALL)
    ):
        n = left.value * right.value
        NUMBER_RESULT(n)
    else:
        res = AWAIT(oparg(left, right))
    DECREF(left)
    DECREF(right)


@inst("left, right -- res", variant_of="BINARY_OP")
def BINARY_OP_AND(left, right, oparg):
    """left & right, or left &= right."""
    INT_OPERATION(t is PyLong_Type and t is right.ob_type, left.value & right.value)


@inst("left, right -- res", variant_of="BINARY_OP")
def BINARY_OP_REMAINDER(left, right, oparg):
    """left % right, or left %= right."""
    INT_OPERATION(t is PyLong_Type and t is right.ob_type and right.value, left.value % right.value)


@inst("left, right -- res", variant_of="BINARY_OP")
def BINARY_OP_FLOOR_DIVIDE(left, right, oparg):
    """left // right, or left //= right."""
    INT_OPERATION(t is PyLong_Type and t is right.ob_type and right.value, left.value // right.value)


@inst("left, right -- res", variant_of="BINARY_OP")
def BINARY_OP_XOR(left, right, oparg):
    """left ^ right, or left ^= right."""
    INT_OPERATION(t is PyLong_Type and t is right.ob_type, left.value ^ right.value)


@inst("left, right -- res")
def COMPARE_OP(left, right, oparg):
    """A comparison; with the bool bit, of its result's truth."""
    res = AWAIT(ceval_ops.compare_op(left, right, oparg))
    DECREF(left)
    DECREF(right)


@inst("left, right -- res", variant_of="COMPARE_OP")
def COMPARE_OP_LT(left, right, oparg):
    """left < right"""
    COMPARISON(
        t is right.ob_type and (t is PyLong_Type or t is PyFloat_Type),
        left.value < right.value)


@inst("left, right -- res", variant_of="COMPARE_OP")
def COMPARE_OP_LE(left, right, oparg):
    """left <= right"""
    COMPARISON(
        t is right.ob_type and (t is PyLong_Type or t is PyFloat_Type),
        left.value <= right.value)


@inst("left, right -- res", variant_of="COMPARE_OP")
def COMPARE_OP_GT(left, right, oparg):
    """left > right"""
    COMPARISON(
        t is right.ob_type and (t is PyLong_Type or t is PyFloat_Type),
        left.value > right.value)


@inst("left, right -- res", variant_of="COMPARE_OP")
def COMPARE_OP_EQ(left, right, oparg):
    """left == right"""
    COMPARISON(
        t is right.ob_type and (t is PyLong_Type or t is PyUnicode_Type),
        left.value == right.value)


@inst("left, right -- res")
def IS_OP(left, right, oparg):
    """Identity; with argument 1, `is not`."""
    res = Py_True if (left is right) != oparg else Py_False
    DECREF(left)
    DECREF(right)


@inst("left, right -- res")
def CONTAINS_OP(left, right, oparg):
    """Membership; with argument 1, `not in`."""
    found = AWAIT(PySequence_Contains(right, left), bool)
    res = Py_True if found != oparg else Py_False
    DECREF(left)
    DECREF(right)


# ---- subscripts ------------------------------------------------------------------------------------


@inst("container, sub -- res")
def BINARY_SUBSCR(container, sub):
    """container[sub]"""
    t = container.ob_type
    if (
        sub.ob_type is PyLong_Type and (t is PyList_Type or t is PyTuple_Type)
        and 0 <= sub.value < len(container.value)
    ):
        res = container.value[sub.value]
        res.ob_refcnt += 1
    else:
        if t is PyDict_Type and (sub.ob_type is PyUnicode_Type or sub.ob_type is PyLong_Type):
            res = container.value.me_value.get(sub.value)
        else:
            res = None
        if res is not None:
            res.ob_refcnt += 1
        else:
            res = AWAIT(PyObject_GetItem(container, sub))
    DECREF(container)
    DECREF(sub)


@inst("container, start, stop -- res")
def BINARY_SLICE(container, start, stop):
    """container[start:stop]"""
    res = AWAIT(ceval_ops.binary_slice(container, start, stop))
    DECREF(container)
    DECREF(start)
    DECREF(stop)


@inst("value, container, sub --")
def STORE_SUBSCR(value, container, sub):
    """container[sub] = value"""
    if (
        container.ob_type is PyList_Type and sub.ob_type is PyLong_Type
        and 0 <= sub.value < len(container.value)
    ):
        items = container.value
        old = items[sub.value]
        items[sub.value] = value
        localsplus[sp - 3] = old
        value = old
    elif container.ob_type is PyDict_Type:
        done = AWAIT(PyDict_SetItem(container, sub, value), None)
    else:
        done = AWAIT(PyObject_SetItem(container, sub, value), None)
    value = localsplus[sp - 3]
    DECREF(value)
    DECREF(container)
    DECREF(sub)


@inst("value, container, start, stop --")
def STORE_SLICE(value, container, start, stop):
    """container[start:stop] = value"""
    done = AWAIT(ceval_ops.store_slice(container, start, stop, value), None)
    DECREF(value)
    DECREF(container)
    DECREF(start)
    DECREF(stop)


@inst("container, sub --")
def DELETE_SUBSCR(container, sub):
    """del container[sub]"""
    done = AWAIT(abstract.PyObject_DelItem(container, sub), None)
    DECREF(container)
    DECREF(sub)


@inst(pops="oparg", pushes="1")
def BUILD_SLICE(oparg):
    """Push a slice object of two or three values."""
    base = sp - oparg
    step = localsplus[base + 2] if oparg == 3 else None
    res = PySlice_New(localsplus[base], localsplus[base + 1], step)
    for i in range(base, sp):
        DECREF(localsplus[i])
    localsplus[base] = res


# ---- building containers -----------------------------------------------------------------------------


@inst(pops="oparg", pushes="1")
def BUILD_STRING(oparg):
    """Join strings (an f-string's pieces)."""
    base = sp - oparg
    pieces = localsplus[base:sp]
    res = _PyUnicode_JoinArray(pieces)
    for item in pieces:
        DECREF(item)
    localsplus[base] = res


@inst(pops="oparg", pushes="1")
def BUILD_TUPLE(oparg):
    """Make a tuple of the top values."""
    base = sp - oparg
    localsplus[base] = PyTuple_New(tuple(localsplus[base:sp]))


@inst(pops="oparg", pushes="1")
def BUILD_LIST(oparg):
    """Make a list of the top values."""
    base = sp - oparg
    localsplus[base] = PyList_New(localsplus[base:sp])


@inst(pops="oparg", pushes="1")
def BUILD_SET(oparg):
    """Make a set of the top values."""
    base = sp - oparg
    res = AWAIT(ceval_ops.build_set(localsplus[base:sp]))
    base = sp - oparg
    for i in range(base, sp):
        DECREF(localsplus[i])
    localsplus[base] = res


@inst(pops="oparg * 2", pushes="1")
def BUILD_MAP(oparg):
    """Make a dict of key and value pairs."""
    base = sp - oparg * 2
    res = AWAIT(ceval_ops.build_map(localsplus[base:sp:2], localsplus[base + 1:sp:2]))
    base = sp - oparg * 2
    for i in range(base, sp):
        DECREF(localsplus[i])
    localsplus[base] = res


@inst(pops="oparg + 1", pushes="1")
def BUILD_CONST_KEY_MAP(oparg):
    """Make a dict of values and a constant tuple of keys."""
    base = sp - oparg - 1
    res = AWAIT(ceval_ops.build_map(localsplus[sp - 1].value, localsplus[base:sp - 1]))
    base = sp - oparg - 1
    for i in range(base, sp):
        DECREF(localsplus[i])
    localsplus[base] = res


@inst("v --")
def LIST_APPEND(v, oparg):
    """Append to the list of a comprehension."""
    localsplus[sp - 1 - oparg].value.append(v)


@inst("v --")
def SET_ADD(v, oparg):
    """Add to the set of a comprehension."""
    done = AWAIT(PySet_Add(localsplus[sp - 1 - oparg], v), None)
    DECREF(v)


@inst("key, value --")
def MAP_ADD(key, value, oparg):
    """Add to the dict of a comprehension."""
    done = AWAIT(PyDict_SetItem(localsplus[sp - 2 - oparg], key, value), None)
    DECREF(key)
    DECREF(value)


@inst("iterable --")
def LIST_EXTEND(iterable, oparg):
    """Extend a list under construction."""
    done = AWAIT(ceval_ops.list_extend(localsplus[sp - 1 - oparg], iterable), None)
    DECREF(iterable)


@inst("iterable --")
def SET_UPDATE(iterable, oparg):
    """Add every element to a set under construction."""
    done = AWAIT(_PySet_Update(localsplus[sp - 1 - oparg], iterable), None)
    DECREF(iterable)


@inst("update --")
def DICT_UPDATE(update, oparg):
    """Merge a mapping into a dict under construction; later keys win."""
    done = AWAIT(ceval_ops.dict_update(localsplus[sp - 1 - oparg], update), None)
    DECREF(update)


@inst("update --")
def DICT_MERGE(update, oparg):
    """Merge keyword arguments; a key twice is a TypeError."""
    done = AWAIT(
        ceval_ops.dict_merge(localsplus[sp - 4 - oparg], localsplus[sp - 1 - oparg], update), None)
    DECREF(update)


@inst(pops="1", pushes="oparg")
def UNPACK_SEQUENCE(oparg):
    """Replace an iterable by exactly n values, the first on top."""
    seq = localsplus[sp - 1]
    t = seq.ob_type
    if (t is PyTuple_Type or t is PyList_Type) and len(seq.value) == oparg:
        res = seq.value
        for item in res:
            item.ob_refcnt += 1
    else:
        res = AWAIT(ceval_ops.unpack_iterable(seq, oparg, -1), list)
    seq = localsplus[sp - 1]
    i = sp + oparg - 2
    for item in res:
        localsplus[i] = item
        i -= 1
    DECREF(seq)


@inst(pops="1", pushes="(oparg & 0xFF) + 1 + (oparg >> 8)")
def UNPACK_EX(oparg):
    """Replace an iterable by values with a starred list among them."""
    res = AWAIT(ceval_ops.unpack_iterable(localsplus[sp - 1], oparg & 0xFF, oparg >> 8), list)
    seq = localsplus[sp - 1]
    i = sp + len(res) - 2
    for item in res:
        localsplus[i] = item
        i -= 1
    DECREF(seq)


# ---- names ------------------------------------------------------------------------------------------


@inst("-- value")
def LOAD_NAME(oparg):
    """Push a name's value: locals, then globals, then builtins."""
    namespace = frame.f_locals
    if namespace is not None and namespace.ob_type is PyDict_Type:
        value = namespace.value.me_value.get(oparg)
    else:
        value = None
    if value is not None:
        value.ob_refcnt += 1
    else:
        value = AWAIT(ceval_names.load_name(frame, oparg))


@inst("value --")
def STORE_NAME(value, oparg):
    """Bind a name in the local namespace."""
    done = AWAIT(ceval_names.store_name(frame, oparg, value), None)
    DECREF(value)


@inst("--")
def DELETE_NAME(oparg):
    """Unbind a name of the local namespace."""
    done = AWAIT(ceval_names.delete_name(frame, oparg), None)


@inst("-- value", variants={"LOAD_GLOBAL": "no NULL", "LOAD_GLOBAL_NULL": "with NULL for a call"})
def LOAD_GLOBAL(oparg):
    """Push a global or builtin; with the low bit, then NULL for a call."""
    FIND_GLOBAL(oparg)
    if value is not None:
        value.ob_refcnt += 1
    else:
        value = AWAIT(ceval_names.load_global(frame, oparg))


@inst("-- value, null", variant_of="LOAD_GLOBAL")
def LOAD_GLOBAL_NULL(oparg):
    """Push a global or builtin, then NULL for a call."""
    FIND_GLOBAL(oparg)
    if value is not None:
        value.ob_refcnt += 1
    else:
        value = AWAIT(ceval_names.load_global(frame, oparg))
    null = None


@inst("value --")
def STORE_GLOBAL(value, oparg):
    """Bind a global."""
    done = AWAIT(ceval_names.store_global(frame, oparg, value), None)
    DECREF(value)


@inst("--")
def DELETE_GLOBAL(oparg):
    """Unbind a global."""
    ceval_names.delete_global(frame, oparg)


@inst("-- namespace")
def LOAD_LOCALS():
    """Push the namespace of a class body."""
    namespace = ceval_names.local_namespace(frame, "no locals")
    namespace.ob_refcnt += 1


@inst("mapping -- value")
def LOAD_FROM_DICT_OR_GLOBALS(mapping, oparg):
    """Look a name up in a mapping, then in globals and builtins."""
    value = AWAIT(ceval_names.load_from_dict_or_globals(frame, mapping, oparg))
    DECREF(mapping)


@inst("--")
def SETUP_ANNOTATIONS():
    """Make `__annotations__` in the namespace if it is not there."""
    done = AWAIT(ceval_names.setup_annotations(frame), None)


# ---- cells --------------------------------------------------------------------------------------------


@inst("--")
def MAKE_CELL(oparg):
    """Put a local variable that inner functions use into a cell."""
    localsplus[oparg] = PyCell_New_steal(localsplus[oparg])


@inst("--")
def COPY_FREE_VARS(oparg):
    """Copy the closure's cells into the frame."""
    cells = frame.f_funcobj.value.func_closure.value
    i = frame.f_code.co_nlocalsplus - oparg
    for cell in cells:
        cell.ob_refcnt += 1
        localsplus[i] = cell
        i += 1


@inst("-- value")
def LOAD_DEREF(oparg):
    """Push the content of a cell."""
    value = localsplus[oparg].value.ob_ref
    if value is None:
        raise ceval_names.unbound_deref(frame, oparg)
    value.ob_refcnt += 1


@inst("value --")
def STORE_DEREF(value, oparg):
    """Pop into a cell."""
    cell = localsplus[oparg].value
    old = cell.ob_ref
    cell.ob_ref = value
    XDECREF(old)


@inst("--")
def DELETE_DEREF(oparg):
    """Empty a cell."""
    cell = localsplus[oparg].value
    old = cell.ob_ref
    if old is None:
        raise ceval_names.unbound_deref(frame, oparg)
    cell.ob_ref = None
    DECREF(old)


@inst("class_dict -- value")
def LOAD_FROM_DICT_OR_DEREF(class_dict, oparg):
    """Look a name up in a class namespace, then in its cell."""
    value = AWAIT(ceval_names.load_from_dict_or_deref(frame, class_dict, oparg))
    DECREF(class_dict)


# ---- attributes -----------------------------------------------------------------------------------------


@inst("owner -- value", variants={"LOAD_ATTR": "plain", "LOAD_ATTR_METHOD": "method call"})
def LOAD_ATTR(owner, oparg):
    """Replace an object by one of its attributes."""
    tp = owner.ob_type.value
    getattro = tp.tp_getattro
    value = get = None
    if getattro is PyObject_GenericGetAttr or getattro is module_getattro:
        FIND_IN_TYPE(oparg)
        if descr is not None:
            get = descr.ob_type.value.tp_descr_get
        if get is None:
            if tp.tp_dictoffset:
                value = owner.ob_dict.get(oparg)
            if value is None:
                value = descr
        elif descr.ob_type is PyMemberDescr_Type and descr.value.d_member.inline:
            if owner.ob_type is descr.value.d_type:
                value = owner.value[descr.value.d_member.index]
        elif descr.ob_type.value.tp_descr_set is None:
            get = None
        elif descr.ob_type is PyProperty_Type and ceval.getter_is_simple(tstate, descr):
            func = descr.value.prop_get
            func.ob_refcnt += 1
            owner.ob_refcnt += 1
            code = func.value.code
            tstate.py_recursion_remaining -= 2
            shim = ceval.new_shim(ceval.GetterCleanup, [owner, None], frame)
            NEW_FRAME(func, [owner, *code.padding], sp - 1, shim)
            DISPATCH_INLINED(new_frame)
    elif getattro is type_getattro:
        value = ceval_names.type_attribute(owner, oparg)
    if value is not None:
        value.ob_refcnt += 1
    elif get is not None:
        frame.instr_ptr = pc  # f_lineno may be what is asked for
        value = AWAIT(get(descr, owner, owner.ob_type))
    else:
        frame.instr_ptr = pc
        value = AWAIT(PyObject_GetAttr(owner, PyUnicode_InternFromString(oparg)))
    DECREF(owner)


@inst("owner -- value, self_or_null", variant_of="LOAD_ATTR")
def LOAD_ATTR_METHOD(owner, oparg):
    """Replace an object by a method to call and its `self`, or by an attribute and NULL."""
    tp = owner.ob_type.value
    descr = None
    if tp.tp_getattro is PyObject_GenericGetAttr:
        FIND_IN_TYPE(oparg)
        if descr is not None and (
            not descr.ob_type.value.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR
            or (tp.tp_dictoffset and oparg in owner.ob_dict)
        ):
            descr = None
    if descr is not None:
        descr.ob_refcnt += 1
        localsplus[sp - 1] = descr
        localsplus[sp] = owner
        NEXT()
    else:
        frame.instr_ptr = pc
        value = AWAIT(PyObject_GetAttr(owner, PyUnicode_InternFromString(oparg)))
    self_or_null = None
    DECREF(owner)


@inst("value, owner --")
def STORE_ATTR(value, owner, oparg):
    """Set an attribute."""
    tp = owner.ob_type.value
    if tp.tp_setattro is PyObject_GenericSetAttr and tp.tp_flags & Py_TPFLAGS_INLINE_VALUES:
        FIND_IN_TYPE(oparg)
        fast = (descr is None or descr.ob_type.value.tp_descr_set is None) and (
            owner.ob_ext is None or not owner.ob_ext.detached)
    else:
        fast = False
    if fast and oparg in owner.ob_dict:
        attributes = owner.ob_dict
        old = attributes[oparg]
        attributes[oparg] = value
        localsplus[sp - 2] = old
    elif fast and owner.ob_ext is None:
        owner.ob_dict[oparg] = value
        localsplus[sp - 2] = None
    else:
        done = AWAIT(PyObject_SetAttr(owner, PyUnicode_InternFromString(oparg), value), None)
    value = localsplus[sp - 2]
    XDECREF(value)
    DECREF(owner)


@inst("owner --")
def DELETE_ATTR(owner, oparg):
    """Delete an attribute."""
    done = AWAIT(PyObject_SetAttr(owner, PyUnicode_InternFromString(oparg), None), None)
    DECREF(owner)


@inst(pops="3", pushes="1 + oparg[1]")
def LOAD_SUPER_ATTR(oparg):
    """super().name, without making the super object where that can be."""
    res = AWAIT(
        ceval_names.load_super_attr(localsplus[sp - 3], localsplus[sp - 2], localsplus[sp - 1], oparg),
        tuple)
    for i in range(sp - 3, sp):
        DECREF(localsplus[i])
    localsplus[sp - 3] = res[0]
    if oparg[1]:
        localsplus[sp - 2] = res[1]


# ---- calls -----------------------------------------------------------------------------------------------


@inst(pops="oparg + 2", pushes="1")
def CALL(oparg):
    """Call with positional arguments."""
    base = sp - oparg - 2
    callable = localsplus[base]
    UNPACK_METHOD()
    t = callable.ob_type
    if t is PyFunction_Type:
        room = tstate.py_recursion_remaining
        if room <= 0:
            raise ceval.recursion_error(tstate)
        code = callable.value.code
        if code.simple_argcount == sp - first:
            arguments = localsplus[first:sp] + code.padding
        else:
            arguments = initialize_locals(callable, localsplus[first:sp], ())
        tstate.py_recursion_remaining = room - 1
        NEW_FRAME(callable, arguments, base, frame)
        DISPATCH_INLINED(new_frame)
    elif t is PyType_Type and callable.value.tp_new is object_new and (
        callable.value.tp_init is slot_tp_init
    ) and ceval.init_is_simple(tstate, callable, sp - first):
        tstate.py_recursion_remaining -= 2
        self = PyType_GenericAlloc(callable)
        init = callable.value.tp_cache["__init__"]
        init.ob_refcnt += 1
        self.ob_refcnt += 1
        code = init.value.code
        shim = ceval.new_init_shim(self, sp - first, frame)
        NEW_FRAME(init, [self, *localsplus[first:sp], *code.padding], base, shim)
        callable.ob_refcnt -= 1  # the instance holds its type
        DISPATCH_INLINED(new_frame)
    else:
        frame.instr_ptr = pc
        if t is PyMethodDescr_Type and sp - first == 2 and callable.value.d_method.kind is METH_O and (
            localsplus[first].ob_type is callable.value.d_type
        ):
            res = AWAIT(callable.value.d_method.ml_meth(localsplus[first], localsplus[first + 1]))
        elif t is PyCFunction_Type and callable.value.m_ml.kind is METH_O and sp - first == 1:
            res = AWAIT(callable.value.m_ml.ml_meth(callable.value.m_self, localsplus[first]))
        else:
            res = AWAIT(PyObject_Vectorcall(callable, localsplus[first:sp]))
    base = sp - oparg - 2
    for i in range(base, sp):
        XDECREF(localsplus[i])
    localsplus[base] = res
    CHECK_EVAL_BREAKER()


@inst(pops="oparg + 3", pushes="1")
def CALL_KW(oparg):
    """Call with positional and keyword arguments; the names are a tuple on top."""
    base = sp - oparg - 3
    callable = localsplus[base]
    kwnames = localsplus[sp - 1]
    UNPACK_METHOD()
    if callable.ob_type is PyFunction_Type:
        room = tstate.py_recursion_remaining
        if room <= 0:
            raise ceval.recursion_error(tstate)
        code = callable.value.code
        arguments = initialize_locals(callable, localsplus[first:sp - 1], kwnames.value)
        tstate.py_recursion_remaining = room - 1
        NEW_FRAME(callable, arguments, base, frame)
        DECREF(kwnames)
        DISPATCH_INLINED(new_frame)
    else:
        frame.instr_ptr = pc
        res = AWAIT(PyObject_Vectorcall(callable, localsplus[first:sp - 1], kwnames.value))
    base = sp - oparg - 3
    for i in range(base, sp):
        XDECREF(localsplus[i])
    localsplus[base] = res
    CHECK_EVAL_BREAKER()


@inst(pops="3 + (oparg & 1)", pushes="1")
def CALL_FUNCTION_EX(oparg):
    """Call with an argument tuple and, with the low bit, a dict of keywords."""
    base = sp - 3 - (oparg & 1)
    callable = localsplus[base]
    callargs = localsplus[base + 2]
    kwargs = localsplus[base + 3] if oparg & 1 else None
    if callargs.ob_type is PyList_Type:
        localsplus[base + 2] = PyList_AsTuple(callargs)
        DECREF(callargs)
        callargs = localsplus[base + 2]
    if callable.ob_type is PyFunction_Type and callargs.ob_type is PyTuple_Type and (
        kwargs is None or kwargs.value.ma_index is None
    ):
        room = tstate.py_recursion_remaining
        if room <= 0:
            raise ceval.recursion_error(tstate)
        arguments = ceval_args.unpack_arguments(callable, callargs, kwargs)
        tstate.py_recursion_remaining = room - 1
        code = callable.value.code
        NEW_FRAME(callable, arguments, base, frame)
        DECREF(callargs)
        XDECREF(kwargs)
        DISPATCH_INLINED(new_frame)
    else:
        frame.instr_ptr = pc
        res = AWAIT(ceval_args.call_function_ex(callable, callargs, kwargs))
    base = sp - 3 - (oparg & 1)
    for i in range(base, sp):
        XDECREF(localsplus[i])
    localsplus[base] = res
    CHECK_EVAL_BREAKER()


@inst("should_be_none --")
def EXIT_INIT_CHECK(should_be_none):
    """`__init__` must have returned None."""
    ceval.init_finished(frame)
    if should_be_none is not Py_None:
        raise ceval.init_returned(should_be_none)


@inst("retval --")
def RETURN_VALUE(retval):
    """Return to the caller: clear the frame, push the value there."""
    CLEAR_FRAME(sp - 1)
    RETURN_TO_CALLER(A_RETURN)


@inst("--")
def RETURN_CONST(oparg):
    """Return a constant to the caller."""
    CLEAR_FRAME(sp)
    retval = oparg
    retval.ob_refcnt += 1
    RETURN_TO_CALLER(A_RETURN)


@inst("retval --", variant_of="RETURN_VALUE")
def RETURN_VALUE_GEN(retval):
    """Return from a generator or coroutine: it is finished."""
    previous = frame.previous
    iterated = frame.generator.value.gi_iternext
    frame.instr_ptr = pc
    ceval.clear_gen_frame(tstate, frame, sp - 1)
    RETURN_TO_CALLER(A_ITER_RETURN if iterated else A_GEN_RETURN)


@inst("--", variant_of="RETURN_CONST")
def RETURN_CONST_GEN(oparg):
    """Return a constant from a generator or coroutine: it is finished."""
    previous = frame.previous
    iterated = frame.generator.value.gi_iternext
    frame.instr_ptr = pc
    ceval.clear_gen_frame(tstate, frame, sp)
    retval = oparg
    retval.ob_refcnt += 1
    RETURN_TO_CALLER(A_ITER_RETURN if iterated else A_GEN_RETURN)


# ---- functions, classes, imports --------------------------------------------------------------------------


@inst("codeobj -- func")
def MAKE_FUNCTION(codeobj):
    """Make a function of a code object and the current globals."""
    func = PyFunction_New(codeobj, frame.f_funcobj.value.func_globals)
    DECREF(codeobj)


@inst("attr, func -- func")
def SET_FUNCTION_ATTRIBUTE(attr, func, oparg):
    """Give a new function its defaults (1), keyword defaults (2), annotations (4) or closure (8)."""
    ceval_ops.set_function_attribute(func, attr, oparg)
    localsplus[sp - 2] = func
    NEXT()


@inst("-- value")
def LOAD_BUILD_CLASS():
    """Push builtins.__build_class__."""
    value = AWAIT(ceval_names.load_build_class(frame))


@inst("-- value")
def LOAD_ASSERTION_ERROR():
    """Push the class AssertionError."""
    value = PyExc_AssertionError
    value.ob_refcnt += 1


@inst("level, fromlist -- res")
def IMPORT_NAME(level, fromlist, oparg):
    """Import a module."""
    frame.instr_ptr = pc
    res = AWAIT(ceval_names.import_name(frame, oparg, fromlist, level))
    DECREF(level)
    DECREF(fromlist)


@inst("module -- module, res")
def IMPORT_FROM(module, oparg):
    """Push an attribute (or submodule) of the module on top of the stack."""
    res = AWAIT(ceval_names.import_from(module, oparg))


@inst("value -- res")
def CALL_INTRINSIC_1(value, oparg):
    """A built-in helper of one argument, chosen by number."""
    res = AWAIT(intrinsics.call_intrinsic_1(frame, oparg, value))
    DECREF(value)


@inst("value2, value1 -- res")
def CALL_INTRINSIC_2(value2, value1, oparg):
    """A built-in helper of two arguments, chosen by number."""
    res = AWAIT(intrinsics.call_intrinsic_2(oparg, value2, value1))
    DECREF(value2)
    DECREF(value1)


# ---- formatting -----------------------------------------------------------------------------------------------


@inst("value -- res")
def CONVERT_VALUE(value, oparg):
    """str, repr or ascii of a value (!s, !r, !a)."""
    res = AWAIT(oparg(value))
    DECREF(value)


@inst("value -- res")
def FORMAT_SIMPLE(value):
    """Format without a specification; a str stays as it is."""
    if value.ob_type is PyUnicode_Type:
        res = value
        res.ob_refcnt += 1
    else:
        res = AWAIT(PyObject_Format(value, None))
    DECREF(value)


@inst("value, spec -- res")
def FORMAT_WITH_SPEC(value, spec):
    """Format with a specification."""
    res = AWAIT(PyObject_Format(value, spec))
    DECREF(value)
    DECREF(spec)


# ---- jumps and loops ------------------------------------------------------------------------------------------


@inst("--")
def JUMP_FORWARD(oparg):
    """Jump."""
    pc = oparg


@inst("--")
def JUMP_BACKWARD(oparg):
    """Jump back (a loop); the eval breaker is checked."""
    CHECK_EVAL_BREAKER(oparg)


@inst("--")
def JUMP_BACKWARD_NO_INTERRUPT(oparg):
    """Jump back inside `yield from` or `await`, without a check."""
    pc = oparg


@inst("cond --")
def POP_JUMP_IF_FALSE(cond, oparg):
    """Pop a bool; jump if it is False."""
    if cond is Py_False:
        pc = oparg


@inst("cond --")
def POP_JUMP_IF_TRUE(cond, oparg):
    """Pop a bool; jump if it is True."""
    if cond is Py_True:
        pc = oparg


@inst("value --")
def POP_JUMP_IF_NONE(value, oparg):
    """Pop; jump if it was None."""
    if value is Py_None:
        pc = oparg
    DECREF(value)


@inst("value --")
def POP_JUMP_IF_NOT_NONE(value, oparg):
    """Pop; jump if it was not None."""
    if value is not Py_None:
        pc = oparg
    DECREF(value)


@inst("iterable -- iter")
def GET_ITER(iterable):
    """Replace an iterable by an iterator."""
    iter = AWAIT(PyObject_GetIter(iterable))
    DECREF(iterable)


@inst(pops="0", pushes="1", jump="-1", jump_skip="2")
def FOR_ITER(oparg):
    """Push the iterator's next value, or drop the iterator and leave the loop."""
    iter = localsplus[sp - 1]
    t = iter.ob_type
    if t is PyRangeIter_Type:
        it = iter.value
        if it.len > 0:
            n = it.start
            it.start = n + it.step
            it.len -= 1
            if -6 < n < 257:
                res = small_ints[n + 5]
                res.ob_refcnt += 1
            else:
                res = PyObject(PyLong_Type, n)
        else:
            res = None
    elif t is PyListIter_Type and iter.value.it_seq is not None and (
        iter.value.it_index < len(iter.value.it_seq.value)
    ):
        it = iter.value
        res = it.it_seq.value[it.it_index]
        it.it_index += 1
        res.ob_refcnt += 1
    elif t is PyGen_Type and iter.value.gi_frame_state < FRAME_EXECUTING:
        RESUME_GENERATOR(iter.value, Py_None, sp)
    else:
        iternext = t.value.tp_iternext
        if iternext is None:  # the code of a generator expression, called by hand
            raise ceval_ops.not_an_iterator(iter)
        res = AWAIT(iternext(iter))
    if res is not None:
        localsplus[sp] = res
    else:
        pc = oparg + 2
        iter = localsplus[sp - 1]
        DECREF(iter)


# ---- exceptions and with ----------------------------------------------------------------------------------------


@inst(pops="oparg", pushes="0")
def RAISE_VARARGS(oparg):
    """Raise: again (0), an exception (1), or one with a cause (2)."""
    frame.instr_ptr = pc
    exc = localsplus[sp - oparg] if oparg else None
    cause = localsplus[sp - 1] if oparg == 2 else None
    res = AWAIT(do_raise(tstate, exc, cause), None)
    raise res


@inst(pops="1", pushes="0")
def RERAISE(oparg):
    """Raise the exception on top again, with the position where it first was raised."""
    exc = localsplus[sp - 1]
    exc.ob_refcnt += 1
    raise PyReraise(exc)


@inst("new_exc -- prev_exc, new_exc")
def PUSH_EXC_INFO(new_exc):
    """Make the exception on top the handled one; what was handled before goes under it."""
    exc_info = tstate.exc_info
    handled = exc_info.exc_value
    exc_info.exc_value = new_exc
    new_exc.ob_refcnt += 1
    localsplus[sp - 1] = Py_None if handled is None else handled
    localsplus[sp] = new_exc
    NEXT()


@inst("exc_value --")
def POP_EXCEPT(exc_value):
    """The handler is done: the exception handled before comes back."""
    exc_info = tstate.exc_info
    old = exc_info.exc_value
    exc_info.exc_value = None if exc_value is Py_None else exc_value
    XDECREF(old)


@inst("left, right -- left, res")
def CHECK_EXC_MATCH(left, right):
    """Whether the exception is one of the `except` clause's."""
    res = ceval_ops.check_exc_match(left, right)
    DECREF(right)


@inst(pops="2", pushes="2")
def CHECK_EG_MATCH():
    """Split an exception group for `except*`."""
    res = AWAIT(ceval_ops.check_eg_match(tstate, localsplus[sp - 2], localsplus[sp - 1]), tuple)
    for i in range(sp - 2, sp):
        DECREF(localsplus[i])
    localsplus[sp - 2], localsplus[sp - 1] = res


@inst(pops="1", pushes="2")
def BEFORE_WITH():
    """Push `__exit__` of a context manager and the result of its `__enter__`."""
    res = AWAIT(ceval_ops.before_with(localsplus[sp - 1], False), tuple)
    manager = localsplus[sp - 1]
    localsplus[sp - 1], localsplus[sp] = res
    DECREF(manager)


@inst(pops="1", pushes="2")
def BEFORE_ASYNC_WITH():
    """Push `__aexit__` of a context manager and the awaitable of its `__aenter__`."""
    res = AWAIT(ceval_ops.before_with(localsplus[sp - 1], True), tuple)
    manager = localsplus[sp - 1]
    localsplus[sp - 1], localsplus[sp] = res
    DECREF(manager)


@inst("exit_func, lasti, unused, val -- exit_func, lasti, unused, val, res")
def WITH_EXCEPT_START(exit_func, val):
    """Call `__exit__` with the exception."""
    res = AWAIT(ceval_ops.with_except_start(exit_func, val))


# ---- generators, coroutines -------------------------------------------------------------------------------------


@inst("-- res")
def RETURN_GENERATOR():
    """Make the generator or coroutine of this frame and return it to the caller."""
    retval = _Py_MakeCoro(frame)
    previous = frame.previous
    frame.previous = None
    frame.instr_ptr = pc
    tstate.py_recursion_remaining += 1
    if type(previous) is _PyInterpreterFrame:
        tstate.current_frame = frame = previous
        localsplus = frame.localsplus
        localsplus[frame.ret_slot] = retval
        pc = frame.return_offset
        instrs = frame.f_code.instrs
        NEXT()
    else:
        tstate.current_frame = previous
        ACTION(A_RETURN, retval)


@inst("retval -- value")
def YIELD_VALUE(retval, oparg):
    """Suspend and give a value to whoever resumed the generator."""
    gen = frame.generator.value
    gen.gi_frame_state = FRAME_SUSPENDED + oparg
    tstate.exc_info = gen.gi_exc_state.previous_item
    gen.gi_exc_state.previous_item = None
    tstate.py_recursion_remaining += 1
    previous = frame.previous
    frame.previous = None
    frame.instr_ptr = pc
    if type(previous) is _PyInterpreterFrame:
        tstate.current_frame = frame = previous
        localsplus = frame.localsplus
        localsplus[frame.ret_slot] = retval
        pc = frame.instr_ptr
        instrs = frame.f_code.instrs
        NEXT()
    else:
        tstate.current_frame = previous
        ACTION(A_RETURN, retval)


@inst(pops="0", pushes="0", jump="0")
def SEND(oparg):
    """Send a value to the generator or awaitable below it; jump when that has finished."""
    receiver = localsplus[sp - 2]
    v = localsplus[sp - 1]
    t = receiver.ob_type
    if (t is PyGen_Type or t is PyCoro_Type) and receiver.value.gi_frame_state < FRAME_EXECUTING:
        RESUME_GENERATOR(receiver.value, v, sp - 1)
    else:
        res = AWAIT(gen_send_slow(receiver, v), tuple)
    v = localsplus[sp - 1]
    finished, localsplus[sp - 1] = res
    if finished:
        pc = oparg
    DECREF(v)


@inst("iterable -- iter")
def GET_YIELD_FROM_ITER(iterable):
    """Replace the operand of `yield from` by an iterator; generators stay."""
    iter = AWAIT(ceval_ops.get_yield_from_iter(frame, iterable))
    DECREF(iterable)


@inst("iterable -- iter")
def GET_AWAITABLE(iterable, oparg):
    """Replace the operand of `await` by what can be sent to."""
    iter = AWAIT(ceval_ops.get_awaitable(iterable, oparg))
    DECREF(iterable)


@inst("obj -- iter")
def GET_AITER(obj):
    """Call `__aiter__` for `async for`."""
    iter = AWAIT(ceval_ops.get_aiter(obj))
    DECREF(obj)


@inst("aiter -- aiter, awaitable")
def GET_ANEXT(aiter):
    """Call `__anext__` for `async for`."""
    awaitable = AWAIT(ceval_ops.get_anext(aiter))


@inst("awaitable, exc --")
def END_ASYNC_FOR(awaitable, exc):
    """End an `async for` on StopAsyncIteration; raise anything else again."""
    if not PyErr_GivenExceptionMatches(exc, PyExc_StopAsyncIteration):
        exc.ob_refcnt += 1
        raise PyReraise(exc)
    DECREF(awaitable)
    DECREF(exc)


@inst("sub_iter, last_sent, exc -- none, value")
def CLEANUP_THROW(sub_iter, last_sent, exc):
    """After throw() into a delegate: its StopIteration becomes the result."""
    if not PyErr_GivenExceptionMatches(exc, PyExc_StopIteration):
        exc.ob_refcnt += 1
        raise PyReraise(exc)
    none = Py_None
    value = ceval_ops.stop_iteration_value(exc)
    DECREF(sub_iter)
    DECREF(last_sent)
    DECREF(exc)


# ---- pattern matching ---------------------------------------------------------------------------------------------


@inst("obj -- obj, res")
def GET_LEN(obj):
    """Push the length of the subject."""
    res = AWAIT(patma.get_len(obj))


@inst("subject, cls, names -- attrs")
def MATCH_CLASS(subject, cls, names, oparg):
    """The attributes that a class pattern asks for, or None."""
    attrs = AWAIT(patma.match_class(subject, cls, oparg, names))
    DECREF(subject)
    DECREF(cls)
    DECREF(names)


@inst("subject -- subject, res")
def MATCH_MAPPING(subject):
    """Whether the subject is a mapping."""
    res = Py_True if subject.ob_type.value.tp_flags & Py_TPFLAGS_MAPPING else Py_False


@inst("subject -- subject, res")
def MATCH_SEQUENCE(subject):
    """Whether the subject is a sequence."""
    res = Py_True if subject.ob_type.value.tp_flags & Py_TPFLAGS_SEQUENCE else Py_False


@inst("subject, keys -- subject, keys, values")
def MATCH_KEYS(subject, keys):
    """The values of a mapping pattern's keys as a tuple, or None."""
    values = AWAIT(patma.match_keys(subject, keys))
