"""Random object graphs: cycles, finalisers, weak references, resurrection, collections at any moment.

A program is a sequence of steps over a few global names; after each step it prints `gc.get_count()`. Finalisers
and callbacks print when they run, and what they can still see.
"""

from hypothesis import given
from hypothesis import strategies as st

from tests.differential.oracle import assert_same, generated

PRELUDE = '''\
import gc, sys, _weakref
gc.disable()
saved = []
refs = []
watch = {}

class Node:
    def __init__(self, name):
        self.name = name
        watch[name] = _weakref.ref(self)

class Fin(Node):
    def __del__(self):
        print("del", self.name, alive(), sorted(self.__dict__))

class Phoenix(Node):
    def __del__(self):
        print("phoenix", self.name, alive())
        if len(saved) < 3:
            saved.append(self)

class Maker(Node):
    def __del__(self):
        print("maker", self.name)
        self.again = [self, Node(self.name + "'")]
        self.again = None

class Breaker(Node):
    def __del__(self):
        print("breaker", self.name)
        for other in list(vars(self).values()):
            if isinstance(other, Node):
                other.__dict__.clear()
        raise ValueError(self.name)

class Slotted:
    __slots__ = ("name", "a", "b", "__weakref__")
    def __init__(self, name):
        self.name = name
        watch[name] = _weakref.ref(self)
    def __del__(self):
        print("slotted", self.name, alive(), hasattr(self, "a"), hasattr(self, "b"))

class List(list):
    def __init__(self, name):
        self.name = name
        watch[name] = _weakref.ref(self)
    def __del__(self):
        print("list", self.name, alive(), len(self))

class Error(Exception):
    def __init__(self, name):
        self.name = name
        watch[name] = _weakref.ref(self)
    def __del__(self):
        print("error", self.name, alive())

def alive():
    return "".join(name for name, ref in sorted(watch.items()) if ref() is not None)

def callback(label):
    def call(ref):
        print("callback", label, ref() is None, alive())
    return call

def generator(*held):
    try:
        yield held
    finally:
        print("generator closed", len(held), alive())

def closure(*cells):
    def inner():
        return cells
    return inner

def catch(error):
    try:
        raise error
    except Error as caught:
        return caught

gc.collect()
'''
KINDS = ("Node", "Fin", "Phoenix", "Maker", "Breaker", "Slotted", "List", "Error")
NAMES = tuple("pqrst")

names = st.sampled_from(NAMES)
labels = st.integers(0, 9)


def steps():
    """One step: a template and what fills it."""
    made = st.sampled_from(KINDS)
    field = st.sampled_from("ab")
    return st.one_of(
        st.builds("{0} = {1}({2!r})".format, names, made, st.sampled_from("ABCDEFGHIJ")),
        st.builds("{0} = [{1}, {2}]".format, names, names, names),
        st.builds("{0} = ({1}, {2})".format, names, names, names),
        st.builds("{0} = {{1: {1}, 'k': {2}}}".format, names, names, names),
        st.builds("{0} = closure({1}, {2})".format, names, names, names),
        st.builds("{0} = generator({1}, {2})\nnext({0})".format, names, names, names),
        st.builds("{0} = {1}".format, names, names),
        st.builds("{0} = None".format, names),
        st.builds("{0} = {{id({0}): {1}}}.values()".format, names, names),
        st.builds("{0} = iter([{1}, {2}])".format, names, names, names),
        st.builds("try: {0}.{1} = {2}\nexcept AttributeError: print('no')".format,
                  names, field, names),
        st.builds("try: del {0}.{1}\nexcept AttributeError: print('no')".format, names, field),
        st.builds("if isinstance({0}, list): {0}.append({1})".format, names, names),
        st.builds("if isinstance({0}, list): del {0}[:1]".format, names),
        st.builds("if isinstance({0}, list): {0}.clear()".format, names),
        st.builds("if isinstance({0}, Error): {0} = catch({0})".format, names),
        st.builds("try: refs.append(_weakref.ref({0}))\nexcept TypeError: print('no')".format, names),
        st.builds("try: refs.append(_weakref.ref({0}, callback({1})))\n"
                  "except TypeError: print('no')".format, names, labels),
        st.builds("try: {0} = _weakref.ref({1}, callback({2}))\n"
                  "except TypeError: print('no')".format, names, names, labels),
        st.builds("try: {0}.{1} = _weakref.ref({2}, callback({3}))\n"
                  "except (TypeError, AttributeError): print('no')".format,
                  names, field, names, labels),
        st.just("refs.clear()"),
        st.just("saved.clear()"),
        st.builds("print('collected', gc.collect({0}))".format, st.integers(0, 2)),
        st.builds("print(sys.getrefcount({0}), gc.is_tracked({0}))".format, names),
        st.builds("print(len(gc.get_referents({0})))".format, names),
    )


@generated(60)
@given(st.lists(steps(), min_size=4, max_size=24))
def test_random_graphs(program):
    body = "".join(f"{step}\nprint(gc.get_count())\n" for step in program)
    assert_same(
        PRELUDE + "".join(f"{name} = None\n" for name in NAMES) + body
        + "print('end', alive())\nfor n in 'pqrst': globals()[n] = None\n"
        "print(gc.collect(), gc.get_count(), alive(), len(gc.garbage))\n"
        "saved.clear()\nprint(gc.collect(), gc.get_count(), alive())\n")
