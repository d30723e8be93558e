/** Light and dark: the system's choice, until a person makes another. */

const KEY = 'pyorrery.theme';

/** @param {string|null} theme */
export function applyTheme(theme) {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** Storage may be refused (a sandboxed frame, private browsing): the choice then lasts as long as the page. */
export function storedTheme() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function currentTheme() {
  return document.documentElement.dataset.theme
    ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

export function toggleTheme() {
  const theme = currentTheme() === 'dark' ? 'light' : 'dark';
  applyTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch { /* it lasts as long as the page */ }
  return theme;
}
