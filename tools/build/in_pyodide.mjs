/**
 * Runs Pyodide in Node.js for the build.
 *
 *   node in_pyodide.mjs modules RUNTIME OPTIONS   writes the names of the standard library's members
 *                                                 that an ordinary start imports, as JSON
 *   node in_pyodide.mjs image RUNTIME OPTIONS     writes the memory image
 *
 * RUNTIME is the folder of the site that holds Pyodide.
 * OPTIONS is JSON: {out, warm}, and for the image {wheel, archive}: the wheel and its place.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , mode, runtimeArgument, optionsText] = process.argv;
const runtime = resolve(runtimeArgument) + '/';
const options = JSON.parse(optionsText);
const { loadPyodide } = await import(pathToFileURL(join(runtime, 'pyodide.mjs')).href);

/** The names of the modules' sources inside the standard library's zip. */
const LIST_MODULES = `
import json, sys
prefix = "/lib/python313.zip/"
files = {str(getattr(module, "__file__", None)) for module in list(sys.modules.values())}
json.dumps(sorted(file.removeprefix(prefix) for file in files if file.startswith(prefix)))
`;

/**
 * Garbage is collected, then free memory is filled with zeros, block size by block size: what was
 * freed would otherwise stay in the image as bytes that do not compress.
 */
const TIDY = `
def tidy():
    import gc, linecache, sys
    linecache.clearcache()
    sys.path_importer_cache.pop("", None)
    for _ in range(3):
        gc.collect()
    kept = []
    for size in (1 << 16, 1 << 12, 1 << 10):
        kept.append([bytes(size) for _ in range((1 << 20) // size)])
    kept.append([bytes(size) for size in range(1, 480, 8) for _ in range(200)])
    del kept
    gc.collect()
tidy()
del tidy
`;

async function modules() {
  const pyodide = await loadPyodide({ indexURL: runtime, packageBaseUrl: runtime });
  await pyodide.loadPackage('micropip', { messageCallback() {} });
  await pyodide.runPythonAsync('import micropip; await micropip.install("pyorrery")');
  pyodide.runPython(options.warm);
  writeFileSync(options.out, pyodide.runPython(LIST_MODULES));
}

async function image() {
  const wheel = readFileSync(options.wheel);
  const pyodide = await loadPyodide({
    indexURL: runtime,
    packageBaseUrl: runtime,
    _makeSnapshot: true,
    fsInit: async (FS) => FS.writeFile(options.archive, wheel),
  });
  pyodide.runPython(`import sys; sys.path.append(${JSON.stringify(options.archive)})`);
  pyodide.runPython(options.warm);
  pyodide.runPython(TIDY);
  writeFileSync(options.out, pyodide.makeMemorySnapshot());
}

await { modules, image }[mode]();
process.exit(0);
