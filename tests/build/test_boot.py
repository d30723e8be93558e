"""Starting Pyodide in a browser: from the image, and the ordinary way whenever there is none."""

import json
import shutil

import pytest

from tools.build import common, server
from tools.build.common import NODE_MODULES, ROOT

PAGE = """<!doctype html><meta charset="utf-8"><title>boot</title>
<link rel="icon" href="data:,"><script>
const waiting = [];
let worker;
function ask(message) {
  return new Promise((resolve) => { waiting.push(resolve); worker.postMessage(message); });
}
function begin(address) {
  worker = new Worker(address);
  worker.onmessage = (event) => waiting.shift()(event.data);
  worker.onerror = (event) => waiting.shift()?.({ error: event.message });
}
</script>"""
#: The page of another origin: its frame has no origin of its own, so the worker comes from a blob.
OUTER = """<!doctype html><meta charset="utf-8"><title>outer</title>
<link rel="icon" href="data:,"><iframe sandbox="allow-scripts" src="{}"></iframe>"""
STARTS_BLOB = """async (base) => {
  const text = await (await fetch(base + 'worker.js')).text();
  begin(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
  return ask({ base });
}"""


@pytest.fixture(scope="module")
def probe_script(tmp_path_factory):
    """The bundled worker of boot_probe.js."""
    folder = tmp_path_factory.mktemp("probe")
    common.run([NODE_MODULES / ".bin" / "esbuild", "tests/build/boot_probe.js", "--bundle",
                "--format=iife", f"--outfile={folder / 'worker.js'}"], "bundling the probe",
               cwd=ROOT)
    return folder / "worker.js"


@pytest.fixture
def folder(tmp_path, probe_script, site_folder):
    """A site of the runtime alone, whose files a test may change: each is a link."""
    (tmp_path / "runtime").mkdir()
    for path in (site_folder / "runtime").iterdir():
        (tmp_path / "runtime" / path.name).symlink_to(path)
    shutil.copyfile(probe_script, tmp_path / "worker.js")
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def probe(folder):
    """The served site of `folder`, below a path, as on most static hosts."""
    with server.serving(folder, prefix="some/path") as running:
        yield running


@pytest.fixture(scope="module")
def manifest(site_folder):
    """The runtime's manifest."""
    return json.loads((site_folder / "runtime" / "manifest.json").read_text())


def start(page, probe, **options):
    """Open the page, start Pyodide in its worker; return what the worker tells."""
    page.goto(probe.url)
    page.evaluate("begin('worker.js')")
    return page.evaluate("(message) => ask(message)", {"base": probe.url, **options})


def run(page, code):
    """Run Python in the started worker; return the value."""
    answer = page.evaluate("(code) => ask({ code })", code)
    assert "error" not in answer, answer["error"]
    return answer["value"]


def names(probe):
    """Return the names of the files that were asked of the server."""
    return [path.rsplit("/", 1)[-1] for path in probe.requests]


def replace(folder, name, data):
    """Put other contents in place of one of the runtime's files."""
    path = folder / "runtime" / name
    path.unlink()
    path.write_bytes(data)


def test_starts_from_the_image(page, probe, manifest):
    told = start(page, probe)
    assert (told["how"], told["refused"]) == ("image", "")
    assert not any("micropip" in name for name in names(probe))
    assert run(page, "import sys; 'vm.probe.protocol' in sys.modules") is True
    assert sum(t for name, t in told["timings"].items() if name != "total") == pytest.approx(
        told["timings"]["total"])
    fractions = [fraction for _, fraction in told["stages"]]
    assert fractions == sorted(fractions)
    assert {stage for stage, _ in told["stages"]} == {"manifest", "image", "pyodide", "boot"}


def test_restored_python_can_import_what_the_image_lacks(page, probe):
    start(page, probe)
    assert run(page, "import wave; wave.__name__") == "wave"
    assert run(page, "import inspect; 'def open' in inspect.getsource(wave)") is True
    assert run(page, "import vm; inspect.getsourcefile(vm)") == "/lib/vm.zip/vm/__init__.py"
    assert run(page, "from importlib.resources import files; "
                     "files('vm').joinpath('__init__.py').is_file()") is True


def test_starts_from_a_host_that_does_not_know_webassembly(page, probe):
    probe.types[".wasm"] = "application/octet-stream"
    assert start(page, probe)["how"] == "image"


def test_random_state_is_not_the_images(browser, probe):
    drawn = set()
    for _ in range(2):
        context = browser.new_context()
        tab = context.new_page()
        start(tab, probe)
        drawn.add(run(tab, "import random; random.random()"))
        context.close()
    assert len(drawn) == 2


def test_starts_ordinarily_when_asked(page, probe, manifest):
    told = start(page, probe, forceOrdinary=True)
    assert (told["how"], told["refused"]) == ("ordinary", "")
    assert manifest["wheel"] in names(probe)
    assert not any(name.startswith("image-") for name in names(probe))
    assert run(page, "import vm; vm.__file__").endswith("site-packages/vm/__init__.py")
    assert run(page, "vm.__cached__").endswith(".pyc")
    fractions = [fraction for _, fraction in told["stages"]]
    assert fractions == sorted(fractions)


def missing(folder, manifest):
    (folder / "runtime" / manifest["image"]["file"]).unlink()


def altered(folder, manifest):
    name = manifest["image"]["file"]
    data = bytearray((folder / "runtime" / name).read_bytes())
    data[len(data) // 2] ^= 1
    replace(folder, name, bytes(data))


def truncated(folder, manifest):
    name = manifest["image"]["file"]
    replace(folder, name, (folder / "runtime" / name).read_bytes()[:-1000])


def of_another_manifest_version(folder, manifest):
    replace(folder, "manifest.json", json.dumps({**manifest, "version": 0}).encode())


def refused_by_pyodide(folder, manifest):
    """Give an image that is sound, but holds nothing that Pyodide can restore."""
    import gzip

    data = gzip.compress(bytes(manifest["image"]["rawSize"]))
    replace(folder, manifest["image"]["file"], data)
    entry = {**manifest["image"], "size": len(data), "sha256": common.sha256(data)}
    replace(folder, "manifest.json", json.dumps({**manifest, "image": entry}).encode())


@pytest.mark.parametrize("damage", [
    missing, altered, truncated, of_another_manifest_version, refused_by_pyodide])
def test_without_a_good_image_it_starts_ordinarily(page, probe, folder, manifest, damage):
    damage(folder, manifest)
    told = start(page, probe)
    assert told.get("how") == "ordinary", told
    assert told["refused"]
    assert run(page, "import vm.probe.protocol, asyncio; vm.__name__") == "vm"
    page.errors.clear()  # the browser itself reports the 404


def test_starts_from_a_blob_in_a_sandboxed_frame_of_another_origin(page, probe, tmp_path):
    outer = tmp_path / "outer"
    outer.mkdir()
    (outer / "index.html").write_text(OUTER.format(probe.url))
    with server.serving(outer, host="localhost") as other:
        page.goto(other.url)
        frame = page.frames[1]
        frame.wait_for_load_state()
        assert frame.evaluate("self.origin") == "null"
        told = frame.evaluate(STARTS_BLOB, probe.url)
        assert told.get("how") == "image", told
        answer = frame.evaluate("ask({ code: 'import wave; wave.__name__' })")
    assert answer == {"value": "wave"}
    assert all("/some/path/" in name for name in probe.requests)
