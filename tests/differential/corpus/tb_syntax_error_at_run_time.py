source = "def f(:\n    pass\n"
try: compile(source, "given.py", "exec")
except SyntaxError as e: print(e, e.lineno, e.offset, e.text, e.end_offset, e.msg, e.filename, e.args)
for s in ("x = ", "if True\n  pass", "print 'x'", "a b", "1 = x", "f(x=1, 2)", "'abc", "(", ")", "def", "return 5", "break", "x = = 1", "for x y", "class", "lambda:", "  x = 1", "if 1:\nx", "f(**a, *b)", "nonlocal x", "async def", "'''abc", "x := 1", "del f()", "import", "from x import *\nyield", "a = 08", "1a", "\x00", "@", "try: pass", "else: pass", "x = {1:}", "x = [1,,2]", "def f(a, a): pass", "def f(a=1, b): pass", "global x\nx = 1\nglobal x", "f'{'", "f'{a b}'", "await x", "\tif 1:\n        x\n\ty", "None = 1", "True += 1", "f() = 1", "a + b = c", "*a", "print(a, b", "x = 'a\nb'", "é = 1 1", "0777", "1__0", "\\x", "raise from x", "assert", "with open() as 5: pass"):
    try: compile(s, "<s>", "exec"); print("compiled", repr(s))
    except SyntaxError as e: print(type(e).__name__, "|", e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
    except ValueError as e: print("ValueError", e)
exec("a = 1\nif a:\n    b = (1,\n    c = 2\n")
