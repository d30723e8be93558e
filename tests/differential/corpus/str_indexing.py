s = "abcdefgh"
print(s[0], s[-1], s[2:5], s[:3], s[-3:], s[::2], s[::-1], s[5:1:-1], s[10:], s[-100:2], s[1:100:3])
print([c for c in s if c > "d"], list(reversed(s)), sorted("hello"), max(s), min(s), tuple("ab"))
for f in (lambda: s[8], lambda: s[-9], lambda: s["a"], lambda: s[1.0], lambda: s[::0], lambda: s.index("z"),
          lambda: s[None], lambda: "".join([1]), lambda: "a" + None, lambda: "a" * "b", lambda: s.split("")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)
try:
    s.foo = 1
except AttributeError as e:
    print(e)
