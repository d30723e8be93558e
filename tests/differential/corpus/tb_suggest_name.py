counter = 1
def f():
    colour = 2
    return color
try: print(f())
except NameError as e:
    import sys
    sys.excepthook(type(e), e, e.__traceback__)
print(countr)
