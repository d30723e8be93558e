class Outer:
    class Problem(Exception):
        def __str__(self): return "what went wrong:\n  many\n  lines"
raise Outer.Problem
