import tomlkit

TEXT = '''# top
title = "x"  # why
[owner]
born = 1979-05-27T07:32:00Z
tags = ["a",
  "b",  # last
]
[[item]]
n = 1
[[item]]
n = 0x1F
'''
doc = tomlkit.parse(TEXT)
assert tomlkit.dumps(doc) == TEXT
doc["title"] = "y"
doc["owner"]["tags"].append("c")
doc["owner"].add(tomlkit.comment("end"))
doc["new"] = {"deep": {"k": 1.5}}
print(tomlkit.dumps(doc))
print(doc.unwrap())
for bad in ("a =", "a = 1\na = 2", "[x", "d = 2020-13-01"):
    try:
        tomlkit.parse(bad)
    except tomlkit.exceptions.ParseError as err:
        print(type(err).__name__, err)
