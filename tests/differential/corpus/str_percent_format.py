print("%s and %r" % ("a", "b"), "%d %i %5d|%-5d|%05d" % (1, 2, 3, 4, 5), "%x %X %o %#x" % (255, 255, 8, 255))
print("%f %.2f %e %g %G" % (1.5, 2.345, 12345.678, 0.0001, 1e20), "%c%c" % ("a", 98), "%%" % (), "%5.1f|" % 3.14159)
print("%(name)s is %(age)d" % {"name": "Bo", "age": 3}, "%+d % d" % (5, 5), "%*d" % (6, 42), "%.3s" % "abcdef", "%a" % "é")
print("%s" % (1,), "%s" % [1, 2], "%s %s" % ((1, 2), 3), "%d" % 3.99, "%s" % None, "%r" % "x")
for f in (lambda: "%d" % "x", lambda: "%s %s" % 1, lambda: "%s" % (1, 2), lambda: "%q" % 1, lambda: "%(a)s" % {}, lambda: "%(a)s" % 1,
          lambda: "%" % (), lambda: "%c" % "ab", lambda: "%x" % 1.5, lambda: "%d" % None, lambda: "%c" % -1):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
