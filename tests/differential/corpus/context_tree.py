"""The tree behind a context: shapes, keys with hashes and comparisons of their own, errors, cycles, iterators."""

import contextvars
import gc
import sys
import weakref
from _testinternalcapi import hamt

log = []


class Key:
    failing = None

    def __init__(self, hash_value, name):
        self.hash_value = hash_value
        self.name = name

    def __hash__(self):
        log.append(f"hash {self.name}")
        if Key.failing == f"hash {self.name}":
            raise ValueError(Key.failing)
        return self.hash_value

    def __eq__(self, other):
        log.append(f"eq {self.name} {other.name}")
        if Key.failing == f"eq {self.name}":
            raise ValueError(Key.failing)
        return self.name == other.name

    def __repr__(self):
        return self.name


def shape(node):
    """The nodes below a tree, by what the collector sees."""
    return type(node).__name__, [
        shape(x) if type(x).__name__.startswith("hamt") else x for x in gc.get_referents(node)]


def told(f, *args):
    log.clear()
    try:
        res = f(*args)
    except Exception as error:
        res = f"{type(error).__name__}: {error}"
    print(res if not isinstance(res, hamt_type) else shape(res), log)
    return res


empty = hamt()
hamt_type = type(empty)
print(hamt() is empty, hamt_type(1, x=2) is empty, len(empty), hamt_type.__name__, hamt_type.__module__)
a, b, c, d, e = Key(1, "a"), Key(1, "b"), Key(33, "c"), Key(1 + (1 << 32), "d"), Key(2, "e")
tree = told(empty.set, a, 1)
tree = told(tree.set, b, 2)
tree = told(tree.set, c, 3)
tree = told(tree.set, d, 4)
tree = told(tree.set, e, 5)
print(told(tree.set, Key(1, "b"), 2) is tree, told(tree.set, Key(1, "b"), 20) is tree)
for key in (a, b, c, d, e, Key(1, "z"), Key(65, "y"), Key(3, "x"), [], 7):
    told(tree.get, key)
    told(tree.get, key, "no")
    told(lambda key: tree[key], key)
    told(lambda key: key in tree, key)
for failing in ("hash b", "eq b", "hash a", "eq a", "hash c", "eq c", "hash e"):
    Key.failing = failing
    for f in (tree.get, tree.delete, lambda key: tree.set(key, 1), lambda key: empty.set(c, 3).set(key, 1)):
        for key in (b, Key(33, "q")):
            told(f, key)
Key.failing = None
print(list(tree), list(tree.items()), list(tree.values()), list(tree.keys()))
it = tree.items()
print(type(it).__name__, len(it), next(it), gc.is_tracked(it), list(it), next(it, None), len(it))
other = empty
for key, value in reversed(list(tree.items())):
    other = other.set(key, value)
print(other == tree, tree == other.set(a, 2), tree != other, tree == empty, tree == 1)
for key in (e, Key(9, "n"), b, a, d, d, c):
    tree = told(tree.delete, key)
print(tree is empty)
for bad in (lambda: hash(tree), lambda: tree.set(1), lambda: tree.get(), lambda: tree.set(1, v=2), lambda: tree["k"],
            lambda: tree.delete(1, 2)):
    told(bad)

# an array node, and back
big = empty
for i in range(40):
    big = big.set(i * 3, i)
print(shape(big)[1][0][0], len(big), sorted(big), sys.getsizeof(big), big.get(39), big.get(40))
for i in range(40):
    small = big.delete(i * 3)
    if i % 5 == 0:
        big = small
    assert len(small) == 39 - (i + 4) // 5, (i, len(small))
print(shape(big)[1][0][0])
for key in sorted(big)[:20]:
    big = big.delete(key)
print(shape(big)[1][0][0], list(big.items()))
print([sys.getsizeof(x) for x in gc.get_referents(big)], sys.getrefcount(big))


# cycles
class Holder:
    pass


holder = Holder()
holder.tree = empty.set("self", holder).set("x", empty.set(1, holder))
dead = weakref.ref(holder), weakref.ref(holder.tree)
del holder
gc.collect()
print([r() for r in dead])

# contexts share trees
var, second = contextvars.ContextVar("var", default=0), contextvars.ContextVar("second")
ctx = contextvars.copy_context()


def inside():
    token = var.set(1)
    copy = contextvars.copy_context()
    second.set(2)
    now = contextvars.copy_context()
    print(len(copy), len(now), copy == ctx, now == copy, now == contextvars.copy_context(), now[second], second in copy)
    print(sorted(v.name for v in now), sorted(now.values()), type(iter(now)).__name__, type(now.items()).__name__)
    print(gc.get_referents(copy)[0] is gc.get_referents(copy.copy())[0], len(gc.get_referents(copy)))
    var.reset(token)
    print(var.get(), var in contextvars.copy_context(), copy[var], copy.get(second), copy.get(second, 5))


ctx.run(inside)
print(len(ctx), ctx[second], var.get(), second.get(None))


class Equal:
    def __eq__(self, other):
        second.set(3)
        return True


one, two = contextvars.Context(), contextvars.Context()
one.run(second.set, Equal())
two.run(second.set, Equal())
print(contextvars.Context().run(lambda: (one == two, second.get())), gc.is_tracked(contextvars.ContextVar("untracked")),
      gc.is_tracked(contextvars.ContextVar("tracked", default=[])))


class Name(str):
    def __hash__(self):
        log.append("hash of the name")
        return 5


log.clear()
named = contextvars.ContextVar(Name("named"))
contextvars.Context().run(named.set, 1)
print(log, named.get(None), {named: 1}[named])


class Node:
    pass


gc.collect()
node = Node()
node.context = contextvars.Context()
node.context.run(second.set, node)
del node
print(gc.collect())
