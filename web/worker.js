/**
 * The worker: starts Pyodide, then carries messages between the page and vm.probe.protocol.Server.
 *
 * Everything that a message means is decided in Python, where it is tested natively as well. This file only starts the
 * interpreter, gives the VM its turns, and tells of the errors that leave Python with no way to tell them itself.
 */

import { bootPyodide } from './boot.js';

/** @typedef {import('./protocol.js').Boot} Boot */
/** @typedef {import('./protocol.js').Reply} Reply */
/**
 * @typedef {object} Server
 * @property {(text: string) => string} receive
 * @property {() => string} slice
 * @property {() => boolean} busy
 * @property {() => boolean} wants
 * @property {() => string} rest
 * @property {() => Promise<string>} install
 */

/** @type {Server|null} */
let server = null;
/** @type {import('pyodide').PyodideAPI|null} */
let runtime = null;
/** @type {string[]} */
const early = [];
let dead = false;
let waiting = false;
/** Milliseconds of quiet after which the next program's runtime is started. */
const REST_AFTER = 400;
let resting = 0;

// A yield through a MessageChannel costs about 12 microseconds; setTimeout(0) is clamped to 4 milliseconds.
const turns = new MessageChannel();
turns.port1.onmessage = () => {
  waiting = false;
  exchange((to) => to.slice());
};

self.onmessage = (event) => {
  const command = event.data;
  if (command.type === 'boot') void boot(command);
  else if (!server) early.push(JSON.stringify(command));
  else deliver(JSON.stringify(command));
  if (command.type === 'load' && server?.wants()) void install();
};

/** Fetches the packages that a program asks for; a page's origin must be allowed to reach the index. */
async function install() {
  if (!server || !runtime) return;
  try {
    await runtime.loadPackage('micropip', { messageCallback() {} });
    self.postMessage(await server.install());
  } catch (error) {
    crashed(error);
  }
}

/** @param {string} text */
function deliver(text) {
  exchange((to) => to.receive(text));
}

/** @param {Boot} command */
async function boot(command) {
  try {
    const { pyodide, timings, how, refused } = await bootPyodide(command.base, progress, {
      forceOrdinary: command.forceOrdinary ?? false,
    });
    const opened = performance.now();
    const made = pyodide.pyimport('vm.probe.protocol').Server();
    // Each attribute of a proxy is a new proxy: take the methods once.
    server = {
      receive: made.receive, slice: made.slice, busy: made.busy, wants: made.wants_packages, rest: made.rest, install: made.install,
    };
    runtime = pyodide;
    Object.assign(self, { __orrery: { pyodide, server: made } });
    progress('ready', 1);
    deliver(JSON.stringify({ type: 'hello', how, refused, timings: { ...timings, session: performance.now() - opened } }));
    for (const text of early.splice(0)) deliver(text);
  } catch (error) {
    crashed(error);
  }
}

/**
 * @param {string} stage
 * @param {number} fraction
 */
function progress(stage, fraction) {
  post([{ type: 'progress', stage, fraction }]);
}

/**
 * One call into Python, its replies to the page, and another turn if the program still runs.
 *
 * @param {(to: Server) => string} call
 * @param {boolean} [asked]  whether it answers the page
 */
function exchange(call, asked = true) {
  if (!server || dead) return;
  try {
    const replies = call(server);
    if (replies !== '[]') self.postMessage(replies);
    if (server.busy()) takeTurn();
    else if (asked) rest();
  } catch (error) {
    crashed(error);
  }
}

/** When nothing has been asked for a while, the next program's runtime can be started. */
function rest() {
  clearTimeout(resting);
  resting = setTimeout(() => exchange((to) => to.rest(), false), REST_AFTER);
}

function takeTurn() {
  if (waiting) return;
  waiting = true;
  turns.port2.postMessage(null);
}

/** @param {any} error */
function crashed(error) {
  if (dead) return;
  dead = true;
  post([{ type: 'crash', fatal: true, report: [error?.message ?? error, error?.stack].filter(Boolean).join('\n') }]);
}

/** @param {Reply[]} replies */
function post(replies) {
  self.postMessage(JSON.stringify(replies));
}

self.addEventListener('error', (event) => crashed(event.error ?? event.message));
self.addEventListener('unhandledrejection', (event) => {
  // While Pyodide starts, a refused memory image leaves rejections behind, and the ordinary start follows.
  if (server) crashed(event.reason);
});
