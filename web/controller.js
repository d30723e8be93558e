/**
 * What the page knows about its session, as one immutable snapshot, and the things that a person can do to it.
 *
 * Panels draw a snapshot and nothing else; the only way to another snapshot is a reply from the worker or an action.
 */

import { Client } from './client.js';

/** @typedef {import('./protocol.js').Reply} Reply */
/** @typedef {import('./protocol.js').State} State */
/** @typedef {import('./protocol.js').ViewName} ViewName */
/**
 * @typedef {'loading'|'edited'|'paused'|'running'|'waiting'|'finished'|'invalid'|'down'} Phase
 *   edited: the text has changed and the VM does not have it yet; invalid: it has a syntax error; down: no worker
 *
 * @typedef {object} Snapshot
 * @property {Phase} phase
 * @property {State|null} state  the last state shown
 * @property {State|null} previous  the state before it, to mark what changed
 * @property {import('./protocol.js').SyntaxErrorReply|null} error
 * @property {import('./protocol.js').Finished|null} finished
 * @property {{report: string, fatal: boolean}|null} crash
 * @property {{stage: string, fraction: number, packages?: string[]}|null} progress
 * @property {import('./protocol.js').Description|null} description
 * @property {number} step
 * @property {number} perSecond
 * @property {string} notice  a sentence about something the page itself did
 */

/** A program that still runs so many milliseconds after Stop has caught the exception, or takes its time. */
const CAUGHT = 400;

/** @type {Snapshot} */
const FIRST = {
  phase: 'loading', state: null, previous: null, error: null, finished: null, crash: null, description: null,
  progress: { stage: 'page', fraction: 0 }, step: 0, perSecond: 0, notice: '',
};

export class Controller {
  /**
   * @param {object} options
   * @param {string} options.base
   * @param {() => Promise<Worker>|Worker} options.spawn
   * @param {ViewName[]} options.views
   * @param {() => string} options.source
   * @param {string} [options.filename]
   * @param {boolean} [options.forceOrdinary]
   * @param {(snapshot: Snapshot) => void} options.onChange
   * @param {(entry: {stream: 'stdout'|'stderr'|'clear', text: string}) => void} options.onOutput
   * @param {(ready: import('./protocol.js').Ready) => void} [options.onReady]
   */
  constructor(options) {
    this.options = options;
    this.snapshot = FIRST;
    /** Replies that answer an earlier program than the last one loaded are dropped. */
    this.loadId = 0;
    this.ready = false;
    /** When Stop was pressed, 0 if it was not since the program was loaded. */
    this.stopped = 0;
    /** @type {import('./protocol.js').Command|null} what to do once the text that was just sent is loaded */
    this.next = null;
    this.client = new Client({
      base: options.base, spawn: options.spawn, forceOrdinary: options.forceOrdinary,
      onReply: (reply) => this.receive(reply),
    });
  }

  start() {
    return this.client.start();
  }

  /** @param {Partial<Snapshot>} change */
  change(change) {
    this.snapshot = { ...this.snapshot, ...change };
    this.options.onChange(this.snapshot);
  }

  // -- what a person can do ---------------------------------------------------------------------------------------

  edited() {
    if (!this.ready) return;
    this.loadId = Infinity;
    this.change({ phase: 'edited', error: null, finished: null, state: null, previous: null, progress: null, step: 0, notice: '' });
  }

  /** @param {boolean} [install]  whether packages that the program asks for may be fetched: a person wants it to run */
  load(install = false) {
    if (!this.ready) return;
    this.options.onOutput({ stream: 'clear', text: '' });
    this.stopped = 0;
    this.change({ phase: 'edited', error: null, finished: null, state: null, previous: null, step: 0, notice: '' });
    const { source, filename = 'main.py' } = this.options;
    this.loadId = this.client.send({ type: 'load', source: source(), filename, install });
  }

  run() {
    this.go({ type: 'run' });
  }

  /** @param {'instruction'|'line'} kind */
  step(kind) {
    this.go({ type: 'step', kind });
  }

  /** @param {import('./protocol.js').Command} command */
  go(command) {
    const { phase } = this.snapshot;
    if (phase === 'edited' || phase === 'finished') {
      this.next = command;
      if (phase === 'finished' || this.loadId === Infinity) this.load(true);
    } else if (phase === 'paused') {
      this.client.send(command);
    }
  }

  pause() {
    this.client.send({ type: 'pause' });
  }

  stop() {
    this.stopped = performance.now();
    this.client.send({ type: 'stop' });
  }

  reset() {
    this.next = null;
    if (this.snapshot.phase === 'down') void this.client.start();
    else this.load();
  }

  /** @param {string} text */
  input(text) {
    this.client.send({ type: 'input', text });
  }

  /** @param {string} opname */
  describe(opname) {
    if (opname) this.client.send({ type: 'describe', opname });
    else this.change({ description: null });
  }

  dismiss() {
    this.change({ crash: null, notice: '' });
  }

  // -- what the worker says ---------------------------------------------------------------------------------------

  /** @param {Reply} reply */
  receive(reply) {
    const late = reply.re !== undefined && reply.re < this.loadId;
    if (late && reply.type !== 'description' && reply.type !== 'ready') return;
    switch (reply.type) {
      case 'missing': return this.receiveMissing(reply);
      case 'progress': return this.change({ progress: reply, phase: this.snapshot.phase === 'down' ? 'down' : 'loading' });
      case 'ready': return this.receiveReady(reply);
      case 'state': return this.receiveState(reply);
      case 'running': return this.receiveRunning(reply);
      case 'output': return this.options.onOutput(reply);
      case 'finished': return this.receiveFinished(reply);
      case 'syntaxError':
        this.next = null;
        return this.change({ phase: 'invalid', error: reply, state: null, previous: null, progress: null });
      case 'description': return this.change({ description: reply });
      case 'rejected': return this.change({ notice: reply.msg });
      case 'crash': return this.receiveCrash(reply);
    }
  }

  /** @param {import('./protocol.js').Ready} reply */
  receiveReady(reply) {
    this.ready = true;
    this.loadId = 0;
    this.options.onReady?.(reply);
    this.change({ progress: null, phase: 'edited' });
    this.client.send({ type: 'subscribe', views: this.options.views });
    // After a crash the same text might crash again: then a person decides when to load it.
    if (this.snapshot.crash) this.edited();
    else this.load();
  }

  /**
   * The program asks for packages that are not there. Fetching them tells the index who wants them: that waits until a
   * person runs the program.
   *
   * @param {import('./protocol.js').Missing} reply
   */
  receiveMissing({ packages, msg }) {
    this.next = null;
    this.loadId = Infinity;
    const notice = msg || `This program asks for ${packages.join(', ')}: Run or a step fetches that from PyPI.`;
    this.change({ phase: 'edited', progress: null, state: null, previous: null, notice });
  }

  /** @param {import('./protocol.js').Running} reply */
  receiveRunning({ step, perSecond }) {
    const caught = this.stopped && performance.now() - this.stopped > CAUGHT;
    this.change({
      phase: 'running', step, perSecond,
      notice: caught ? 'The program goes on after KeyboardInterrupt; Stop again discards it.' : '',
    });
  }

  /** @param {State} reply */
  receiveState(reply) {
    const previous = this.snapshot.state && this.snapshot.state.step < reply.step ? this.snapshot.state : null;
    this.change({ phase: reply.status, state: reply, previous, step: reply.step, progress: null, notice: '' });
    const next = this.next;
    this.next = null;
    if (next && reply.status === 'paused') this.client.send(next);
  }

  /** @param {import('./protocol.js').Finished} reply */
  receiveFinished(reply) {
    this.change({ phase: 'finished', finished: reply, step: reply.step, error: null });
  }

  /**
   * The VM or its host failed. The report stays on screen while a new worker starts with the same program.
   *
   * @param {import('./protocol.js').Crash} reply
   */
  receiveCrash(reply) {
    const started = this.ready;
    this.ready = false;
    this.next = null;
    this.change({
      phase: 'down', crash: { report: reply.report, fatal: reply.fatal }, state: null, previous: null,
      progress: started ? { stage: 'restart', fraction: 0 } : null, finished: null, step: 0,
    });
    this.client.drop();
    if (started) void this.client.start();
  }
}
