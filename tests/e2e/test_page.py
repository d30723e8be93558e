"""The page in a real browser: run, step, pause and stop, errors, crashes, sizes and colours."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.pages import (
    CLICK_TO_PHASE,
    DESKTOP,
    PHONE,
    act,
    fragment,
    next_offset,
    open_program,
    phase,
    run_to_end,
    steps,
    text,
)

FIB = """\
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)

print("fib", [fib(n) for n in range(8)])
"""


def test_typing_and_running_a_program(page, site):
    open_program(page, site, "print(1)\n")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("for word in ['one', 'two']:\nprint(word)\n")
    phase(page, "paused")
    assert run_to_end(page)["stdout"] == "one\ntwo"
    assert "exit status 0" in text(page, ".console-end")


@pytest.mark.parametrize("how", ["image", "ordinary"])
def test_both_ways_of_starting(page, site, how):
    open_program(page, site, FIB, how)
    assert page.evaluate("window.__orrery.how") == how
    assert page.evaluate("window.__orrery.timings.total") > 0
    assert run_to_end(page)["stdout"] == "fib [0, 1, 1, 2, 3, 5, 8, 13]"


def test_stepping_by_instruction(page, site):
    open_program(page, site, "a = 1\nb = a + 41\nprint(b)\n")
    assert steps(page) == 0
    assert text(page, 'tr[aria-current="step"] .op') == "RESUME"
    seen = [next_offset(page)]
    for count in range(1, 7):
        act(page, "instruction")
        page.get_by_text(f"step {count}", exact=True).wait_for()
        seen.append(next_offset(page))
    assert seen[:4] == [0, 2, 4, 6]
    assert seen == sorted(seen)
    locals_table = page.locator(".frame.top .values").first
    assert locals_table.get_by_role("row", name=re.compile("^a 1 int")).count() == 1
    # the columns of the instruction, not only its line, are marked in the source
    assert text(page, ".cm-now") in ("a", "a + 41", "b = a + 41", "41", "b")


def test_value_stack_shows_what_the_instructions_push(page, site):
    open_program(page, site, "x = 5\ny = (x, 'two')\n")
    while text(page, 'tr[aria-current="step"] .op') != "BUILD_TUPLE":
        before = steps(page)
        act(page, "instruction")
        page.get_by_text(f"step {before + 1}", exact=True).wait_for()
    assert page.locator(".stack-values .repr").all_inner_texts() == ["'two'", "5"]


def test_stepping_by_line(page, site):
    open_program(page, site, FIB)
    lines = []
    for _ in range(4):
        act(page, "line")
        before = len(lines)
        page.wait_for_timeout(150)
        lines.append(int(text(page, ".frame.top .link").removeprefix("line ")))
        assert len(lines) == before + 1
    # the module's own lines, then into the first call of fib
    assert lines[0] == 1
    assert 6 in lines[:2]
    assert 2 in lines


def test_stepping_with_the_keyboard_alone(page, site):
    open_program(page, site, "a = 1\nb = 2\n")
    page.keyboard.press("Alt+i")
    page.get_by_text("step 1", exact=True).wait_for()
    page.keyboard.press("Alt+l")
    page.wait_for_timeout(150)
    assert steps(page) > 1
    sentence = text(page, '[role="status"]')
    assert sentence.startswith("Line 2, in the module: next is ")
    page.keyboard.press("Control+Enter")
    phase(page, "finished")
    page.keyboard.press("Alt+b")
    phase(page, "paused")
    assert steps(page) == 0


def test_stdout_and_stderr_are_told_apart_and_the_traceback_leads_to_its_line(page, site):
    open_program(page, site, "print('before')\ndef f():\n    return 1 / 0\nf()\n")
    output = run_to_end(page)
    assert output["stdout"] == "before"
    assert output["stderr"].splitlines()[0] == "Traceback (most recent call last):"
    assert output["stderr"].splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert "exit status 1" in text(page, ".console-end")
    page.locator(".console-lines .link", has_text="line 3").click()
    assert page.locator(".cm-content").evaluate("node => node.getRootNode().activeElement === node")


@pytest.mark.parametrize("action, reached", [("pause", "paused"), ("stop", "finished")])
def test_an_endless_loop_answers_within_100_ms(page, site, action, reached, record_property):
    open_program(page, site, "while True: pass\n")
    waits = []
    for _ in range(5):
        act(page, "run")
        phase(page, "running")
        page.wait_for_timeout(300)
        waits.append(page.evaluate(CLICK_TO_PHASE, [action, reached]))
    record_property(f"{action}_ms", json.dumps(waits))
    print(f"{action}: {', '.join(f'{wait:.0f}' for wait in waits)} ms")
    # The best of five: other work on the machine that runs the tests must not decide.
    assert min(waits) < 100


def test_paused_program_can_be_stepped_and_run_on(page, site):
    open_program(page, site, "n = 0\nwhile n < 10**9:\n    n += 1\n")
    act(page, "run")
    phase(page, "running")
    page.wait_for_timeout(200)
    act(page, "pause")
    phase(page, "paused")
    before = steps(page)
    assert before > 100
    act(page, "instruction")
    page.get_by_text(f"step {before + 1:,}", exact=True).wait_for()
    act(page, "run")
    phase(page, "running")
    act(page, "stop")
    phase(page, "finished")
    assert "KeyboardInterrupt" in text(page, ".console-lines")


def test_a_syntax_error_is_shown_in_its_place(page, site):
    open_program(page, site, "x = 1\nprint((x]\n")
    phase(page, "invalid")
    note = text(page, ".cm-error-note")
    assert note == "SyntaxError: closing parenthesis ']' does not match opening parenthesis '('"
    assert text(page, ".cm-error") == "]"
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("print('mended')\n")
    phase(page, "paused")
    assert page.locator(".cm-error-note").count() == 0
    assert run_to_end(page)["stdout"] == "mended"


def test_columns_after_characters_of_two_units(page, site):
    open_program(page, site, "s = '🪐🪐'; print(('é' + 1]\n")
    phase(page, "invalid")
    assert text(page, ".cm-error") == "]"


def test_an_expression_that_would_kill_the_parser_is_refused(page, site):
    open_program(page, site, "x = " + "1+" * 5000 + "1\n")
    phase(page, "invalid")
    assert "too deeply nested" in text(page, ".cm-error-note")


def in_worker(page, code):
    """Run host Python inside the page's worker, beside the VM."""
    page.workers[-1].evaluate("code => { self.__orrery.pyodide.runPython(code); }", code)


def prepared(page):
    """Whether the runtime of the next program has been started in the worker."""
    return page.workers[-1].evaluate(
        "() => self.__orrery.pyodide.runPython('from vm.probe import engine; engine._prepared is not None')")


def test_the_next_runtime_is_started_while_nothing_is_asked(page, site):
    open_program(page, site, FIB)
    assert not prepared(page)  # the program has taken the one of the image
    assert "fib" in run_to_end(page)["stdout"]
    page.wait_for_timeout(400)
    for _ in range(100):
        page.wait_for_timeout(100)
        if prepared(page):
            break
    else:
        pytest.fail("no runtime was started in ten seconds")
    act(page, "reset")
    phase(page, "paused")
    assert not prepared(page)
    assert "fib" in run_to_end(page)["stdout"]


def test_a_crash_of_the_vm_is_reported_and_the_page_recovers(page, site):
    context = page.context
    open_program(page, site, FIB)
    in_worker(page, (
        "from vm.probe.session import Session\n"
        "def _advance(self): raise RuntimeError('a fault of the test')\n"
        "Session._advance = _advance\n"
    ))
    act(page, "run")
    page.locator(".crash").wait_for()
    assert "a fault of the test" in page.locator(".crash pre").text_content()
    assert FIB.splitlines()[0] in page.locator(".crash pre").text_content()
    phase(page, "edited", "paused", timeout=60_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy report").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert "a fault of the test" in page.evaluate("navigator.clipboard.readText()")
    assert run_to_end(page)["stdout"] == "fib [0, 1, 1, 2, 3, 5, 8, 13]"
    page.get_by_role("button", name="Dismiss").click()
    page.locator(".crash").wait_for(state="hidden")


def test_a_fatal_error_of_pyodide_is_survived(page, site):
    open_program(page, site, FIB)
    in_worker(page, (
        "import sys\n"
        "from vm.probe.session import Session\n"
        "class Deep:\n"
        "    def __repr__(self): return repr(self)\n"
        "def _advance(self):\n"
        "    sys.setrecursionlimit(10**8)\n"
        "    repr(Deep())\n"
        "Session._advance = _advance\n"
    ))
    act(page, "run")
    page.locator(".crash").wait_for()
    phase(page, "edited", "paused", timeout=60_000)
    assert run_to_end(page)["stdout"] == "fib [0, 1, 1, 2, 3, 5, 8, 13]"
    page.errors.clear()  # Pyodide tells the console of its own end


def test_what_an_opcode_means(page, site):
    open_program(page, site, "a = 1\n")
    page.locator(".op", has_text="LOAD_CONST").first.click()
    meaning = page.locator(".meaning p").first
    meaning.wait_for()
    assert "constant" in meaning.inner_text()


def test_gc_panel_shows_the_vm_s_own_figures(page, site):
    open_program(page, site, "xs = list(map(list, [()] * 50))\nys = xs\n")
    assert page.locator(".generation").count() == 3
    assert "/ 2000" in text(page, ".generation .big")
    before = int(text(page, ".generation .big").split("/")[0])
    act(page, "line")
    act(page, "line")
    page.wait_for_timeout(200)
    after = int(text(page, ".generation .big").split("/")[0])
    assert after > before


def test_threads_panel_names_the_holder_of_the_gil(page, site):
    open_program(page, site, "a = 1\n")
    assert page.locator(".facts dd").first.inner_text() == text(page, ".threads tbody th")
    assert page.locator(".threads .gil-mark").first.inner_text() == "●"


def test_nothing_a_program_prints_becomes_markup(page, site):
    evil = "<img src=x onerror=alert(1)><b>bold</b>"
    open_program(page, site, f"x = {evil!r}\nprint(x)\n")
    assert run_to_end(page)["stdout"] == evil
    assert page.locator(".console-lines b, .console-lines img, .frame img").count() == 0


def test_a_link_carries_its_program(page, site):
    source = "print('für', 'Ω', '🪐')\n"
    page.goto(f"{site}index.html{fragment(source)}")
    phase(page, "paused", timeout=120_000)
    assert run_to_end(page)["stdout"] == "für Ω 🪐"


def test_no_request_leaves_the_site(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_program(page, site, FIB)
    run_to_end(page)
    strangers = [url for url in asked if not url.startswith((site, "data:", "blob:"))]
    assert strangers == []


def test_the_ten_programs_run_in_the_page_as_in_cpython(page, site):
    programs = sorted((Path(__file__).parents[1] / "programs").glob("*.py"))
    assert len(programs) >= 10
    open_program(page, site, "pass\n")
    for path in programs:
        expected = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)
        page.evaluate("hash => { location.hash = hash; }", fragment(path.read_text(encoding="utf-8")))
        phase(page, "edited")
        phase(page, "paused")
        act(page, "line")
        page.locator('html[data-phase="paused"]').wait_for(state="attached")
        found = run_to_end(page, timeout=120_000)
        assert found["stdout"].rstrip() == expected.stdout.rstrip(), path.name
        assert f"exit status {expected.returncode}" in text(page, ".console-end"), path.name


USES_THE_LIBRARY = """\
import importlib._bootstrap_external as external
compiled = []
compile_source = external.SourceLoader.source_to_code
def source_to_code(self, data, path, **options):
    compiled.append(path)
    return compile_source(self, data, path, **options)
external.SourceLoader.source_to_code = source_to_code
import asyncio, dataclasses, json, os, sys
async def main():
    await asyncio.sleep(0.01)
    return json.dumps({"answer": [42]})
print(asyncio.run(main()), compiled, len(sys.modules) > 100)
os.write(1, b"by descriptor\\n")
print(sys.stdout.isatty(), sys.stdout.line_buffering)
"""


def test_the_library_is_imported_and_nothing_of_it_compiled(page, site):
    """The library comes from Pyodide's, with bytecode."""
    open_program(page, site, USES_THE_LIBRARY)
    shown = run_to_end(page, timeout=180_000)["stdout"]
    assert shown == '{"answer": [42]} [] True\nby descriptor\nTrue True'


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    open_program(page, site, FIB)
    luminance = """() => {
      const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
      return (r + g + b) / 3;
    }"""
    before = page.evaluate(luminance)
    assert (before > 128) == (scheme == "light")
    page.click("#theme")
    assert (page.evaluate(luminance) > 128) == (scheme == "dark")


@pytest.mark.parametrize("size", [PHONE, {"width": 820, "height": 900}, DESKTOP])
def test_nothing_is_wider_than_the_window(page, site, size):
    open_program(page, site, FIB, size=size)
    for _ in range(3):
        act(page, "line")
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    for action in ("run", "pause", "stop", "instruction", "line", "reset"):
        box = page.locator(f'[data-action="{action}"]').bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"] + 1


def test_axe_finds_nothing(page, site):
    from tools.build.common import NODE_MODULES

    open_program(page, site, FIB)
    for _ in range(6):
        act(page, "line")
    page.wait_for_timeout(200)
    script = (NODE_MODULES / "axe-core" / "axe.min.js").read_text()
    page.evaluate(f"() => {{ {script} }}")
    found = page.evaluate("axe.run().then(({violations}) => violations.map("
                          "({id, nodes}) => [id, nodes.map(node => node.html)]))")
    assert found == []
