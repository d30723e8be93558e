class CM:
    def __enter__(self): return self
    def __exit__(self, *a): print("exit"); return False
def body():
    with CM() as c:
        c.missing
body()
