"""Code objects compare by the types and signs of their constants; an instruction that nobody knows."""


def foo():
    pass


foo.__code__ = foo.__code__.replace(co_code=b"\xe5" + foo.__code__.co_code[1:])
try:
    foo()
except SystemError as e:
    print(e)


class Hashing:
    asked = 0

    def __hash__(self):
        Hashing.asked += 1
        if Hashing.asked == 6:
            raise ZeroDivisionError
        return 3

    def __eq__(self, other):
        return True


def f():
    return 1


def check(x, y):
    c = f.__code__.replace(co_consts=(1, x, 2))
    d = f.__code__.replace(co_consts=(1, y, 2))
    try:
        print(c == d, c != d, hash(c) == hash(d))
    except Exception as e:
        print(type(e))


code = f.__code__
check(frozenset({code}), frozenset({code}))
check((1.0, (frozenset({code, (code,)}),)), (1.0, (frozenset({code, (code,)}),)))
check(frozenset({0.0}), frozenset({-0.0}))
check((0.0,), (-0.0,))
check((0j,), (-0j,))
check((0j,), (complex(0, -0.0),))
check((1,), (True,))
check((1,), (1.0,))
instance = Hashing()
check(frozenset({instance}), frozenset({instance}))
check((instance,), (Hashing(),))
check(frozenset({(instance,)}), frozenset({(instance,)}))
check(frozenset({(instance,)}), frozenset({(instance,)}))
