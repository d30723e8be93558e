"""The module _opcode: stack effects, kinds of opcodes, names; arguments of every kind."""

import _opcode


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as exc:
        print(type(exc).__name__, exc)


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        if self.value is None:
            raise ZeroDivisionError("no index")
        return self.value


POSITIONAL = [
    (), (100,), (100, 1), ("x",), (100, "x"), (1 << 40,), (100, 1 << 70), (100, 1 << 40), (Index(100),),
    (100, Index(100)), (Index(None),), (100, Index(None)), (1.5,), (100, 1.5), (True,), (-5,), (9999,),
    (100, 1, 1), (_opcode,), (100, None),
]
for args in POSITIONAL:
    attempt(_opcode.stack_effect, *args)
for kwargs in ({"jump": 1}, {"jump": True}, {"jump": None}, {"oparg": 1}):
    attempt(_opcode.stack_effect, 100, 1, **kwargs)

for name in ("is_valid", "has_arg", "has_const", "has_name", "has_jump", "has_free", "has_local", "has_exc"):
    function = getattr(_opcode, name)
    print(name, [opcode for opcode in range(-3, 600) if function(opcode)])
    for args in ((), ("x",), (1 << 40,), (Index(100),), (Index(None),), (1, 2), (1.0,)):
        attempt(function, *args)
    attempt(function, opcode=3)

print(_opcode.get_nb_ops())
print(_opcode.get_intrinsic1_descs(), _opcode.get_intrinsic2_descs(), _opcode.get_specialization_stats())
code = attempt.__code__
for args in ((), (1, 3), (code, 3), (code, "x"), (code, 1 << 50), (code, Index(None))):
    attempt(_opcode.get_executor, *args)
attempt(_opcode.get_executor, code=code, offset=3)


def effect(*args, jump):
    try:
        return _opcode.stack_effect(*args, jump=jump)
    except ValueError as exc:
        return str(exc)


for opcode in range(300):
    print(opcode, [[effect(opcode, arg, jump=jump) for jump in (None, True, False)] for arg in (None, 0, 1, 3, 300)])
