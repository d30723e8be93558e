/** One line that says in plain words what the VM does now, and what stands in the way when it cannot. */

import { copyText, fill, h } from './dom.js';

/** @typedef {import('./controller.js').Controller} Controller */
/** @typedef {import('./controller.js').Snapshot} Snapshot */
/** @typedef {import('./controller.js').Phase} Phase */

/** @type {Record<Phase, [string, string]>} */
const PHASES = {
  loading: ['◔', 'Loading'], edited: ['○', 'Ready'], paused: ['❚❚', 'Paused'], running: ['▶', 'Running'],
  waiting: ['…', 'Waiting for input'], finished: ['■', 'Ended'], invalid: ['✕', 'Syntax error'], down: ['!', 'Crashed'],
};

/** @type {Record<string, string>} */
const STAGES = {
  page: 'Starting the worker', restart: 'Restarting with your program', image: 'Loading the memory image',
  pyodide: 'Loading Pyodide', micropip: 'Loading micropip', wheel: 'Installing the VM', boot: 'Booting the VM',
  packages: 'Fetching packages', ready: 'Opening a session',
};

export function makeStatus() {
  const badge = h('span', { className: 'phase' });
  const sentence = h('span', { className: 'sentence', role: 'status', 'aria-live': 'polite' });
  const counter = h('span', { className: 'steps num', title: 'instructions run so far' });
  const bar = h('progress', { max: 1, value: 0, hidden: true, 'aria-label': 'Loading' });
  const element = h('div', { className: 'status' }, badge, sentence, bar, counter);

  /** @param {Snapshot} snapshot */
  function update(snapshot) {
    const { phase, progress, step } = snapshot;
    const [mark, name] = PHASES[phase];
    element.dataset.phase = phase;
    fill(badge, h('span', { 'aria-hidden': 'true' }, mark), ` ${name}`);
    const text = sentenceOf(snapshot);
    if (sentence.textContent !== text) sentence.textContent = text;
    counter.textContent = step ? `step ${step.toLocaleString('en')}` : '';
    bar.hidden = !progress;
    if (progress) bar.value = progress.fraction;
  }

  return { element, update };
}

/** @param {Snapshot} snapshot */
function sentenceOf({ phase, progress, state, error, finished, perSecond, notice }) {
  if (progress) return `${progress.packages ? `Fetching ${progress.packages.join(', ')}` : STAGES[progress.stage] ?? progress.stage} …`;
  if (notice) return notice;
  if (phase === 'running') return perSecond ? `${Math.round(perSecond).toLocaleString('en')} instructions a second` : '';
  if (phase === 'invalid' && error) return `Line ${error.lineno}: ${error.msg}`;
  if (phase === 'finished' && finished) return `Exit status ${finished.status}.`;
  return state?.sentence ?? '';
}

/** @param {Controller} controller */
export function makeCrashNote(controller) {
  const report = h('pre', { tabindex: '0', 'aria-label': 'Crash report' });
  const copy = h('button', { type: 'button', onclick: onCopy }, 'Copy report');
  const text = h('p');
  const element = h('div', { className: 'crash', role: 'alert', hidden: true },
    h('div', { className: 'crash-head' }, h('strong', null, 'The VM crashed. '), text),
    h('div', { className: 'crash-buttons' }, copy, h('button', { type: 'button', onclick: () => controller.dismiss() }, 'Dismiss')),
    h('details', null, h('summary', null, 'Report'), report));

  async function onCopy() {
    copy.textContent = await copyText(report.textContent ?? '') ? 'Copied' : 'Select the report to copy it';
  }

  /** @param {Snapshot} snapshot */
  function update({ crash, phase, progress }) {
    element.hidden = !crash;
    if (!crash) return;
    if (report.textContent !== crash.report) {
      report.textContent = crash.report;
      copy.textContent = 'Copy report';
    }
    text.textContent = phase === 'down' && !progress
      ? 'It could not be started; Reset tries again.'
      : phase === 'down' || phase === 'loading'
        ? 'Your program is kept; a fresh VM is starting.'
        : 'Your program is kept, and a fresh VM is ready.';
  }

  return { element, update };
}
