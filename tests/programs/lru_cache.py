"""An LRU cache: a dictionary for speed, a doubly linked list for the order of use.

The dictionary finds a node at once; the list knows which node was used longest ago.
Two dummy nodes at the ends save every test for an empty list.
"""


class Node:
    """One entry of the cache, linked to its neighbours."""

    __slots__ = ("key", "value", "older", "newer")

    def __init__(self, key=None, value=None):
        self.key = key
        self.value = value
        self.older = None
        self.newer = None


class LRUCache:
    """Keeps the last `capacity` entries that were used."""

    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.nodes = {}
        self.oldest = Node()
        self.newest = Node()
        self.oldest.newer = self.newest
        self.newest.older = self.oldest
        self.hits = 0
        self.misses = 0

    def _unlink(self, node):
        node.older.newer = node.newer
        node.newer.older = node.older

    def _append(self, node):
        last = self.newest.older
        last.newer = node
        node.older = last
        node.newer = self.newest
        self.newest.older = node

    def __len__(self):
        return len(self.nodes)

    def __contains__(self, key):
        return key in self.nodes

    def __iter__(self):
        node = self.oldest.newer
        while node is not self.newest:
            yield node.key
            node = node.newer

    def get(self, key, default=None):
        node = self.nodes.get(key)
        if node is None:
            self.misses += 1
            return default
        self.hits += 1
        self._unlink(node)
        self._append(node)
        return node.value

    def put(self, key, value):
        node = self.nodes.get(key)
        if node is not None:
            node.value = value
            self._unlink(node)
        else:
            if len(self.nodes) == self.capacity:
                victim = self.oldest.newer
                self._unlink(victim)
                del self.nodes[victim.key]
            node = self.nodes[key] = Node(key, value)
        self._append(node)

    def __repr__(self):
        inside = ", ".join(f"{key!r}: {self.nodes[key].value!r}" for key in self)
        return f"LRUCache({inside})"


cache = LRUCache(3)
for number, word in enumerate(["zero", "one", "two"]):
    cache.put(word, number)
print(cache)

cache.get("zero")
cache.put("three", 3)
print(cache, "one" in cache, len(cache))


def slow_square(n):
    """A function worth caching."""
    result = cache.get(n)
    if result is None:
        result = n * n
        cache.put(n, result)
    return result


print([slow_square(n) for n in [0, 1, 0, 2, 0, 3, 0, 1, 0, 3]])
print("hits", cache.hits, "misses", cache.misses)
print(list(cache))

try:
    LRUCache(0)
except ValueError as error:
    print("refused:", error)
