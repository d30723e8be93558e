/** One worker and its messages: starts it, sends commands, hands over replies, and replaces it when it dies. */

/** @typedef {import('./protocol.js').Command} Command */
/** @typedef {import('./protocol.js').Reply} Reply */

/** How long a Stop may stay unanswered before the worker itself is thrown away, in milliseconds. */
const STOP_PATIENCE = 1500;

export class Client {
  /**
   * @param {object} options
   * @param {string} options.base  where the site's files are, ending in a slash
   * @param {() => Promise<Worker>|Worker} options.spawn
   * @param {(reply: Reply) => void} options.onReply
   * @param {boolean} [options.forceOrdinary]
   */
  constructor({ base, spawn, onReply, forceOrdinary = false }) {
    this.base = base;
    this.spawn = spawn;
    this.onReply = onReply;
    this.forceOrdinary = forceOrdinary;
    /** @type {Worker|null} */
    this.worker = null;
    this.generation = 0;
    this.lastId = 0;
    this.watched = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.watchdog = undefined;
  }

  /** Starts a worker, in place of the one that there was. */
  async start() {
    this.drop();
    const generation = ++this.generation;
    try {
      const worker = await this.spawn();
      if (generation !== this.generation) return worker.terminate();
      this.worker = worker;
      worker.onmessage = (event) => this.receive(generation, event.data);
      worker.onerror = (event) => this.lost(generation, event.message || 'the worker could not be started');
      worker.onmessageerror = () => this.lost(generation, 'a message from the worker could not be read');
      this.send({ type: 'boot', base: this.base, forceOrdinary: this.forceOrdinary });
    } catch (error) {
      this.lost(generation, String(error));
    }
  }

  drop() {
    clearTimeout(this.watchdog);
    this.worker?.terminate();
    this.worker = null;
  }

  /**
   * @param {Command} command
   * @returns {number} the id that the replies to it carry as `re`
   */
  send(command) {
    const id = ++this.lastId;
    this.worker?.postMessage({ ...command, id });
    if (command.type === 'stop') this.watch(id);
    return id;
  }

  /** @param {number} id  of the Stop that must be answered */
  watch(id) {
    clearTimeout(this.watchdog);
    this.watched = id;
    const generation = this.generation;
    this.watchdog = setTimeout(
      () => this.lost(generation, `the worker did not answer Stop within ${STOP_PATIENCE} ms`),
      STOP_PATIENCE,
    );
  }

  /**
   * @param {number} generation
   * @param {string} text  a JSON array of replies, as the VM's encoder wrote it
   */
  receive(generation, text) {
    if (generation !== this.generation) return;
    for (const reply of /** @type {Reply[]} */ (JSON.parse(text))) {
      if (reply.re === this.watched || reply.type === 'finished') clearTimeout(this.watchdog);
      this.onReply(reply);
    }
  }

  /**
   * @param {number} generation
   * @param {string} report
   */
  lost(generation, report) {
    if (generation !== this.generation) return;
    this.drop();
    this.onReply({ type: 'crash', fatal: true, report });
  }
}

/**
 * A worker from the page's own origin.
 *
 * @param {string} base
 */
export function spawnHere(base) {
  return new Worker(new URL('worker.js', base), { type: 'module' });
}

/**
 * A worker for a page with an opaque origin (a sandboxed frame), which may start one from a blob: address only; and a
 * classic one, since Chromium refuses such a page a module worker. The bundled script is both.
 *
 * @param {string} base
 */
export async function spawnFromBlob(base) {
  const answer = await fetch(new URL('worker.js', base));
  if (!answer.ok) throw new Error(`worker.js: HTTP status ${answer.status}`);
  const url = URL.createObjectURL(new Blob([await answer.text()], { type: 'text/javascript' }));
  const worker = new Worker(url);
  // Chromium reads the address asynchronously, so it is given back later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return worker;
}
