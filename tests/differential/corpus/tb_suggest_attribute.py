class Account:
    def __init__(self): self.balance = 0; self._hidden = 1
    def deposit(self, n): self.balanse += n
import sys
for f in (lambda: Account().deposit(1), lambda: Account().blance, lambda: Account().hidden, lambda: "x".uper(), lambda: [].appendd(1), lambda: Account.deposite, lambda: sys.versio, lambda: Account()._hiden, lambda: (1).reel, lambda: Account().zzzzzz):
    try: f()
    except AttributeError as e: sys.excepthook(type(e), e, e.__traceback__)
class Dog:
    def __init__(self): self.name = "Rex"
    def bark(self): return name
Dog().bark()
