import _thread, time, sys
def bad(): return [1, 2][7]
_thread.start_new_thread(bad, ())
time.sleep(0.05)
print("main goes on")
