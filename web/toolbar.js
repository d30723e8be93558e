/** The row of buttons, and the keys that do the same. */

import { ACTIONS, actionOf, keyName } from './actions.js';
import { h, svg } from './dom.js';

/** @typedef {import('./controller.js').Controller} Controller */
/** @typedef {import('./controller.js').Snapshot} Snapshot */

/**
 * @param {Controller} controller
 * @param {string[]} [ids]  the actions to show, all of them unless given
 */
export function makeToolbar(controller, ids = ACTIONS.map(({ id }) => id)) {
  const shown = ACTIONS.filter(({ id }) => ids.includes(id));
  const buttons = shown.map((action) => h('button', {
    type: 'button', className: `action action-${action.id}`, 'data-action': action.id,
    title: `${action.hint} (${keyName(action)})`,
    'aria-keyshortcuts': `Alt+${action.code.replace('Key', '')}${action.id === 'run' ? ' Control+Enter' : ''}`,
    onclick: () => perform(action),
  }, icon(action.icon), 
  action.steps ? h('span', { className: 'offscreen' }, 'Step one ') : null,
  h('span', { className: 'action-label' }, action.label), h('kbd', null, keyName(action))));
  const element = h('div', { className: 'toolbar', role: 'group', 'aria-label': 'Actions' }, ...buttons);

  /** @param {import('./actions.js').Action} action */
  function perform(action) {
    if (action.when.includes(controller.snapshot.phase)) action.run(controller);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const action = actionOf(event);
    if (!action || !shown.includes(action)) return;
    event.preventDefault();
    event.stopPropagation();
    perform(action);
  }
  // In the capturing phase, before the editor's own keys.
  addEventListener('keydown', onKey, { capture: true });

  /** @param {Snapshot} snapshot */
  function update({ phase }) {
    // aria-disabled keeps the focus on a button that has just switched itself off, and the shortcut readable.
    shown.forEach((action, index) => {
      buttons[index].setAttribute('aria-disabled', String(!action.when.includes(phase)));
    });
  }

  return { element, update };
}

/** @param {string} path */
function icon(path) {
  return svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', class: 'icon' }, svg('path', { d: path }));
}
