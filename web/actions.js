/** Everything that a person can do with a button or a key: one entry drives the button, its title and its shortcut. */

/** @typedef {import('./controller.js').Controller} Controller */
/** @typedef {import('./controller.js').Phase} Phase */
/**
 * @typedef {object} Action
 * @property {string} id
 * @property {string} label
 * @property {string} icon  path data in a 16 by 16 box
 * @property {string} hint
 * @property {boolean} [steps]  the label names what is stepped by
 * @property {string} code  the key's KeyboardEvent.code, pressed with Alt
 * @property {Phase[]} when
 * @property {(controller: Controller) => void} run
 */

/** @type {Action[]} */
export const ACTIONS = [
  {
    id: 'run', label: 'Run', icon: 'M4 2.5v11l9-5.5z', hint: 'Run on to the end', code: 'KeyR',
    when: ['edited', 'paused', 'finished'], run: (controller) => controller.run(),
  },
  {
    id: 'pause', label: 'Pause', icon: 'M4 3h3v10H4zM9 3h3v10H9z', hint: 'Stop at the next instruction, to go on from there',
    code: 'KeyP', when: ['running'], run: (controller) => controller.pause(),
  },
  {
    id: 'stop', label: 'Stop', icon: 'M3.5 3.5h9v9h-9z', hint: 'End the program with KeyboardInterrupt; again: discard it',
    code: 'KeyS', when: ['running', 'paused', 'waiting'], run: (controller) => controller.stop(),
  },
  {
    id: 'instruction', label: 'Instruction', icon: 'M3 7h6V3.5L14 8l-5 4.5V9H3z', hint: 'Run one instruction', code: 'KeyI', steps: true,
    when: ['edited', 'paused', 'finished'], run: (controller) => controller.step('instruction'),
  },
  {
    id: 'line', label: 'Line', icon: 'M2.5 3h11v2h-11zM2.5 7h5v2h-5zM10 7h2v3h2l-3 3.5L8 10h2z',
    hint: 'Run to the start of another line', code: 'KeyL', steps: true,
    when: ['edited', 'paused', 'finished'], run: (controller) => controller.step('line'),
  },
  {
    id: 'reset', label: 'Reset', icon: 'M8 3a5 5 0 1 1-4.6 3l1.8.8A3 3 0 1 0 8 5v2.5L4.3 4 8 .5z',
    hint: 'Load the program again, at its first instruction', code: 'KeyB',
    when: ['edited', 'paused', 'waiting', 'running', 'finished', 'invalid', 'down'], run: (controller) => controller.reset(),
  },
];

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** @param {Action} action */
export function keyName(action) {
  return `${IS_MAC ? '⌥' : 'Alt+'}${action.code.replace('Key', '')}`;
}

/**
 * The action that a key press asks for. Ctrl+Enter runs, as in many a notebook; the others are Alt and a letter, which
 * neither the editor nor a screen reader uses.
 *
 * @param {KeyboardEvent} event
 * @returns {Action|undefined}
 */
export function actionOf(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') return ACTIONS[0];
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  return ACTIONS.find((action) => action.code === event.code);
}
