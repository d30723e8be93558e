/**
 * The address of a program: everything stands in the URL's fragment, which a browser sends to no server.
 *
 * Version 1: `#v1;code=<base64url of UTF-8>;panels=code,frames;theme=dark;readonly=1`, in any order, each part optional.
 * A part that is not known is passed over, so that an older page still opens a newer link.
 */

/** @typedef {{code: string|null, panels: string[]|null, theme: string|null, readonly: boolean}} Fragment */

/** A link that is longer than this many characters is not decoded. */
const LIMIT = 1_000_000;

/**
 * @param {string} hash  with or without its #
 * @returns {Fragment}
 */
export function parseFragment(hash) {
  /** @type {Fragment} */
  const found = { code: null, panels: null, theme: null, readonly: false };
  const [version, ...parts] = hash.replace(/^#/, '').split(';');
  if (version !== 'v1' || hash.length > LIMIT) return found;
  for (const part of parts) {
    const [name, value = ''] = part.split(/=(.*)/s);
    if (name === 'code') found.code = decodeText(value);
    else if (name === 'panels') found.panels = value.split(',').filter(Boolean);
    else if (name === 'theme' && /^(light|dark)$/.test(value)) found.theme = value;
    else if (name === 'readonly') found.readonly = value === '1';
  }
  return found;
}

/** @param {Partial<Fragment>} fragment */
export function formatFragment({ code, panels, theme, readonly }) {
  const parts = ['v1'];
  if (typeof code === 'string') parts.push(`code=${encodeText(code)}`);
  if (panels) parts.push(`panels=${panels.join(',')}`);
  if (theme) parts.push(`theme=${theme}`);
  if (readonly) parts.push('readonly=1');
  return `#${parts.join(';')}`;
}

/** @param {string} text */
export function encodeText(text) {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * @param {string} text
 * @returns {string|null}
 */
export function decodeText(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (unit) => unit.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
