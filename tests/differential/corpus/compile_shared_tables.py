"""Code objects share equal tables of lines and handlers: in one compilation, and when they are read back."""

import marshal


def f1(x):
    return x.y.z


def f2(a):
    return a.b.c


print(f1.__code__.co_linetable is f2.__code__.co_linetable)
print(f1.__code__.co_exceptiontable is f2.__code__.co_exceptiontable)
source = "f1 = lambda x: x.y.z\nf2 = lambda a: a.b.c\ndef f(x):\n  try: pass\n  except E: pass\n"
code = compile(source, "f", "exec")
again = marshal.loads(marshal.dumps(code))
first, second, *_ = [const for const in again.co_consts if hasattr(const, "co_code")]
print(first.co_linetable is second.co_linetable, first.co_exceptiontable is second.co_exceptiontable)
print(marshal.dumps(code) == marshal.dumps(again), marshal.dumps(again))
