"""Keywords whose names are of subclasses of str with comparisons of their own."""


class BadStr(str):
    def __eq__(self, other):
        return True
    def __hash__(self):
        return str.__hash__(self) ^ 3


class Loud(str):
    def __eq__(self, other):
        print("eq", str(self), str(other))
        return str.__eq__(self, other)
    __hash__ = str.__hash__


class Failing(str):
    def __eq__(self, other):
        raise ValueError(str(other))
    __hash__ = str.__hash__


def show(f, args, kw):
    try:
        print(f(*args, **kw))
    except Exception as err:
        print(type(err).__name__, err)


def py(a=1, *, foo=2):
    return a, foo


def anykw(**kw):
    return [(type(k).__name__, str(k), v) for k, v in kw.items()]


class Holder:
    def __init__(self, **kw):
        self.kw = [type(k).__name__ for k in kw]

    def method(self, a, *rest, **kw):
        return a, rest, [type(k).__name__ for k in kw]

    def __repr__(self):
        return repr(self.kw)


class Plain(str):
    pass


for cls in (Plain, BadStr, Loud, Failing):
    print("--", cls.__name__)
    show(print, (0, 1, ), {cls('foo'): ','})
    show(print, (0, 1, ), {cls('sepp'): ','})
    show(print, (0, 1, ), {cls('sep'): ','})
    show(round, (1.75, ), {cls('foo'): 1})
    show(round, (1.75, ), {cls('ndigits'): 1})
    show(round, (1.75, ), {cls('ndigits'): 1, cls('foo'): 2})
    show(sorted, ([2, 1], ), {cls('reverse'): 1})
    show(sorted, ([2, 1], ), {cls('rev'): 1})
    show([2, 1].sort, (), {cls('rev'): 1})
    show("a b".split, (), {cls('sep'): "a"})
    show("a b".split, (), {cls('sepa'): "a"})
    show(py, (), {cls('foo'): 1})
    show(py, (), {cls('a'): 1})
    show(py, (), {cls('b'): 1})
    show(anykw, (), {cls('b'): 1})
    if cls is not Failing:
        show(anykw, (), {cls('b'): 1, "b": 2})
        show(dict, (), {cls('b'): 1, "b": 2})
    show(Holder, (), {cls('b'): 1})
    show(Holder().method, (), {cls('b'): 1, 'a': 3, cls('c'): 2})
    show(py, (1,), {cls('a'): 1})
    show(int, (3, ), {cls('foo'): 1})
    show(str, (3, ), {cls('foo'): 1})
    show(min, (3, ), {cls('foo'): 1})
    show(enumerate, ([], ), {cls('foo'): 1})


class Attrs:
    pass


# An instance's dict whose table of keys holds one that was deleted.
attrs = Attrs()
attrs.x = 1
names = attrs.__dict__
print(list(names))
del attrs.x
attrs.y = 2
print(anykw(**names))
