import re, string, textwrap

print(re.findall(r"(\w+)=(\d+)", "a=1, bc=22 d=x"), re.sub(r"(\w)(\w)", r"\2\1", "abcdef"), re.split(r"[,; ]+", "a, b;c d"))
m = re.match(r"(?P<year>\d{4})-(?P<month>\d\d)(-(\d\d))?", "2024-05 rest")
print(m, m.groups(), m.groupdict(), m["year"], m.span("month"), m.lastgroup, m.lastindex, m.regs, m.expand(r"\g<month>/\1"))
print(re.sub(r"\d+", lambda m: str(int(m[0]) * 2), "a1b22c"), re.subn("x", "y", "axbx", count=1))
p = re.compile(r"a.c", re.I | re.S)
print(p, p.flags, p.groups, p.pattern, p.fullmatch("A\nC"), p.search("xxabc", 1, 5), p == re.compile("a.c", re.S | re.I))
for bad in ("(", "[a", "a**", "(?P<1>a)", r"\1", "(?z)", "a{2,1}", "(?<=a+)b"):
    try:
        re.compile(bad)
    except re.error as e:
        print(repr(bad), e, e.pos, e.lineno, e.colno)
print([m.span() for m in re.finditer(r"\b\w", "one two")], re.escape("a.b*c"), re.purge())
for call in (lambda: m.group(9), lambda: m["none"], lambda: re.match("a", 3), lambda: re.match(b"a", "a"), lambda: re.sub("a", 3, "a")):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
print(re.match(rb"(.)(.)", b"ab").groups(), re.findall("", "ab"), re.split("(-)", "a-b-c", maxsplit=1), re.split("", "ab"))
s = re.compile("[a-z]").scanner("ab1")
print(s.match(), s.match(), s.match())
print(textwrap.fill("the quick brown fox jumps over the lazy dog " * 2, 30), textwrap.dedent("  a\n    b\n"), textwrap.shorten("hello wide world", 12))
print(string.Template("$who has ${n}$$").substitute(who="x", n=3), string.capwords("a b"), string.Formatter().format("{0!r:>6}{k[0]}", "s", k=[1]))
print(re.RegexFlag.I | re.M, re.NOFLAG, re.X)
text = "\u00e9t\u00e9 \u0130"
print(re.findall(r"\w+", text), re.findall(r"\w+", text, re.A), re.sub("(?i)\u00c9", "e", text))
