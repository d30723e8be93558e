try: raise KeyboardInterrupt("stop")
except Exception: print("not an Exception")
except BaseException as e: print(repr(e))
raise GeneratorExit("odd")
