/**
 * The protocol between a page and the worker that runs the VM, as types.
 *
 * docs/protocol.md says what each message means and when it is sent; vm/probe/protocol.py is the other end.
 * The version is raised when a message changes its meaning or loses a field, not when one is added.
 */

export const PROTOCOL_VERSION = 1;

/** The views that a state can carry; each panel names the ones that it reads. */
export const VIEW_NAMES = /** @type {const} */ (['position', 'code', 'frames', 'gc', 'threads']);

/**
 * @typedef {'position'|'code'|'frames'|'gc'|'threads'} ViewName
 *
 * @typedef {'paused'|'running'|'waiting'|'finished'} RunStatus
 *
 * -- page to worker ---------------------------------------------------------------------------------------------------
 *
 * @typedef {{type: 'boot', base: string, forceOrdinary?: boolean}} Boot
 * @typedef {{type: 'subscribe', views: ViewName[]}} Subscribe
 * @typedef {{type: 'load', source: string, filename: string, install?: boolean}} Load
 * @typedef {{type: 'run'}} Run
 * @typedef {{type: 'step', kind: 'instruction'|'line', count?: number}} Step
 * @typedef {{type: 'pause'}} Pause
 * @typedef {{type: 'stop', hard?: boolean}} Stop
 * @typedef {{type: 'setBreakpoints', lines: number[]}} SetBreakpoints
 * @typedef {{type: 'input', text: string}} Input
 * @typedef {{type: 'describe', opname: string}} Describe
 * @typedef {{type: 'hello', how: string, refused: string, timings: Record<string, number>}} Hello  the worker's own
 * @typedef {(Boot|Subscribe|Load|Run|Step|Pause|Stop|SetBreakpoints|Input|Describe) & {id?: number}} Command
 *
 * -- worker to page ---------------------------------------------------------------------------------------------------
 *
 * @typedef {{type: 'progress', stage: string, fraction: number, packages?: string[]}} Progress
 * @typedef {{type: 'ready', version: number, how: string, refused: string,
 *   timings: Record<string, number>, python: string}} Ready
 * @typedef {{type: 'state', status: RunStatus, step: number, sentence: string, reason: string, views: Views}} State
 * @typedef {{type: 'running', step: number, perSecond: number}} Running
 * @typedef {{type: 'output', stream: 'stdout'|'stderr', text: string}} Output
 * @typedef {{type: 'finished', status: number, how: 'returned'|'exit'|'exception'|'stopped'|'deadlock', traceback: string,
 *   lines: number[], step: number}} Finished
 * @typedef {{type: 'syntaxError', kind: string, msg: string, lineno: number, offset: number, endLineno: number,
 *   endOffset: number, text: string}} SyntaxErrorReply  lines from 1, offsets are characters from 0, -1 where unknown
 * @typedef {{type: 'missing', packages: string[], msg: string}} Missing  msg: why they cannot be had, or empty
 * @typedef {{type: 'description', opname: string, meaning: string, effect: string, source: string}} Description
 * @typedef {{type: 'crash', report: string, fatal: boolean}} Crash
 * @typedef {{type: 'rejected', msg: string}} Rejected
 * @typedef {(Progress|Ready|State|Running|Output|Finished|SyntaxErrorReply|Missing|Description|Crash|Rejected) & {re?: number}} Reply
 *
 * -- views ------------------------------------------------------------------------------------------------------------
 *
 * @typedef {{filename: string, function: string, line: number, endLine: number, col: number, endCol: number}} Position
 *   lines from 1; columns are characters (code points) from 0, -1 where the compiler recorded none
 *
 * @typedef {{type: string, repr: string, refcnt: number, id: number}} Value  refcnt is -1 for an immortal object
 * @typedef {{name: string, value: Value|null}} Variable  null: the name is not bound now
 *
 * @typedef {{offset: number, opname: string, arg: number|null, argrepr: string, line: number|null, target: string,
 *   jump: number|null}} Instruction  target: the label that jumps name, or empty
 * @typedef {{start: number, end: number, target: number, depth: number, lasti: boolean}} Handler
 * @typedef {{id: number, name: string, filename: string, stacksize: number, instructions: Instruction[],
 *   specialized: [number, string][], exceptions: Handler[], next: number}} Code  specialized: by offset, the form that
 *   CPython's interpreter would run by now; next: the offset of the next instruction
 *
 * @typedef {{kind: 'python'|'native', id: number, name: string, filename: string, line: number|null, next: number,
 *   opname: string, locals: Variable[], cells: Variable[], stack: (Value|null)[]}} Frame  null on the stack is C's NULL
 * @typedef {{thread: number, name: string, current: boolean, frames: Frame[]}} Stack  innermost frame first
 *
 * @typedef {{count: number, threshold: number, size: number}} Generation
 * @typedef {Value & {generation: number}} Tracked
 * @typedef {{enabled: boolean, collecting: boolean, generations: Generation[], total: number,
 *   objects: Tracked[]}} Gc  objects: the youngest first, at most a few hundred of the total
 *
 * @typedef {{id: number, name: string, status: string, holds: boolean, waits: boolean, depth: number,
 *   breaker: string[]}} ThreadState  breaker: names of the eval-breaker bits that are set
 * @typedef {{locked: boolean, holder: number|null, waiting: number[], dropRequest: boolean, interval: number,
 *   switches: number}} Gil  interval in microseconds
 * @typedef {{gil: Gil, threads: ThreadState[]}} Threads
 *
 * @typedef {{position?: Position|null, code?: Code|null, frames?: Stack[], gc?: Gc, threads?: Threads}} Views
 */
