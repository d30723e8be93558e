import sys
def quit(): sys.exit("a message for stderr")
try: quit()
finally: print("finally runs")
