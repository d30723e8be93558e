/** A worker that starts Pyodide as the page's worker does, then runs what the test sends. */
import { bootPyodide } from '../../web/boot.js';

const stages = [];
let pyodide;

self.onmessage = async ({ data: { base, forceOrdinary, code } }) => {
  try {
    if (base) {
      const started = await bootPyodide(base, (stage, fraction) => stages.push([stage, fraction]), { forceOrdinary });
      pyodide = started.pyodide;
      const { how, timings, refused } = started;
      self.postMessage({ how, timings, refused, stages });
    } else {
      self.postMessage({ value: pyodide.runPython(code) });
    }
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};

// The page's worker takes such an event for a crash, so the start must not cause one.
self.addEventListener('unhandledrejection', (event) => {
  self.postMessage({ error: `unhandled rejection: ${event.reason}` });
});
