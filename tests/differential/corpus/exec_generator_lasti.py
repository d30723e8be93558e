def g1():
    x=yield 1
def g4():
    try:
        x=yield 1
    finally: print('fin')
g=g1(); print(g.gi_running, g.gi_frame.f_lasti)
g=g1(); print(g.gi_frame.f_lasti)
g=g4(); print(g.gi_frame.f_lasti)
def g5(a):
    yield a
    yield
g=g5(1); print(g.gi_frame.f_lasti); next(g); print(g.gi_frame.f_lasti); f=g.gi_frame; next(g); next(g,0); print(f.f_lasti)
