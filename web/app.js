/** The page: one session, laid out as an instrument, with examples to start from. */

import { byId, copyText, fill, h } from './dom.js';
import { formatFragment, parseFragment } from './fragment.js';
import { spawnHere } from './client.js';
import { makeSession } from './session.js';
import { applyTheme, currentTheme, storedTheme, toggleTheme } from './theme.js';

const DRAFT = 'pyorrery.draft';

const WELCOME = `\
# Run it, or step through it.

def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


numbers = [fib(n) for n in range(8)]
print("fib:", numbers)
`;

const base = new URL('./', document.baseURI).href;
const query = new URLSearchParams(location.search);
const linked = parseFragment(location.hash);
applyTheme(linked.theme ?? storedTheme());

const session = makeSession({
  editorHost: byId('editor'), doc: linked.code ?? draft() ?? WELCOME, panels: ['code', 'frames', 'threads', 'gc'], base,
  spawn: () => spawnHere(base), forceOrdinary: query.has('ordinary'), onChange: (snapshot) => turnOrrery(snapshot.step),
});
fill(byId('toolbar'), session.toolbar.element);
fill(byId('status'), session.status.element);
fill(byId('crash'), session.crash.element);
fill(byId('console-slot'), session.output.element);
['code-slot', 'frames-slot', 'threads-slot', 'gc-slot'].forEach((id, index) => fill(byId(id), session.panels[index].element));
themeButton();
linkButton();
void examples();
addEventListener('pagehide', keepDraft);
void session.controller.start();

/**
 * The inner planet goes round once in 36 instructions, the outer once in 360: a clockwork that runs with the program.
 *
 * @param {number} step
 */
function turnOrrery(step) {
  byId('planet-inner').setAttribute('transform', `rotate(${(step * 10) % 360} 16 16)`);
  byId('planet-outer').setAttribute('transform', `rotate(${(step + 140) % 360} 16 16)`);
}

function themeButton() {
  const button = byId('theme');
  const show = () => {
    const dark = currentTheme() === 'dark';
    button.textContent = dark ? '☀' : '☾';
    button.setAttribute('aria-label', dark ? 'Light colours' : 'Dark colours');
    button.title = dark ? 'Light colours' : 'Dark colours';
  };
  button.addEventListener('click', () => {
    toggleTheme();
    show();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  show();
}

/** Copies a link that carries the program; the address of the page becomes that link. */
function linkButton() {
  const button = byId('link');
  button.addEventListener('click', async () => {
    history.replaceState(null, '', formatFragment({ code: session.editor.text }));
    button.textContent = await copyText(location.href) ? 'Link copied' : 'The link is in the address bar';
    setTimeout(() => {
      button.textContent = 'Copy link';
    }, 2500);
  });
}

/** The menu of examples; a site without examples has no menu. */
async function examples() {
  const menu = /** @type {HTMLSelectElement} */ (byId('examples'));
  try {
    const answer = await fetch(new URL('examples/index.json', base));
    if (!answer.ok) return;
    const list = /** @type {{name: string, title: string, file: string}[]} */ (await answer.json());
    for (const { title, file } of list) menu.append(h('option', { value: file }, title));
    byId('examples-field').hidden = list.length === 0;
  } catch {
    return;
  }
  menu.addEventListener('change', async () => {
    if (!menu.value) return;
    const answer = await fetch(new URL(`examples/${menu.value}`, base));
    if (answer.ok) session.editor.replace(await answer.text());
    menu.value = '';
  });
}

/** A program outlives a reload of the tab, in the tab's own storage. */
function draft() {
  try {
    return sessionStorage.getItem(DRAFT);
  } catch {
    return null;
  }
}

function keepDraft() {
  try {
    sessionStorage.setItem(DRAFT, session.editor.text);
  } catch { /* a browser without storage starts from the welcome program */ }
}
