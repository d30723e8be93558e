/**
 * Lets Pyodide's WebAssembly be compiled while the memory image is still on its way.
 *
 * loadPyodide awaits the image before it begins to compile, and then compiles from a response that
 * has long been there. Inside `withCompiled` it finds the module compiled already: for that time
 * two functions of this worker's global scope answer in place of the browser's own. It also learns
 * what the fresh memory holds, before Pyodide writes to it.
 */

/**
 * @typedef {object} Compiled
 * @property {string} url
 * @property {Promise<WebAssembly.Module>} module
 */

/**
 * Begins to fetch and compile.
 *
 * @param {string} url
 * @returns {Compiled}
 */
export function compile(url) {
  const module = compileFrom(url);
  module.catch(() => {}); // reported where it is awaited
  return { url, module };
}

/** @param {string} url */
async function compileFrom(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: HTTP status ${answer.status}`);
  if (answer.headers.get('Content-Type')?.startsWith('application/wasm')) {
    return WebAssembly.compileStreaming(answer);
  }
  // A host that does not know the type: Pyodide alone would not start from there.
  return WebAssembly.compile(await answer.arrayBuffer());
}

/**
 * Runs `load` (loadPyodide), which gets the compiled module where it would compile its own.
 *
 * @template T
 * @param {Compiled} compiled
 * @param {(fresh: Uint8Array) => void} onMemory  called with the fresh memory
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
export async function withCompiled({ url, module }, onMemory, load) {
  const { fetch: fetchBefore } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = async (input, options) => (
    String(input) === url ? new Response() : fetchBefore(input, options)
  );
  WebAssembly.instantiateStreaming = async (_, imports = {}) => {
    const compiled = await module;
    const instance = await WebAssembly.instantiate(compiled, imports);
    const { memory } = imports.env;
    if (!(memory instanceof WebAssembly.Memory)) throw new Error('Pyodide imports no memory');
    onMemory(new Uint8Array(memory.buffer));
    return { module: compiled, instance };
  };
  try {
    return await load();
  } finally {
    globalThis.fetch = fetchBefore;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
