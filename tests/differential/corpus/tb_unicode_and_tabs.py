def f():
	größe = "日本語"; return größe + 1 + "ünïcödé"
try: f()
except TypeError as e:
    import sys
    sys.excepthook(type(e), e, e.__traceback__)
"日本語" + "語" * 2 + None
