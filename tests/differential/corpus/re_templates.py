"""Replacements of re.sub that are no str or bytes; the types of re cannot be changed."""
import array
import re


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


for template in (bytearray(b"a"), bytearray(rb"[\g<0>]"), memoryview(rb"<\1>"), array.array("b", b"z"),
                 memoryview(b"q"), 1, None, bytearray(rb"\9"), rb"\1\1"):
    attempt(re.sub, b"(y)", template, b"xyz")
    attempt(re.compile(b"(y)").subn, template, bytearray(b"xyzy"))
    attempt(re.search(b"(y)", b"xyz").expand, template)
attempt(re.sub, "y", bytearray(b"a"), "xyz")


def change(cls):
    cls.foo = 1


for cls in (re.Match, re.Pattern, type(re.compile("").scanner("")), type(re._compile_template(re.compile(""), r"\g<0>"))):
    attempt(change, cls)
    attempt(cls)
