# What marshal writes of frozensets among the constants: made anew for each code object where a member is interned.
import marshal

texts = [
    "def f(x): return x in {'alpha_one', 'list'}\ndef g(x): return x in {'alpha_one', 'list'}\n",
    "def f(x): return x in {'+inf', 'alpha_two'}\ndef g(x, alpha_two): return x in {'+inf', 'alpha_two'}\n",
    "def f(x): return x in {'\\t', ' ', '+-'}\ndef g(x): return x in {'\\t', ' ', '+-'}\n",
    "def f(x): return x in {1, 2.5, None, (1, 'q r')}\ndef g(x): return x in {1, 2.5, None, (1, 'q r')}\n",
    "g(keyword_one=1)\ndef f(x): return x in {'keyword_one', 'beta_one'}\n",
    "a = {('s', 't'), 's'} == x in {('s', 't')}\nb = [x in {('s', 't')}]\n",
    "def f(a, b): return (1, 'a', 'b'), ('a', 'b'), a.b\ndef g(a, b): pass\n",
    "def f():\n class K: pass\n class K: x = 'f.<locals>.K'\n return K\n",
]
for text in texts:
    code = compile(text, "name", "exec")
    data = marshal.dumps(code)
    print(data)
    print(marshal.dumps(marshal.loads(data)))
    print(marshal.loads(data) == code)
for value in ({"p q"}, frozenset({("p q", 2.5), "r"}), [frozenset({1.5})] * 2):
    print(marshal.dumps(value))
