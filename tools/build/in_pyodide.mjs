/**
 * Runs Pyodide in Node.js for the build, to make the memory image.
 *
 *   node in_pyodide.mjs RUNTIME OPTIONS
 *
 * RUNTIME is the folder of the site that holds Pyodide.
 * OPTIONS is JSON: {out, warm, archive, path}: the file to write; what to run before; a file of
 * RUNTIME to import the VM from, and its place in Pyodide's file system.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , runtimeArgument, optionsText] = process.argv;
const runtime = resolve(runtimeArgument) + '/';
const options = JSON.parse(optionsText);
const { loadPyodide } = await import(pathToFileURL(join(runtime, 'pyodide.mjs')).href);

/**
 * Collects garbage, then fills free memory with zeros: what was freed would otherwise stay in the
 * image as bytes that do not compress. `limit` is the end of the memory in use: a block beyond it
 * tells that nothing of that size is free below. Large blocks are malloc's, small ones pymalloc's.
 */
const TIDY = `
def tidy(limit):
    import gc, linecache
    linecache.clearcache()
    for _ in range(3):
        gc.collect()
    kept = []
    for size in [1 << n for n in range(18, 9, -1)] + list(range(456, 0, -16)):
        while True:
            block = bytes(size)
            if id(block) + size > limit:
                break
            kept.append(block)
`;

/** Runs TIDY in the given Pyodide. */
function tidy(pyodide) {
  const memory = pyodide._module.HEAPU8;
  let limit = memory.length;
  while (memory[limit - 1] === 0) limit -= 1;
  pyodide.runPython(`${TIDY}\ntidy(${limit})\ndel tidy\n`);
}

/**
 * Notes the memory of the next WebAssembly instance as it is before anything has run in it.
 *
 * @returns {() => Uint8Array}
 */
function watchFreshMemory() {
  const { instantiate } = WebAssembly;
  let fresh;
  WebAssembly.instantiate = async (source, imports) => {
    const made = await instantiate(source, imports);
    const memory = imports?.env?.memory;
    if (memory) fresh = new Uint8Array(memory.buffer).slice();
    return made;
  };
  return () => fresh;
}

/**
 * Writes a snapshot as the difference from a fresh memory: the data of pyodide.asm.wasm, which the
 * browser has anyway, become zeros. web/boot.js undoes it.
 */
function subtractMemory(snapshot, header, fresh) {
  for (let at = 0; at < fresh.length; at += 1) snapshot[header + at] ^= fresh[at];
}

async function image() {
  const freshMemory = watchFreshMemory();
  const archive = readFileSync(join(runtime, options.archive));
  const pyodide = await loadPyodide({
    indexURL: runtime,
    packageBaseUrl: runtime,
    _makeSnapshot: true,
    fsInit: async (FS) => FS.writeFile(options.path, archive),
  });
  pyodide.runPython(`import sys; sys.path.append(${JSON.stringify(options.path)})`);
  pyodide.runPython(options.warm);
  tidy(pyodide);
  const snapshot = pyodide.makeMemorySnapshot();
  const header = snapshot.length - pyodide._module.HEAPU8.length;
  subtractMemory(snapshot, header, freshMemory());
  writeFileSync(options.out, snapshot);
  writeFileSync(`${options.out}.json`, JSON.stringify({ header }));
}

await image();
process.exit(0);
