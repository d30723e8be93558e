"""_sre.compile and _sre.template refuse what re._compiler never makes."""
import _sre

for args in (("a", 0, [1], 0, [], ()), ("a", 0, (), 0, {}, ()), ("a", 0, [1], 0, {}, []), ("a", "x", [1], 0, {}, ()),
             ("a", 0, [1], None, {}, ())):
    try:
        print(_sre.compile(*args))
    except TypeError as err:
        print(err)
for template in (["", -1, ""], ["", (), ""], ["", 1], [], "text", ["a", 0, "b"]):
    try:
        print(type(_sre.template("", template)))
    except TypeError as err:
        print(err)
