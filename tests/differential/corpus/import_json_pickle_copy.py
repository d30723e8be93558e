import copy, copyreg, json, pickle
from collections import OrderedDict, deque


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return vars(self) == vars(other)

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Slotted:
    __slots__ = ("a", "b")

    def __reduce__(self):
        return (make, (self.a, self.b))


def make(a, b):
    s = Slotted()
    s.a, s.b = a, b
    return s


data = {"a": [1, 2.5, None, True, "\xfc\u20ac"], "b": {"c": (1, 2)}, "n": -10**20, "e": []}
print(json.dumps(data), json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False))
print(json.loads('{"x": [1, 2, {"y": null}], "z": 1e3, "s": "a\\u00e9\\n"}'), json.loads("[]"), json.loads("NaN"))
for bad in ("{", "[1,]", '{"a" 1}', "nul", '"a', "[1] x"):
    try:
        print(json.loads(bad))
    except ValueError as e:
        print(type(e).__name__, e)
try:
    json.dumps(object())
except TypeError as e:
    print(e)
print(json.dumps([Point(1, 2)], default=vars), json.loads("1.5", parse_float=str))
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    for value in (data, Point(1, [2]), OrderedDict(a=1), deque([1, 2], 5), {1, 2}, frozenset("a"), b"x", 1j, len, int, range(3)):
        again = pickle.loads(pickle.dumps(value, protocol))
        if again != value:
            print(protocol, value, again)
s = pickle.loads(pickle.dumps(make(1, 2)))
print(s.a, s.b, type(s).__name__)
a = [1]
a.append(a)
b = copy.deepcopy(a)
print(b is not a, b[1] is b, copy.copy(a)[1] is a)
p = Point([1], {})
q, r = copy.copy(p), copy.deepcopy(p)
print(q.x is p.x, r.x is p.x, r == p, copy.replace is not None)
print(copyreg.dispatch_table is copyreg.dispatch_table, copyreg.__newobj__(Point).__class__.__name__, (1).__reduce_ex__(2)[0].__name__)
try:
    pickle.dumps(lambda: 1)
except Exception as e:
    print(type(e).__name__, "lambda" in str(e))
