class V:
    def __add__(self, o): return self.v + o
    def __repr__(self): return self.nope
def g(): return [V() + 1]
try: g()
except AttributeError as e: print("add:", e)
print(V())
