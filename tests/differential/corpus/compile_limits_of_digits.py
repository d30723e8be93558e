"""The limit of decimal digits holds for literals in source text; a singleton pattern goes to a tree and back."""

import ast
import sys

src = "a = 1\nc = " + "3" * 3000
sys.set_int_max_str_digits(2000)
try:
    compile(src, "f", "exec")
except SyntaxError as e:
    print(e, e.lineno, e.offset, e.end_lineno, e.end_offset)
for convert in (ast.literal_eval, int):
    try:
        convert("3" * 2001)
    except ValueError as e:
        print(e)
    except SyntaxError as e:
        print(str(e)[:100])
sys.set_int_max_str_digits(0)
ns = {}
exec("a = " + "7" * 5000, ns)
print(ns["a"] % 1000007)
sys.set_int_max_str_digits(4300)
tree = ast.parse("match x:\n  case None | True | False: pass")
print(ast.dump(tree))
print(compile(tree, "f", "exec").co_names)
