"""Deep and wide programs are compiled, or refused with CPython's own error; the code of some is run."""


def nested(opening, inner, closing):
    return lambda n: opening * n + inner + closing * n


def blocks(opening):
    return lambda n: "".join(" " * i + opening + "\n" for i in range(n)) + " " * n + "pass"


KINDS = {
    "not": nested("not ", "x", ""), "minus": nested("-", "1", ""), "sum": lambda n: "+".join("x" * n),
    "const sum": lambda n: "+".join("1" * n), "strings": lambda n: "+".join(["'a'"] * n),
    "power": nested("x ** ", "x", ""), "attributes": nested("", "x", ".a"), "calls": nested("", "x", "()"),
    "methods": nested("", "x", ".m()"), "items": nested("", "x", "[0]"), "lambda": nested("lambda: ", "x", ""),
    "conditional": nested("a if b else ", "x", ""), "comparison": lambda n: "<".join("x" * n),
    "and": lambda n: " and ".join("x" * n), "fors": lambda n: "[x " + "for x in y " * n + "]",
    "elif": lambda n: "if a: b\n" + "elif a: b\n" * n, "handlers": lambda n: "try: a\n" + "except E: b\n" * n,
    "targets": nested("a = ", "x", ""), "decorators": lambda n: "@d\n" * n + "def f(): pass",
    "or pattern": lambda n: "match x:\n case " + "|".join(map(str, range(n))) + ": pass",
    "parentheses": nested("(", "x", ")"), "lists": nested("[", "x", "]"), "f-strings": nested("f'{", "x", "}'"),
    "walrus": nested("(a := ", "x", ")"), "patterns": lambda n: "match x:\n case " + "[" * n + "]" * n + ": pass",
    "functions": blocks("def f():"), "classes": blocks("class C:"), "ifs": blocks("if x:"),
    "loops": blocks("while x:"), "with": lambda n: "with " + ",".join("x" * n) + ": pass",
}


def shape(code):
    todo, units, check = [code], 0, 0
    for code in todo:
        units += len(code.co_code)
        check = (check * 31 + sum(code.co_code) + sum(code.co_linetable) + code.co_stacksize) % 1000003
        todo += [const for const in code.co_consts if type(const) is type(code)]
    return len(todo), units, check


for kind, make in KINDS.items():
    for depth in (21, 90, 1500):
        try:
            result = shape(compile(make(depth), "<deep>", "exec"))
        except SyntaxError as err:
            result = type(err).__name__, err.msg, err.lineno, err.offset, err.end_lineno, err.end_offset
        except (RecursionError, MemoryError) as err:
            result = type(err).__name__, str(err)
        print(kind, depth, result)

for kind in ("sum", "attributes", "lambda"):
    try:
        print(kind, shape(compile(KINDS[kind](20_000), "<deep>", "exec")))
    except (RecursionError, MemoryError) as err:
        print(kind, type(err).__name__, err)

names = {"x": 1}
exec("y = " + "+".join("x" * 3000), names)
print(names["y"])
exec("y = " + "not " * 999 + "x", names)
print(names["y"])
exec("a = x\n" + "if a == 0: y = 0\n" + "".join(f"elif a == {i}: y = {i}\n" for i in range(1000, 0, -1)), names)
print(names["y"])
exec("y = [" + ",".join(map(str, range(5000))) + "]; z = (lambda *a: sum(a))(" + ",".join("x" * 500) + ")", names)
print(len(names["y"]), sum(names["y"]), names["z"])
exec("def f():\n" + "".join(f"    a{i} = {i}\n" for i in range(300)) + "    while a299:\n        a299 -= 1\n"
     + "".join(f"        a{i} += a{i + 1}\n" for i in range(290)) + "        if a0 > 10**6: break\n"
     + "    else:\n        return None\n    return a0, a299\n", names)
print(names["f"]())
for source in ("'a' * 10**9", "1 << 10**9", "(1,) * 10**6", "2 ** 10**9", "'%999999999d' % (1,)"):
    code = compile(source, "<large>", "eval")
    print(source, [const if type(const) is int and const < 10 else type(const).__name__ for const in code.co_consts])
