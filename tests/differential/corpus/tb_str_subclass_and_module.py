class S(str): pass
class E(Exception): __module__ = "pkg.mod"; __qualname__ = "Renamed.E"
try: raise E(S("text"))
except E as e: print(repr(e), type(e))
raise E("shown")
