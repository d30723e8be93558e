"""Where a loop is interrupted: the line of the instruction that looked."""

import _thread
import signal
import sys


def interrupted(function):
    try:
        function()
    except KeyboardInterrupt as exc:
        tb = exc.__traceback__.tb_next
        return tb.tb_lineno - function.__code__.co_firstlineno


def one_line():
    _thread.interrupt_main()
    while True: pass


def nested():
    for i in range(3):
        if i == 1:
            _thread.interrupt_main(signal.SIGINT)
        for j in range(2):
            pass


def caught():
    for i in range(2):
        try:
            _thread.interrupt_main()
            while i < 9:
                i += 1
        except KeyboardInterrupt:
            print("caught", i, sys.exception().__traceback__.tb_lineno - caught.__code__.co_firstlineno)


for function in (one_line, nested, caught):
    print(function.__name__, interrupted(function))
