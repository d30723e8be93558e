"""What there is of processes and terminals: wait statuses, no children, signals to oneself, files that are no terminal."""

import fcntl
import grp
import os
import pwd
import sys
import termios
import tracemalloc
import tty

for status in (0, 256, 0x300, 9, 0x8B, 0x137F, 0xFFFF, 77):
    row = [getattr(os, name)(status) for name in (
        "WIFEXITED", "WIFSIGNALED", "WIFSTOPPED", "WIFCONTINUED", "WCOREDUMP", "WEXITSTATUS", "WTERMSIG", "WSTOPSIG")]
    try:
        row.append(os.waitstatus_to_exitcode(status))
    except ValueError as err:
        row.append(str(err))
    print(status, row)
with open(__file__, "rb") as file:
    print(os.get_blocking(file.fileno()), os.device_encoding(file.fileno()), os.isatty(file.fileno()))
    fcntl.flock(file, fcntl.LOCK_SH)
    fcntl.flock(file, fcntl.LOCK_UN)
    print(fcntl.fcntl(file, fcntl.F_GETFD))
    for call in [lambda: termios.tcgetattr(file), lambda: termios.tcdrain(file.fileno()), lambda: tty.setraw(file),
                 lambda: termios.tcgetattr(-1), lambda: termios.tcgetattr("x"), lambda: fcntl.lockf(file, 99 << 4),
                 lambda: fcntl.flock(file, 77), lambda: os.waitpid(-1, 0), lambda: os.wait(), lambda: os.kill(os.getpid(), 999),
                 lambda: os.kill(os.getpid(), 0), lambda: os.get_blocking(9999), lambda: os.sysconf("SC_NONESUCH"),
                 lambda: os.sysconf("SC_PAGESIZE"), lambda: os.sysconf(1.5), lambda: os.waitstatus_to_exitcode("x")]:
        try:
            print(call())
        except Exception as err:
            print(type(err).__name__, err)
print(issubclass(termios.error, OSError), termios.TCSANOW, termios.ECHO, len(dir(termios)))
me = pwd.getpwuid(os.getuid())
print(me == pwd.getpwnam(me.pw_name), me.pw_dir == os.path.expanduser("~" + me.pw_name), me.pw_uid == os.getuid(), len(me))
print(grp.getgrgid(me.pw_gid).gr_gid == me.pw_gid, type(me).__name__)
for call in [lambda: pwd.getpwuid(2**31 - 7), lambda: pwd.getpwnam("no'body"), lambda: grp.getgrgid(2**31 - 7),
             lambda: grp.getgrnam("none"), lambda: pwd.getpwuid("x"), lambda: grp.getgrgid("x"), lambda: pwd.getpwnam(5)]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_object_traceback(me), tracemalloc.get_traceback_limit())
try:
    tracemalloc.start(0)
except ValueError as err:
    print(err)
print(sys.platform)
