class A:
    __secret = 1
    def __init__(self): self.__x = 5; self.__dunder__ = 6
    def get(self): return self.__x, A.__secret, self.__dunder__
    def __hidden(self): return "hidden"
    def call(self): return self.__hidden()
a = A(); print(a.get(), a.call(), sorted(k for k in vars(a)), a._A__x, A._A__secret)
try: a.__x
except AttributeError as e: print(e)
class B(A):
    def __init__(self): super().__init__(); self.__x = 7
    def both(self): return self.__x, self._A__x
print(B().both(), sorted(vars(B())))
