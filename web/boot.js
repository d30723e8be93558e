/**
 * Starts Pyodide with the VM in it, in a worker: from the memory image, or the ordinary way.
 *
 * The image is Pyodide's memory as it was at build time with `vm` imported: restoring it saves
 * Python's own start and every import. It rests on options of Pyodide that are not public, so
 * whatever goes wrong with it (missing, stale, refused) leads to the ordinary way: loadPyodide,
 * then micropip, which installs the wheel by name from the site's own lock file.
 *
 * Every address is derived from `baseURL`: this code may run from a blob: URL in a frame without an
 * origin, where `location` and `import.meta.url` tell nothing about the site.
 */

import { compile, withCompiled } from './boot_wasm.js';

/** @typedef {import('pyodide').PyodideAPI} Pyodide */
/** @typedef {{file: string, size: number, sha256: string}} Entry */
/**
 * @typedef {object} Manifest  runtime/manifest.json, written by the build
 * @property {number} version
 * @property {string} wheel  file name of the browser's wheel
 * @property {string} warm  Python that loads the VM
 * @property {Entry & {rawSize: number, header: number}} image  header: bytes before the memory's
 * @property {Record<string, string>} lazy  by path in Pyodide, files that a start from the image can do without
 * @property {Record<string, Entry>} files
 */
/** @typedef {Record<string, number>} Timings  milliseconds of each phase, and `total` */
/** @typedef {(stage: string, fraction: number) => void} Progress */
/**
 * @typedef {object} Started
 * @property {Pyodide} pyodide
 * @property {Timings} timings
 * @property {'image'|'ordinary'} how
 * @property {string} refused  why the image was not used; empty when it was, or was not wanted
 */

const MANIFEST_VERSION = 1;

/** Milliseconds from the start's end to fetching what the image left out. */
const FILL_AFTER = 2000;

/** Of the whole start, what is done when a stage begins: for a bar that never goes back. */
const IMAGE = { image: 0.05, pyodide: 0.6, boot: 0.95 };
const ORDINARY = { pyodide: 0.05, micropip: 0.65, wheel: 0.8, boot: 0.95 };

/** The image froze the state of the random generator: without this every visit draws the same. */
const RESEED = 'import sys; "random" in sys.modules and sys.modules["random"].seed()';

/**
 * @param {string} baseURL  where the site is, ending in a slash
 * @param {Progress} [onProgress]
 * @param {{forceOrdinary?: boolean}} [options]
 * @returns {Promise<Started>}
 */
export async function bootPyodide(baseURL, onProgress = () => {}, { forceOrdinary = false } = {}) {
  const runtime = new URL('runtime/', baseURL).href;
  const clock = new Clock();
  // Both are wanted in any case: the second need not wait for the first.
  const loading = import(/* webpackIgnore: true */ `${runtime}pyodide.mjs`);
  loading.catch(() => {}); // reported where it is awaited
  onProgress('manifest', 0);
  const manifest = await readManifest(runtime);
  clock.lap('manifest');
  let refused = '';
  if (!forceOrdinary) {
    try {
      const pyodide = await fromImage(runtime, manifest, loading, onProgress, clock);
      return { pyodide, timings: clock.all(), how: 'image', refused };
    } catch (error) {
      refused = String(error);
      console.info(`PyOrrery starts without its memory image: ${refused}`);
      clock.lap('refused');
    }
  }
  const pyodide = await ordinarily(runtime, manifest, loading, onProgress, clock);
  return { pyodide, timings: clock.all(), how: 'ordinary', refused };
}

/** Measures phases that follow one another. */
class Clock {
  constructor() {
    this.start = performance.now();
    this.last = this.start;
    /** @type {Timings} */
    this.laps = { manifest: 0, image: 0, pyodide: 0, micropip: 0, wheel: 0, boot: 0 };
  }

  /** @param {string} phase  the one that ends now */
  lap(phase) {
    const now = performance.now();
    this.laps[phase] = (this.laps[phase] ?? 0) + now - this.last;
    this.last = now;
  }

  /** @returns {Timings} */
  all() {
    return { ...this.laps, total: this.last - this.start };
  }
}

/**
 * @param {string} runtime
 * @returns {Promise<Manifest|null>}  null where there is none that this code can read
 */
async function readManifest(runtime) {
  try {
    // Always asked anew: all the other names follow from it.
    const answer = await fetch(`${runtime}manifest.json`, { cache: 'no-cache' });
    const manifest = answer.ok ? await answer.json() : null;
    return manifest?.version === MANIFEST_VERSION ? manifest : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} runtime
 * @param {Manifest|null} manifest
 * @param {Promise<typeof import('pyodide')>} loading
 * @param {Progress} onProgress
 * @param {Clock} clock
 * @returns {Promise<Pyodide>}
 */
async function fromImage(runtime, manifest, loading, onProgress, clock) {
  if (!manifest?.image) throw new Error('the site has no memory image');
  if (typeof DecompressionStream === 'undefined') throw new Error('no DecompressionStream here');
  onProgress('image', IMAGE.image);
  const answer = await fetch(runtime + manifest.image.file);
  // Before Pyodide begins to load what it would have to load again.
  if (!answer.ok || !answer.body) throw new Error(`no memory image: HTTP status ${answer.status}`);
  const image = unpack(answer.body, manifest.image, onProgress).then((data) => {
    clock.lap('image');
    onProgress('pyodide', IMAGE.pyodide);
    return data;
  });
  image.catch(() => {}); // reported by loadPyodide, which awaits it
  const compiled = compile(`${runtime}pyodide.asm.wasm`);
  const { loadPyodide } = await loading;
  /** @type {Uint8Array} */
  let snapshot;
  const pyodide = await withCompiled(compiled, (fresh) => addMemory(snapshot, manifest.image.header, fresh), () => loadPyodide({
    indexURL: runtime,
    packageBaseUrl: runtime,
    // The restored Python has its modules already: the files come when they are first read.
    stdLibURL: 'data:application/zip,',
    _loadSnapshot: image.then((data) => (snapshot = data)),
  }));
  clock.lap('pyodide');
  onProgress('boot', IMAGE.boot);
  const files = new LazyFiles(pyodide, runtime);
  for (const [path, name] of Object.entries(manifest.lazy)) files.add(path, manifest.files[name]);
  pyodide.runPython(RESEED);
  clock.lap('boot');
  // Not at once: the first steps come first, on the network as well.
  setTimeout(() => files.fill(), FILL_AFTER);
  return pyodide;
}

/**
 * Receives and unpacks the image, the one while the other; refuses one that is not the manifest's.
 *
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @param {Manifest['image']} entry
 * @param {Progress} onProgress
 * @returns {Promise<Uint8Array>}
 */
async function unpack(body, entry, onProgress) {
  const unpacker = new DecompressionStream('gzip');
  const writer = unpacker.writable.getWriter();
  const unpacked = readAll(unpacker.readable, entry.rawSize);
  unpacked.catch(() => {}); // awaited below, unless the download fails first
  const packed = await readAll(body, entry.size, (chunk, done) => {
    writer.write(chunk).catch(() => {}); // the reader reports it
    onProgress('image', IMAGE.image + (IMAGE.pyodide - IMAGE.image) * done);
  });
  writer.close().catch(() => {});
  await verify(packed, entry);
  return unpacked;
}

/**
 * Completes the image: it was written as the difference from a fresh memory, which holds the data of
 * pyodide.asm.wasm, so that these are not loaded twice.
 *
 * @param {Uint8Array} snapshot  changed in place
 * @param {number} header
 * @param {Uint8Array} fresh
 */
function addMemory(snapshot, header, fresh) {
  // Word by word: both begin at a multiple of 16 bytes and are whole pages long.
  const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset + header, (snapshot.length - header) >> 2);
  const added = new Uint32Array(fresh.buffer, 0, fresh.length >> 2);
  const end = Math.min(words.length, added.length);
  for (let at = 0; at < end; at += 1) words[at] ^= added[at];
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {number} size  that it must have
 * @param {(chunk: Uint8Array<ArrayBuffer>, fraction: number) => void} [onChunk]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function readAll(stream, size, onChunk = () => {}) {
  const data = new Uint8Array(size);
  const reader = stream.getReader();
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (filled + value.length > size) throw new Error('the memory image is too long');
    data.set(value, filled);
    filled += value.length;
    onChunk(value, filled / size);
  }
  if (filled !== size) throw new Error('the memory image is too short');
  return data;
}

/**
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {Entry} entry
 */
async function verify(data, entry) {
  // Outside https: and localhost the browser has no digests; the length has been checked.
  if (!globalThis.crypto?.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  const text = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (text !== entry.sha256) throw new Error('the memory image is not the one of this site');
}

/**
 * Puts files in place that are fetched when something reads them, by a blocking request, which
 * workers may make; meanwhile they come in the background, so that hardly anyone waits.
 *
 * Emscripten's own createLazyFile hands out one byte at a time: reading the standard library's
 * zip through it took twenty seconds.
 */
class LazyFiles {
  /**
   * @param {Pyodide} pyodide
   * @param {string} runtime
   */
  constructor(pyodide, runtime) {
    this.FS = pyodide.FS;
    this.runtime = runtime;
    /** @type {(() => Promise<void>)[]} */
    this.pending = [];
  }

  /**
   * @param {string} path
   * @param {Entry} entry
   */
  add(path, entry) {
    const url = this.runtime + entry.file;
    this.FS.writeFile(path, new Uint8Array(0));
    const { node } = this.FS.lookupPath(path, {});
    const { ErrnoError } = this.FS;
    /** @type {Uint8Array|null} */
    let contents = null;
    node.usedBytes = entry.size;
    Object.defineProperty(node, 'contents', {
      configurable: true,
      get() {
        contents ??= fetchNow(url, entry.size);
        if (!contents) throw new ErrnoError(EIO);
        return contents;
      },
      set(value) {
        contents = value;
      },
    });
    this.pending.push(async () => {
      const answer = await fetch(url);
      const data = new Uint8Array(await answer.arrayBuffer());
      if (answer.ok && data.length === entry.size) contents ??= data;
    });
  }

  /** Fetches what has not been read yet. A file that fails asks again when it is read. */
  async fill() {
    for (const fetchOne of this.pending) await fetchOne().catch(() => {});
  }
}

/** Emscripten's number for an input/output error. */
const EIO = 29;

/**
 * @param {string} url
 * @param {number} size  that it must have
 * @returns {Uint8Array|null}
 */
function fetchNow(url, size) {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  try {
    request.send();
  } catch {
    return null;
  }
  const good = request.status === 200 && request.response.byteLength === size;
  return good ? new Uint8Array(request.response) : null;
}

/**
 * @param {string} runtime
 * @param {Manifest|null} manifest
 * @param {Promise<typeof import('pyodide')>} loading
 * @param {Progress} onProgress
 * @param {Clock} clock
 * @returns {Promise<Pyodide>}
 */
async function ordinarily(runtime, manifest, loading, onProgress, clock) {
  onProgress('pyodide', ORDINARY.pyodide);
  const { loadPyodide } = await loading;
  const pyodide = await loadPyodide({ indexURL: runtime, packageBaseUrl: runtime });
  clock.lap('pyodide');
  onProgress('micropip', ORDINARY.micropip);
  await pyodide.loadPackage('micropip', { messageCallback() {} });
  const micropip = pyodide.pyimport('micropip');
  clock.lap('micropip');
  onProgress('wheel', ORDINARY.wheel);
  await micropip.install('pyorrery');
  micropip.destroy();
  clock.lap('wheel');
  onProgress('boot', ORDINARY.boot);
  if (manifest) pyodide.runPython(manifest.warm);
  clock.lap('boot');
  return pyodide;
}
