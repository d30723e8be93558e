a = [1]; b = [1]; c = a
print(a is b, a == b, a is c, a is not b, None is None, () is (), "abc" is "abc", 5 is 5, id(a) == id(c), id(a) == id(b), type(a) is list, True is True, [] is [])
x = 256; y = 256; print(x is y); s = "hello"; t = "hel" + "lo"; print(s is t)
def f(): return ()
print(f() is f(), f is f, f == f, object() == object(), f != 5, len is len)
o = object(); print(o == o, hash(o) == hash(o), o in [o], {o: 1}[o])
class E:
    def __eq__(self, other): return True
e = E(); print(e == 5, 5 == e, e is 5, e != 5, e in [], 7 in [e], [e] == [3], E.__hash__)
