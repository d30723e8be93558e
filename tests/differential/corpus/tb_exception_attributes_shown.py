class E(Exception):
    def __init__(self, code): self.code = code
class F(E): pass
try: raise F(5)
except E as e: print(repr(e), str(e), e.args, e.code)
raise E(7)
