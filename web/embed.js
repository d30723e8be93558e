/** The embed: a program from the URL's fragment and the panels that it names, inside a frame of any page. */

import { spawnFromBlob } from './client.js';
import { byId, fill } from './dom.js';
import { parseFragment } from './fragment.js';
import { makeSession } from './session.js';
import { applyTheme } from './theme.js';

const base = new URL('./', location.href.replace(/[?#].*$/s, '')).href;
const linked = parseFragment(location.hash);
const wanted = linked.panels ?? ['code', 'frames'];
applyTheme(linked.theme);

const session = makeSession({
  editorHost: byId('editor'), doc: linked.code ?? '', readOnly: linked.readonly, panels: wanted, base,
  spawn: () => spawnFromBlob(base),
});
fill(byId('toolbar'), session.toolbar.element);
fill(byId('status'), session.status.element);
fill(byId('crash'), session.crash.element);
fill(byId('panels'), ...session.panels.map(({ element }) => element));
fill(byId('console-slot'), session.output.element);
if (linked.code === null) {
  byId('note').textContent = 'The address of this frame holds no program: it needs #v1;code=…';
  byId('note').hidden = false;
}
void session.controller.start();
