/** What the page and the embed have in common: editor, console, toolbar, status and panels around one controller. */

import { Controller } from './controller.js';
import { Editor } from './editor.js';
import { parseFragment } from './fragment.js';
import { makeConsole } from './panels/console.js';
import { PANELS, choosePanels } from './panels/index.js';
import { makeCrashNote, makeStatus } from './status.js';
import { makeToolbar } from './toolbar.js';

/** How long after the last key the text is loaded, in milliseconds. */
const QUIET = 350;

/**
 * @param {object} options
 * @param {HTMLElement} options.editorHost
 * @param {string} options.doc
 * @param {boolean} [options.readOnly]
 * @param {string[]} options.panels
 * @param {string} options.base
 * @param {() => Promise<Worker>|Worker} options.spawn
 * @param {boolean} [options.forceOrdinary]
 * @param {string[]} [options.actions]
 * @param {(snapshot: import('./controller.js').Snapshot) => void} [options.onChange]
 */
export function makeSession({ editorHost, doc, readOnly = false, panels, base, spawn, forceOrdinary, actions, onChange }) {
  const { known, views } = choosePanels(panels);
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const editor = new Editor(editorHost, { doc, readOnly, onEdit });
  const controller = new Controller({
    base, spawn, views, forceOrdinary, source: () => editor.text, onChange: schedule,
    onOutput: (entry) => output.write(entry), onReady: measured,
  });
  const context = { controller, goToLine: (/** @type {number} */ lineno) => editor.goTo(lineno) };
  const output = makeConsole(context);
  const toolbar = makeToolbar(controller, actions);
  const status = makeStatus();
  const crash = makeCrashNote(controller);
  const chosen = known.map((name) => PANELS[name].make(context));
  const all = [toolbar, status, crash, output, ...chosen];

  function onEdit() {
    controller.edited();
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (controller.snapshot.phase === 'edited') controller.load();
    }, QUIET);
  }

  let drawing = false;

  /** Several replies that arrive together are drawn once. */
  function schedule() {
    if (drawing) return;
    drawing = true;
    requestAnimationFrame(draw);
  }

  function draw() {
    drawing = false;
    const { snapshot } = controller;
    for (const part of all) part.update(snapshot);
    editor.lock(readOnly || snapshot.phase === 'running' || snapshot.phase === 'waiting');
    const now = snapshot.phase === 'paused' || snapshot.phase === 'waiting' ? snapshot.state?.views.position ?? null : null;
    if (snapshot.phase !== 'edited') editor.mark({ now, error: snapshot.error });
    document.documentElement.dataset.phase = snapshot.phase;
    onChange?.(snapshot);
  }

  // A link to another program of the same page changes the fragment only.
  addEventListener('hashchange', () => {
    const { code } = parseFragment(location.hash);
    if (code !== null) editor.replace(code);
  });
  draw();
  return { controller, editor, output, toolbar, status, crash, panels: chosen };
}

/** @param {import('./protocol.js').Ready} reply */
function measured({ how, timings }) {
  Object.assign(window, { __orrery: { ready: performance.now(), how, timings } });
}
