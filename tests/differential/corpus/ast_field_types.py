"""Nodes of syntax trees: types of fields, defaults of what is left out; sets in sets as constants."""

import ast
import warnings

warnings.simplefilter("always")
for cls in (
    ast.arguments,
    ast.Constant,
    ast.Load,
    ast.Global,
    ast.Call,
    ast.Attribute,
    ast.Module,
    ast.match_case,
    ast.TypeIgnore,
    ast.BinOp,
):
    print(cls, cls._field_types, cls.__annotations__ is cls._field_types)
print(hasattr(ast.AST, "_field_types"), hasattr(ast.expr, "_field_types"))


class A(ast.AST):
    _fields = ("a", "b")
    _field_types = {"a": int | None, "b": str}


class B(ast.AST):
    _fields = ("a", "b")


class C(ast.AST):
    _fields = ("a", "b", "c")
    _field_types = {"a": list[int], "b": int | None}
    a: list[int] = None


class D(ast.AST):
    _fields = ("a",)
    _field_types = 3


class E(ast.AST):
    _fields = ("a",)
    _field_types = {"a": ast.expr_context}


def t(f, *a, **k):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try:
            x = f(*a, **k)
            print(f.__name__, x.__dict__.keys())
        except Exception as e:
            print(type(e), e)
        print([str(i.message) for i in w])


t(A)
t(A, a=1)
t(A, b="x")
t(B)
t(C)
t(C, 1, 2, 3)
t(D)
t(E)
t(ast.FunctionDef)
t(ast.Name)
t(ast.Name, "x")
t(ast.arguments)
print(ast.dump(ast.arguments()), ast.dump(ast.Name("x")))
v = frozenset({frozenset({frozenset({frozenset({1}), 2}), 2}), 2})
e = ast.Expression(ast.Constant(v))
ast.fix_missing_locations(e)
r = eval(compile(e, "f", "eval"))
print(r == v, len(r), {type(x).__name__ for x in r})
