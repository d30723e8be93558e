/** The panels by name, each with the views that it reads. */

import { makeCode } from './code.js';
import { makeFrames } from './frames.js';
import { makeGc } from './gc.js';
import { makeThreads } from './threads.js';

/** @typedef {import('../protocol.js').ViewName} ViewName */
/** @typedef {import('./panel.js').Context} Context */
/** @typedef {import('./panel.js').Panel} Panel */

/** @type {Record<string, {views: ViewName[], make: (context: Context) => Panel}>} */
export const PANELS = {
  code: { views: ['code'], make: makeCode },
  frames: { views: ['frames'], make: makeFrames },
  threads: { views: ['threads'], make: makeThreads },
  gc: { views: ['gc'], make: makeGc },
};

/**
 * The panels of these names that exist, in this order.
 *
 * @param {string[]} names
 */
export function choosePanels(names) {
  const known = names.filter((name, index) => Object.hasOwn(PANELS, name) && names.indexOf(name) === index);
  /** @type {ViewName[]} */
  const views = ['position', ...known.flatMap((name) => PANELS[name].views)];
  return { known, views };
}
