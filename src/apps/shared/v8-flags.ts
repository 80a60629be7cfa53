import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/**
 * The releases of V8 (major version) that have been seen to know a flag: to be asked for another prints an error, which no program can
 * catch. Node 20 has V8 11, 22 has 12, 24 has 13, 26 has 14.
 */
const KNOWN_BY = {
  'heap-growing-percent': [11, 14],
  'interrupt-budget': [11, 11],
  'max-bytecode-size-for-early-opt': [11, 11],
  'max-inlined-bytecode-size': [11, 14],
  'max-inlined-bytecode-size-absolute': [11, 14],
  'max-inlined-bytecode-size-cumulative': [11, 14],
  'semi-space-growth-factor': [11, 14],
} as const;

const V8_MAJOR = Number.parseInt(process.versions.v8, 10);

/** Sets a flag where the V8 at hand knows it; results depend on none. */
function setFlag(name: keyof typeof KNOWN_BY, value: number): void {
  const [from, to] = KNOWN_BY[name];
  if (from <= V8_MAJOR && V8_MAJOR <= to) setFlagsFromString(`--${name}=${value}`);
}

/**
 * Lets V8 watch for longer before it compiles a function for good: of what it compiled early, most code of short commands was never
 * used (a quarter of the processor time of `validate`, a tenth of its duration), and much code of long ones was thrown away at the
 * first branch that had not been seen yet. To be called first of all. Results depend on none of these flags.
 */
export function tuneForStart(): void {
  setFlag('interrupt-budget', 400000);
}

/**
 * Lets V8 compile as early as it does by itself: reading and auditing a ledger is a loop that takes 5 % less time so. Of what an audit
 * makes, little stays: V8 clears its heap when that has grown by 40 %, and not only when it is four times as large.
 */
export function tuneForReading(): void {
  setFlag('interrupt-budget', 67584);
  setFlag('semi-space-growth-factor', 2);
  setFlag('heap-growing-percent', 40);
}

/**
 * The same for tables and logs of which a ledger gives much more than it holds, and little stays: V8 clears its heap more often than it would by
 * itself, and with it the buffers that have been used.
 */
export function tuneForTables(): void {
  tuneForReading();
  setFlag('heap-growing-percent', 20);
}

/** The same for a long log of text, whose reading leaves little behind (120 MB less at the end of 2.4 GB, in the same time). */
export function tuneForLogs(): void {
  tuneForTables();
  setFlag('semi-space-growth-factor', 1);
}

/**
 * Lets V8 join more of the run loop into one piece than it would by itself: the steps of a case are many small functions, each
 * called from one place (a quarter of a run). What is large by itself stays apart, and small functions wait for their turn: most are
 * joined into others before. To be called by what simulates, once its scenario has been read, and by nothing else: reading and
 * auditing do not gain, and to compile such large pieces takes its time.
 */
export function tuneForSimulation(): void {
  setFlag('interrupt-budget', 200000);
  setFlag('max-bytecode-size-for-early-opt', 0);
  setFlag('max-inlined-bytecode-size', 400);
  setFlag('max-inlined-bytecode-size-cumulative', 10000);
  setFlag('max-inlined-bytecode-size-absolute', 20000);
}

/**
 * The same for one run by itself. It allocates little, of which nearly nothing lives: the young generation stays as large as it has
 * become by then, where it would grow for as long as the run lasts (15 MB more for 20 million cases than for one million).
 */
export function tuneForOneRun(): void {
  tuneForSimulation();
  setFlag('semi-space-growth-factor', 1);
}

/** From this size on, looking at all pages of the heap takes as long as what else a collection of young objects does. */
const LARGE_HEAP_BYTES = 256 * 2 ** 20;

/**
 * To be called from time to time while such a run goes on. Each time that V8 collects young objects, it looks at every page of the heap. When
 * millions of cases wait, that takes longer than to simulate them, so the young generation of a large heap grows again, to 16 MB: V8 then
 * collects a quarter as often.
 */
export function tuneForHeapSize(): void {
  if (getHeapStatistics().total_heap_size >= LARGE_HEAP_BYTES) setFlag('semi-space-growth-factor', 4);
}
