/** The source editor: CodeMirror with the instruction's own columns marked and a syntax error shown in its place. */

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import {
  HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting,
} from '@codemirror/language';
import { Compartment, EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration, EditorView, GutterMarker, WidgetType, drawSelection, gutterLineClass, highlightSpecialChars, keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

import { h } from './dom.js';

/** @typedef {import('./protocol.js').Position} Position */
/** @typedef {import('./protocol.js').SyntaxErrorReply} SyntaxErrorReply */
/** @typedef {{now: Position|null, error: SyntaxErrorReply|null}} Marks */

const setMarks = /** @type {import('@codemirror/state').StateEffectType<Marks>} */ (StateEffect.define());

class ErrorNote extends WidgetType {
  /** @param {string} text */
  constructor(text) {
    super();
    this.text = text;
  }

  /** @param {ErrorNote} other */
  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    return h('div', { className: 'cm-error-note', role: 'note' }, this.text);
  }
}

class NowMarker extends GutterMarker {
  elementClass = 'cm-now-gutter';
}
class ErrorMarker extends GutterMarker {
  elementClass = 'cm-error-gutter';
}
const nowMarker = new NowMarker();
const errorMarker = new ErrorMarker();

/**
 * The place of a character counted in code points, in a document that counts UTF-16 units.
 *
 * @param {import('@codemirror/state').Text} doc
 * @param {number} lineno
 * @param {number} column
 */
function placeOf(doc, lineno, column) {
  const line = doc.line(Math.min(Math.max(lineno, 1), doc.lines));
  if (column < 0) return line.to;
  let units = 0;
  for (const character of line.text) {
    if (column-- === 0) break;
    units += character.length;
  }
  return line.from + units;
}

/**
 * @param {import('@codemirror/state').Text} doc
 * @param {Marks} marks
 */
function decorate(doc, { now, error }) {
  /** @type {import('@codemirror/state').Range<Decoration>[]} */
  const ranges = [];
  if (now) {
    const line = doc.line(Math.min(now.line, doc.lines));
    ranges.push(Decoration.line({ class: 'cm-now-line' }).range(line.from));
    const from = placeOf(doc, now.line, Math.max(now.col, 0));
    const to = placeOf(doc, now.endLine, now.endCol);
    if (now.col >= 0 && to > from) ranges.push(Decoration.mark({ class: 'cm-now' }).range(from, to));
  }
  if (error) ranges.push(...decorateError(doc, error));
  return Decoration.set(ranges, true);
}

/**
 * @param {import('@codemirror/state').Text} doc
 * @param {SyntaxErrorReply} error
 */
function decorateError(doc, error) {
  const lineno = Math.min(Math.max(error.lineno, 1), doc.lines);
  const line = doc.line(lineno);
  const from = error.offset < 0 ? line.from : placeOf(doc, lineno, error.offset);
  const to = Math.max(placeOf(doc, Math.max(error.endLineno, lineno), error.endOffset), from);
  const note = Decoration.widget({ widget: new ErrorNote(`${error.kind}: ${error.msg}`), block: true, side: 1 });
  const ranges = [Decoration.line({ class: 'cm-error-line' }).range(line.from), note.range(line.to)];
  // A place without an end is that of one character; at the end of a line, of the one before it.
  const shown = to > from ? { from, to } : from < line.to ? { from, to: from + 1 } : { from: from - 1, to: from };
  if (shown.from >= line.from) ranges.push(Decoration.mark({ class: 'cm-error' }).range(shown.from, shown.to));
  return ranges;
}

/** @type {Marks} */
const NO_MARKS = { now: null, error: null };

/** @type {StateField<{marks: Marks, decorations: import('@codemirror/view').DecorationSet}>} */
const markField = StateField.define({
  create: () => ({ marks: NO_MARKS, decorations: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return { marks: effect.value, decorations: decorate(transaction.newDoc, effect.value) };
    }
    // An edit makes the marks untrue: what they point at has moved.
    return transaction.docChanged ? { marks: NO_MARKS, decorations: Decoration.none } : value;
  },
  provide: (field) => [
    EditorView.decorations.from(field, (value) => value.decorations),
    gutterLineClass.compute([field], (state) => gutterMarks(state.doc, state.field(field).marks)),
  ],
});

/**
 * @param {import('@codemirror/state').Text} doc
 * @param {Marks} marks
 */
function gutterMarks(doc, { now, error }) {
  const ranges = [];
  if (now) ranges.push(nowMarker.range(doc.line(Math.min(now.line, doc.lines)).from));
  if (error) ranges.push(errorMarker.range(doc.line(Math.min(Math.max(error.lineno, 1), doc.lines)).from));
  return RangeSet.of(ranges, true);
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--syn-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--syn-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--syn-number)' },
  { tag: tags.comment, color: 'var(--syn-comment)', fontStyle: 'italic' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: 'var(--syn-def)' },
  { tag: [tags.meta, tags.self], color: 'var(--syn-meta)' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent', fontSize: 'var(--code-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { padding: '8px 0 24px', caretColor: 'var(--accent-ink)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--faint)', border: 'none', paddingLeft: '4px' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 10px 0 18px', minWidth: '46px', position: 'relative' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-matchingBracket': { backgroundColor: 'var(--selection)', outline: 'none' },
  '.cm-now-line': { backgroundColor: 'var(--now-line)' },
  '.cm-now': {
    backgroundColor: 'var(--now-wash)', borderRadius: '3px', boxShadow: 'inset 0 -2px 0 var(--accent)',
  },
  '.cm-now-gutter': { color: 'var(--accent-ink)', fontWeight: '700' },
  '.cm-now-gutter::before': { content: '"▶"', position: 'absolute', left: '4px', fontSize: '0.72em', lineHeight: '2.2' },
  '.cm-error': { textDecoration: 'underline wavy var(--bad)', textUnderlineOffset: '4px' },
  '.cm-error-line': { backgroundColor: 'var(--bad-wash)' },
  '.cm-error-gutter': { color: 'var(--bad)', fontWeight: '700' },
  '.cm-error-gutter::before': { content: '"✕"', position: 'absolute', left: '4px' },
  '.cm-error-note': {
    fontFamily: 'var(--sans)', color: 'var(--bad)', backgroundColor: 'var(--bad-wash)', padding: '3px 12px 5px',
    borderLeft: '3px solid var(--bad)', whiteSpace: 'pre-wrap', fontSize: '0.95em',
  },
});

export class Editor {
  /**
   * @param {HTMLElement} host
   * @param {object} options
   * @param {string} options.doc
   * @param {boolean} [options.readOnly]
   * @param {() => void} options.onEdit
   */
  constructor(host, { doc, readOnly = false, onEdit }) {
    this.readOnly = new Compartment();
    this.locked = readOnly;
    // In a shadow root CodeMirror adopts its style sheets, which a Content-Security-Policy without inline styles allows.
    const root = host.attachShadow({ mode: 'open' });
    this.view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc,
        extensions: [
          lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(),
          indentUnit.of('    '), python(), syntaxHighlighting(colours), markField, theme,
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          this.readOnly.of(EditorState.readOnly.of(readOnly)),
          EditorView.contentAttributes.of({ 'aria-label': 'Source of the program', spellcheck: 'false' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onEdit();
          }),
        ],
      }),
    });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** @param {string} text */
  replace(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
  }

  /** @param {boolean} locked */
  lock(locked) {
    if (locked === this.locked) return;
    this.locked = locked;
    this.view.dispatch({ effects: this.readOnly.reconfigure(EditorState.readOnly.of(locked)) });
  }

  /** @param {Partial<Marks>} change */
  mark(change) {
    const marks = { ...this.view.state.field(markField).marks, ...change };
    const effects = [setMarks.of(marks)];
    const lineno = marks.error?.lineno || marks.now?.line;
    this.view.dispatch({ effects: lineno ? [...effects, this.reveal(lineno)] : effects });
  }

  /** @param {number} lineno */
  reveal(lineno) {
    const { doc } = this.view.state;
    const line = doc.line(Math.min(Math.max(lineno, 1), doc.lines));
    return EditorView.scrollIntoView(line.from, { y: 'nearest', yMargin: 48 });
  }

  /** @param {number} lineno */
  goTo(lineno) {
    const { doc } = this.view.state;
    const line = doc.line(Math.min(Math.max(lineno, 1), doc.lines));
    this.view.dispatch({ selection: { anchor: line.from }, effects: this.reveal(lineno) });
    this.view.focus();
  }
}
