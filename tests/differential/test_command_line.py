"""The command line and the prompt: what CPython does with the same arguments, environment and input.

`PROMPT` has what is typed; the VM's side also recounts every reference at the end.
"""

import importlib.util
import os
import py_compile
import re
import subprocess
import sys
import zipfile

import pytest

from tests.differential import harness

VM = (f"import sys; sys.path.insert(0, {str(harness.ROOT)!r}); import vm.__main__ as m; "
      "sys.exit(m.main(sys.argv[1:]))")

PROMPT = {
    "block": "if 1:\n  print(1)\n\nprint(2)\n",
    "input_finds_nothing_left": "x=input()\nfoo\n",
    "errors_and_underscore": "1/0\n1+1\n_\nNone\n_\n",
    "no_block": "if 1:\nfoo\n",
    "empty_block": "if 1:\n\n1\n",
    "comments_and_empty_lines": "# hi\n1\n\n  \n2\n",
    "error_in_first_line": "def f(:\n 1\n2\n",
    "no_last_newline": "(1,\n2)\n3",
    "ends_in_block": "if 1:\n  pass",
    "ends_in_string": "'''a",
    "ends_in_brackets": "(1,",
    "exit": "import sys\nsys.exit(3)\n1",
    "exit_with_text": "raise SystemExit('x')\n",
    "exit_by_site": "quit()\n",
    "site": "exit\ncopyright\nhelp\n",
    "continued_line": "x = 1; y = \\\n2\ny\n",
    "dedented_by_a_statement": "if 1:\n 1\n2\n3\n",
    "traceback_through_functions": "def f():\n  return 1/0\n\nf()\n",
    "wrong_indent": "class A:\n x=1\n  y=2\n3\n",
    "undecodable": b"\xff\n1\n",
    "prompts": "import sys\nsys.ps1='> '\n1\nclass P:\n  def __str__(s): return 'P '\n\nsys.ps2=P()\n(\n1)\n",
    "broken_prompt": "import sys\nclass P:\n  def __str__(s): 1/0\n\nsys.ps1=P()\n1\ndel sys.ps1\n2\n",
    "compile_errors": "return\nnonlocal x\nawait f()\n",
    "future": "from __future__ import annotations\ndef f(a: zzz): pass\n\nf.__annotations__\n",
    "warning": "'\\d'\n",
    "name_of_the_text": "import sys\nsys._getframe().f_code.co_filename\n__file__\n",
    "string_over_lines": "x='''\n\n# a'''\nx\n",
    "linecache": "import linecache\nlinecache.cache\n",
    "loop": "for i in range(2): i\n\n",
    "chained": "def f():\n  import nope_x\n\ntry: f()\nexcept: raise ValueError\n\n",
    "excepthook": "import sys\nsys.excepthook = lambda *a: print(a[0])\n1/0\ndel sys.excepthook\n1/0\n",
    "interrupt": "raise KeyboardInterrupt\n",
    "interrupt_and_on": "raise KeyboardInterrupt\n1\n",
    "displayhook": "import sys\nsys.displayhook = lambda v: print('got', v)\n5\ndel sys.displayhook\n6\n",
    "unflushed": "import sys; sys.stdout.write('a')\nsys.stderr.write('b')\nprint('c')\n",
    "match": "match 1:\n  case 1:\n    'one'\n  case _:\n    2\n\n",
    "blank_in_brackets": "x = [\n\n1,\n\n2]\nx\n",
    "raised_syntax_error": "raise SyntaxError('abc')\n",
    "one_line_compound": "if True: 1\nelse: 2\n\n",
    "many_errors": "a b\nc d e\nx = 5;\nx;x\n",
    "unfinished_try": "try:\n  1\n\n2\n",
    "finaliser": "class D:\n  def __del__(self): print('gone')\n\nD()\n_ = 1\nD()\n",
    "exit_in_finaliser": "import atexit\natexit.register(print, 'bye')\n",
    "code_module": "import code\ncode.interact('hello', local={})\n",
    "register_code_broken": "import linecache\nlinecache._register_code = 5\n1\n",
    "memory_errors": "raise MemoryError\n1\n",
}


def environment(**changes):
    return harness.environment() | {"PYTHONPATH": ""} | changes


def run(program, arguments, text=b"", cwd=None, **changes):
    """What a process shows."""
    done = subprocess.run(
        [sys.executable, *program, *arguments], input=text, capture_output=True, check=False,
        cwd=cwd or harness.ROOT, env=environment(**changes), timeout=harness.TIME_LIMIT)
    # With -E the host draws a hash seed; the VM's is always 0.
    stdout = done.stdout.replace(b"hash_randomization=1", b"hash_randomization=0")
    return harness._outcome(stdout, done.stderr, done.returncode)


def both(arguments, text=b"", **options):
    """The outcomes on the host and on the VM."""
    return (run([], ["-s", *arguments], text, **options),
            run(["-E", "-s", "-c", VM], ["-s", *arguments], text, **options))


@pytest.mark.parametrize("name", sorted(PROMPT))
def test_prompt(name):
    text = PROMPT[name]
    text = text if isinstance(text, bytes) else text.encode()
    host = run([], ["-s", "-i", "-q"], text)
    vm = run(["-s", "-c", VM], ["-s", "-X", "audit", "-i", "-q"], text)
    assert vm == host


def test_banner():
    host, vm = both(["-i"], b"1\n")
    assert vm.stdout == host.stdout
    first, *rest = vm.stderr.splitlines()
    host_first, *host_rest = host.stderr.splitlines()
    assert rest == host_rest
    assert re.fullmatch(r"Python 3\.13\.\d.* on linux", first) and host_first.startswith("Python 3.13")


FILE = "import sys\nx = 1\nprint(__name__, __file__, sys.argv, sys.path[0], type(__loader__).__name__)\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with programs of each kind."""
    (tmp_path / "prog.py").write_text(FILE)
    (tmp_path / "bad.py").write_text("x = 1\nx / 0\n")
    (tmp_path / "leave.py").write_text("y = 2\nraise SystemExit(5)\n")
    (tmp_path / "with_first_line.py").write_text("this is no Python\n1/0\n")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__main__.py").write_text(FILE)
    (tmp_path / "nothing").mkdir()
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.writestr("__main__.py", FILE + "import other\n")
        archive.writestr("other.py", "print(__file__, __name__)\n")
    py_compile.compile(str(tmp_path / "prog.py"), str(tmp_path / "prog.pyc"), doraise=True)
    (tmp_path / "no_suffix").write_bytes((tmp_path / "prog.pyc").read_bytes())
    (tmp_path / "old.pyc").write_bytes(b"\0" + (tmp_path / "prog.pyc").read_bytes()[1:])
    (tmp_path / "cut.pyc").write_bytes(importlib.util.MAGIC_NUMBER + bytes(12) + b"zz")
    (tmp_path / "link.py").symlink_to(tmp_path / "package" / "__main__.py")
    (tmp_path / "startup.py").write_text("z = 'started'\nprint(z)\n")
    return tmp_path


COMMANDS = {
    "file": ["prog.py", "a", "-b"],
    "folder": ["package", "x"],
    "folder_without_main": ["nothing"],
    "zip": ["packed.zip"],
    "pyc": ["prog.pyc"],
    "pyc_by_content": ["no_suffix"],
    "bad_pyc": ["old.pyc"],
    "cut_pyc": ["cut.pyc"],
    "link": ["link.py"],
    "safe_path": ["-P", "prog.py"],
    "first_line": ["-x", "with_first_line.py"],
    "stdin": ["-", "1", "2"],
    "stdin_unnamed": [],
    "inspect_file": ["-i", "prog.py"],
    "inspect_error": ["-i", "bad.py"],
    "inspect_exit": ["-iq", "leave.py"],
    "inspect_command": ["-i", "-c", "v = 7"],
    "inspect_module": ["-i", "-m", "this"],
    "together": ["-bbOc", "import sys; print(sys.flags, sys.warnoptions)"],
    "dev": ["-X", "dev", "-c", "import sys, faulthandler as f; print(f.is_enabled(), sys.orig_argv[1:])"],
    "faulthandler": ["-Xfaulthandler", "-cimport faulthandler; print(faulthandler.is_enabled())", "a"],
    "attached": ["-Wignore", "-Xa=b", "-Xc", "-cimport sys; print(sys.warnoptions, sys._xoptions)"],
    "filters": ["-W", "ignore", "-c", "import sys; print('warnings' in sys.modules)"],
    "isolated": ["-I", "-c", "import sys; print(sys.flags, sys.path[0] == '')"],
    "end_of_options": ["--", "prog.py"],
    "linecache": ["-c", "import sys\nprint('linecache' in sys.modules)\nimport linecache\nprint(linecache.cache)"],
    "error_in_command": ["-c", "def f():\n  1/0\nf()"],
    "undecodable_command": ["-c", "print('\udcff')"],
    "syntax_error_in_command": ["-c", "a b"],
    "inspect_and_optimise": ["-iOO", "-c", "def f(): 'doc'\nprint(f.__doc__, __debug__)"],
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command(name, folder):
    typed = b"print('typed', __name__)\nx\ny\n__file__\n" if name.startswith(("inspect", "stdin")) else b""
    host, vm = both(COMMANDS[name], typed, cwd=folder)
    assert vm == host


FATAL = {
    "sigterm": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "sigkill_in_a_thread": "import os, threading\nt = threading.Thread(target=os.kill, args=(os.getpid(), 9))\n"
                           "t.start(); t.join()",
    "alarm": "import signal; signal.alarm(1)\nwhile True: pass",
    "alarm_while_asleep": "import signal, time; signal.setitimer(signal.ITIMER_REAL, 0.1); time.sleep(60)",
    "interrupt_not_caught": "import os, signal; signal.signal(2, signal.SIG_DFL); os.kill(os.getpid(), 2)",
    "unblocked": "import os, signal\nsignal.pthread_sigmask(0, [15])\nos.kill(os.getpid(), 15)\n"
                 "print('blocked', flush=True)\nsignal.pthread_sigmask(1, [15])",
    "abort": "import os, signal; signal.signal(signal.SIGABRT, print); os.abort()",
    "faulthandler": "import faulthandler, os\nfaulthandler.enable()\ndef f():\n  os.kill(os.getpid(), 11)\nf()",
}


@pytest.mark.parametrize("name", sorted(FATAL))
def test_the_end_by_a_signal(name, folder):
    """What is not written is lost, nothing is finalised, and the parent sees the signal."""
    program = ("import atexit, sys; atexit.register(print, 'never'); sys.stdout.write('lost'); "
               f"print('told', file=sys.stderr)\n{FATAL[name]}\nprint('not reached')\n")
    host, vm = both(["-c", program], b"", cwd=folder)
    assert vm.status == host.status < 0
    assert (vm.stdout, harness.normalise(vm.stderr)) == (host.stdout, harness.normalise(host.stderr))


@pytest.mark.parametrize("variables", [
    {"PYTHONINSPECT": "1"}, {"PYTHONSTARTUP": "startup.py"}, {"PYTHONSTARTUP": "nowhere.py"},
    {"PYTHONOPTIMIZE": "2"}, {"PYTHONWARNINGS": "ignore,error::UserWarning"}, {"PYTHONPATH": "nothing:package"},
    {"PYTHONDEVMODE": "x"}, {"PYTHONSAFEPATH": "1"}, {"PYTHONDEBUG": "0"}, {"PYTHONFAULTHANDLER": "1"},
])
@pytest.mark.parametrize("ignored", [False, True])
def test_variable(variables, ignored, folder):
    show = ("import sys; print(sys.flags, sys.warnoptions, [p for p in sys.path if 'tmp' in p])\n"
            "print('faulthandler' in sys.modules and sys.modules['faulthandler'].is_enabled(), sys.orig_argv[1:])")
    options = ["-E"] * ignored
    if "PYTHONSTARTUP" in variables:
        arguments, typed = [*options, "-i", "-q"], b"z\n"
    else:
        arguments, typed = [*options, *(["-c", show] if "INSPECT" not in str(variables) else ["bad.py"])], b"x\n"
        if "INSPECT" in str(variables):
            arguments.insert(0, "-i")
    host, vm = both(arguments, typed, cwd=folder, **variables)
    assert vm == host


def test_a_program_asks_for_the_prompt(folder):
    host, vm = both(["-i", "-c", "import os; os.environ['PYTHONINSPECT'] = '1'"], b"1\n", cwd=folder)
    assert vm == host


@pytest.mark.parametrize("arguments", [["-c"], ["-Q"], ["-m"], ["--nope"], ["--check-hash-based-pycs", "x"]])
def test_bad_usage(arguments):
    host, vm = both(arguments)
    assert vm.status == host.status == 2
    assert vm.stderr.splitlines()[0] == host.stderr.splitlines()[0]
    assert "usage:" in vm.stderr and "usage:" in host.stderr


def test_version_and_help():
    host, vm = both(["-V"])
    assert vm == host
    assert "-X audit" in run(["-s", "-c", VM], ["-h"]).stdout


def test_no_such_file(folder):
    host, vm = both(["nowhere.py"], cwd=folder)
    shown = re.compile(r"^.*?: can't open")
    assert vm.status == host.status == 2
    assert shown.sub("", vm.stderr) == shown.sub("", host.stderr)


def test_interrupt_at_the_prompt():
    """Ctrl-C while a line is awaited: a KeyboardInterrupt is shown, and the next line is read."""
    import pty
    import select
    import signal
    import time

    main, other = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-s", "-c", VM, "-q", "-s"], stdin=other, stdout=other, stderr=other,
        env=environment(PYTHON_BASIC_REPL="1"), cwd=harness.ROOT)
    os.close(other)
    seen = b""

    def wait_for(text):
        nonlocal seen
        end = time.monotonic() + harness.TIME_LIMIT
        while text not in seen and time.monotonic() < end:
            if select.select([main], [], [], 1)[0]:
                seen += os.read(main, 1000)
        assert text in seen
        seen = seen.partition(text)[2]

    try:
        wait_for(b">>> ")
        process.send_signal(signal.SIGINT)
        wait_for(b"KeyboardInterrupt")
        wait_for(b">>> ")
        os.write(main, b"6 * 7\n")
        wait_for(b"42")
        os.write(main, b"while True: pass\n\n")
        wait_for(b"... ")
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        wait_for(b"KeyboardInterrupt")
        wait_for(b">>> ")
        os.write(main, b"\x04")
        assert process.wait(harness.TIME_LIMIT) == -signal.SIGINT  # so it ended, as the last statement did
    finally:
        process.kill()
        os.close(main)


@pytest.mark.parametrize(
    "setting", ["ascii", "latin-1", ":replace", "ascii:xmlcharrefreplace", "bogus", "ascii:ignore"])
def test_the_encoding_of_the_streams_and_a_start_that_fails(setting):
    program = ("import sys; print(sys.stdout.encoding, sys.stdout.errors, sys.stdin.errors, sys.stderr.encoding)\n"
               "print('\\xe9\\u20ac')")
    host, vm = both(["-c", program], PYTHONIOENCODING=setting)
    assert re.sub("thread 0x[0-9a-f]+", "thread", vm.stderr) == re.sub("thread 0x[0-9a-f]+", "thread", host.stderr)
    assert (vm.stdout, vm.status) == (host.stdout, host.status)
