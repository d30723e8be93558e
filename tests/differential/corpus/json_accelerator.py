"""The module _json: its scanner and encoder called directly, their hooks, errors and limits."""
import json
import sys
import types

import _json


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except RecursionError as e:
        print("RecursionError", str(e)[:60])
    except Exception as e:
        print(type(e).__name__, e)


def hook(value):
    print("hook", value)
    return value


for text in ('"abc', '"a\\', '"a\\x"', '"\\u12"', '"\\u12g4"', '"\\ud83d\\ude00"', '"\\ud83d\\u0041"',
             '"\\ud83dx"', '"\\ud83d\\uzzzz"', '"tab\t"', '"plain" rest', '""', '"\\u0000\\/\\b"'):
    attempt(_json.scanstring, text, 1)
    attempt(_json.scanstring, text, 1, False)
attempt(_json.scanstring, "x", 5)
attempt(_json.scanstring, b"x", 1)
attempt(_json.scanstring, "x")
attempt(_json.scanstring, "x", 1, 1, 1)
attempt(_json.scanstring, "x", end=1)
for text in ("a\x7f\u20ac\U0001f600\n\"\\", "", b"", 1):
    attempt(_json.encode_basestring, text)
    attempt(_json.encode_basestring_ascii, text)

context = types.SimpleNamespace(
    strict=True, object_hook=hook, object_pairs_hook=None, parse_float=hook, parse_int=int,
    parse_constant=hook)
scanner = _json.make_scanner(context)
print(scanner.strict, scanner.parse_int, scanner.object_pairs_hook, type(scanner))
TEXTS = ('{"a": [1, 2.5, {}], "b": NaN, "c": -Infinity, "a": null}', "[]", "{}", " 1", "[1,]", '{"a":1,}',
         "[1 2]", '{"a" 1}', '{a:1}', "{1:2}", "[", "{", '{"a":', '{"a":1', "[1", "-", "-x", "01", "1.", "1e",
         "1.5e+3x", "nul", "true", "falsey", "Infinity", "Inf", "", "[\n1\t,\r2 ]", "1" * 5000)
for text in TEXTS:
    attempt(scanner, text, 0)
attempt(scanner, "1", -1)
attempt(scanner, b"1", 0)
attempt(scanner, idx=1, string="12")
attempt(scanner, "1")
attempt(_json.make_scanner, object())
context.object_pairs_hook = hook
attempt(_json.make_scanner(context), '{"x": {"y": 1}, "z": []}', 0)
context.object_pairs_hook = lambda pairs: 1 / 0
attempt(_json.make_scanner(context), '[[{"x": {"y": 1}}]]', 0)
attempt(json.loads, "[" * 200_000)
attempt(json.loads, '{"a":' * 200_000)


def encoder(obj, markers=None, default=hook, encoder=_json.encode_basestring, indent=None, key=": ",
            item=", ", sort=False, skip=False, nan=True):
    make = _json.make_encoder(markers, default, encoder, indent, key, item, sort, skip, nan)
    return make(obj, 0)


class Strange(dict):
    def items(self):
        return [(2, 1), (1, "b")]


DATA = {"a": [1, 2.5, None, True, (), [], {}], 2: "\u20ac", None: float("inf"), 1.5: {"x": [False]}}
for options in ({}, {"indent": "--"}, {"markers": {}}, {"encoder": lambda s: f"<{s}>"}, {"sort": True},
                {"nan": False}, {"encoder": lambda s: 1}):
    attempt(encoder, DATA, **options)
attempt(encoder, Strange(x=1))
attempt(encoder, Strange(x=1), sort=True, indent=" ")
attempt(encoder, {(1,): 2})
attempt(encoder, {(1,): 2, "k": 3}, skip=True)
attempt(encoder, {1j: 2})
loop = []
loop.append(loop)
attempt(encoder, loop, markers={})
attempt(encoder, loop)
attempt(encoder, {"a": loop}, markers={})
attempt(encoder, object, markers={}, default=lambda o: [o])
attempt(encoder, object, default=lambda o: 1 / 0)
attempt(encoder, object, default=lambda o: {"ok": [str(o)]})
attempt(encoder, 1, key=b"")
attempt(encoder, 1, markers=[])
attempt(_json.make_encoder)
made = _json.make_encoder(None, hook, str, None, ":", ",", 1, 0, 1)
print(made.markers, made.default is hook, made.encoder, made.indent, made.key_separator,
      made.item_separator, made.sort_keys, made.skipkeys, type(made))
attempt(made)

grow = [1]


def add(o):
    if len(grow) < 4:
        grow.append(object())
    return len(grow)


grow.append(object())
attempt(encoder, grow, default=add)
print(json.dumps(DATA, indent=1), json.loads(json.dumps({"k": [1, {"z": "\ud800"}]})))
