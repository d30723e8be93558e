import six
from six.moves import urllib, zip_longest

print(six.PY3, six.text_type, list(six.iteritems({"a": 1})), six.ensure_str(b"x"), six.moves.range(3))
print(urllib.parse.quote("a b"), list(zip_longest([1], [2, 3])), six.moves.reduce(lambda a, b: a + b, [1, 2]))


@six.add_metaclass(type("M", (type,), {}))
class C:
    pass


print(type(C).__name__, isinstance(C(), C))
try:
    six.raise_from(ValueError("x"), KeyError("y"))
except ValueError as err:
    print(repr(err.__cause__))
