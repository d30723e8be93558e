print("{} {}".format(1, 2), "{1} {0}".format("a", "b"), "{x} {y}".format(x=1, y=2), "{0[1]} {0[0]}".format([10, 20]), "{0.real}".format(5))
print("{:>8}|{:<8}|{:^8}|{:*^9}".format("a", "b", "c", "d"), "{:05d} {:+} {: } {:,} {:_}".format(42, 5, 5, 1234567, 1234567))
print("{:.3f} {:10.2e} {:%} {:g} {:n}".format(3.14159, 12345.678, 0.25, 1e10, 1234), "{:b} {:o} {:x} {:X} {:#b} {:c}".format(5, 8, 255, 255, 5, 65))
print("{!r} {!s} {!a}".format("é", "é", "é"), "{{}} {:{}}".format("x", 5), "{:{w}.{p}f}".format(3.14159, w=8, p=2), format(255, "#06x"), format("x"))
print("{:s} {:5s}|{:.2s}".format("abc", "ab", "xyz"), "{:=+6d} {:x<6}".format(5, 5), "{a[k]}".format(a={"k": 1}))
class P:
    def __format__(self, spec): return f"P<{spec}>"
print("{:abc} {}".format(P(), P()), f"{P():x}", format(P(), "y"))
for f in (lambda: "{}".format(), lambda: "{x}".format(), lambda: "{0} {}".format(1), lambda: "{".format(), lambda: "}".format(),
          lambda: "{:d}".format("x"), lambda: "{:q}".format(1), lambda: "{:5}".format([]), lambda: "{0.x}".format(1), lambda: "{!x}".format(1),
          lambda: "{:,s}".format("a"), lambda: "{:.2d}".format(3), lambda: format(1, 2), lambda: "{:s}".format(1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
