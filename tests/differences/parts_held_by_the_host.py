"""A context's variables and a text stream's codecs are held by the host, so a cycle through them has fewer objects.

Why: CPython keeps the variables of a context in a tree of containers (Python/hamt.c), and the incremental codecs of
a text stream are objects of their own; each is one more in what gc.collect() returns. Here a dict and the
codecs of the host do that work, for speed.
"""
import contextvars
import gc
import io


class Node:
    pass


gc.collect()
node = Node()
variable = contextvars.ContextVar("variable")
node.context = contextvars.Context()
node.context.run(variable.set, node)
del node
print("context", gc.collect())

raw = io.BytesIO()
raw.text = io.TextIOWrapper(raw, encoding="utf-8")
del raw
print("text", gc.collect())
