import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * V8 releases (major versions) known to support a flag. An unknown flag prints an error that no program can catch.
 * Node 20 has V8 11, 22 has 12, 24 has 13, 26 has 14.
 */
const KNOWN_BY = {
  'expose-gc': [11, 14],
  'heap-growing-percent': [11, 14],
  'interrupt-budget': [11, 11],
  'max-bytecode-size-for-early-opt': [11, 11],
  'max-inlined-bytecode-size': [11, 14],
  'max-inlined-bytecode-size-absolute': [11, 14],
  'max-inlined-bytecode-size-cumulative': [11, 14],
  'no-incremental-marking': [11, 14],
  'semi-space-growth-factor': [11, 14],
} as const;

const V8_MAJOR = Number.parseInt(process.versions.v8, 10);

/** Sets a flag if this V8 supports it. No result depends on a flag. Leave `value` out if the flag takes none. */
function setFlag(name: keyof typeof KNOWN_BY, value?: number): void {
  const [from, to] = KNOWN_BY[name];
  if (from > V8_MAJOR || V8_MAJOR > to) return;
  setFlagsFromString(value === undefined ? `--${name}` : `--${name}=${value}`);
}

/**
 * Makes V8 wait longer before it optimises a function. Of the code that it optimised early, short commands never used
 * most (a quarter of the processor time of `validate`, a tenth of its duration), and long commands discarded much at
 * the first new branch. Large functions are not inlined. Call this first: if their size became smaller while V8 compiles, V8 could end
 * the process ("Check failed: inlineability"), so nothing else sets it.
 */
export function tuneForStart(): void {
  setFlag('interrupt-budget', 400000);
  setFlag('max-inlined-bytecode-size', 400);
}

/**
 * Restores V8's defaults of optimising and inlining. Reading and auditing a ledger is a loop that takes 5 % less time if V8 optimises it early,
 * and if V8 went on inlining as much as in a long simulation, compiling the auditor would take longer than running it. An audit keeps little
 * of what it allocates, so V8 collects garbage once the heap has grown by 40 % instead of fourfold.
 */
export function tuneForReading(): void {
  setFlag('interrupt-budget', 67584);
  setFlag('max-bytecode-size-for-early-opt', 81);
  setInlining(V8_INLINING);
  setFlag('semi-space-growth-factor', 2);
  setFlag('heap-growing-percent', 40);
}

/** Bytes that V8 takes for young objects, in two halves, during an audit whose findings become evidence. */
const YOUNG_BYTES = 8 * 2 ** 20;

/**
 * Tunes V8 for tables, and for an audit whose findings become evidence. The heap is large, and violations and tables are kept beside it,
 * so V8 collects garbage more often. The young generation stays at a quarter of its largest size: that takes a tenth more time than the largest, and 40 MB less. Call
 * this before the scenario is read: V8 enlarges the young generation for it, and never makes it smaller again.
 */
export function tuneForEvidence(): void {
  tuneForReading();
  setFlag('heap-growing-percent', 20);
  growYoungGeneration(YOUNG_BYTES);
  setFlag('semi-space-growth-factor', 1);
}

/** Makes V8 grow the young generation to that size: it does so when many objects stay alive. */
function growYoungGeneration(bytes: number): void {
  const alive: object[] = [];
  while (youngBytes() < bytes && alive.length < YOUNG_OBJECTS_MAX)
    for (let i = 0; i < YOUNG_OBJECTS_AT_ONCE; i++) alive.push([i]);
}

const YOUNG_OBJECTS_AT_ONCE = 10_000;
/** Should V8 never grow it. */
const YOUNG_OBJECTS_MAX = 1_000_000;

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}

/**
 * Call this between an audit and the tables that follow from it. The cases of the audit are garbage by then. V8 would keep them until the
 * heap has grown again, and memory would hold both (24 MB more for a year of css-2014).
 */
export function tuneForTablesAfterAudit(): void {
  collectGarbage();
  tuneForReading();
}

/**
 * Call this between two large parts of a command, when most of what the first has allocated is garbage: before a database reads tables that
 * were just written, or a statement an index that was just built. What lies outside V8's heap is not freed before V8 collects (100 MB for a
 * year of css-2014).
 */
export function releaseMemory(): void {
  collectGarbage();
}

/**
 * Tunes V8 for a long text log. It leaves little in memory, so V8 keeps the young generation small, collects garbage more often, and so
 * releases used buffers (120 MB less at the end of 2.4 GB, in the same time).
 */
export function tuneForLogs(): void {
  tuneForEvidence();
  setFlag('semi-space-growth-factor', 1);
}

/** How much code V8 inlines into one function: bytes of bytecode until it inlines only small functions, and until it inlines none. */
interface Inlining {
  readonly cumulative: number;
  readonly absolute: number;
}
const V8_INLINING: Inlining = { cumulative: 920, absolute: 4600 };
const MUCH_INLINING: Inlining = { cumulative: 10000, absolute: 20000 };

/** Runs of at least this many cases have more of their loop inlined. */
const LONG_RUN_CASES = 2_000_000;

/**
 * Makes V8 optimise small functions later, because most of them are inlined first. Call this before a simulation, once the scenario has been
 * read. `cases`: how many one run is expected to have. In a long run, V8 inlines more of the loop: the steps of a case are many small
 * functions, each called from one place. A run of M2 with five million cases takes a tenth less then. In a shorter one, and in one that uses
 * most of what a scenario can say, compiling such large functions takes longer than they save (a month of css-2014 an eighth, sixty runs of
 * three-centres a quarter).
 */
export function tuneForSimulation(cases: number): void {
  setFlag('interrupt-budget', 200000);
  setFlag('max-bytecode-size-for-early-opt', 0);
  setInlining(cases >= LONG_RUN_CASES ? MUCH_INLINING : V8_INLINING);
}

/**
 * Tunes V8 for the simulation of a single run. It allocates little, and almost nothing stays alive, so the young generation keeps its
 * present size instead of growing throughout the run (15 MB more for 20 million cases than for one million). V8 collects
 * all garbage once the heap has grown by 60 % instead of fourfold, so a long run takes as much memory as a short one.
 */
export function tuneForOneRun(cases: number): void {
  tuneForSimulation(cases);
  setFlag('semi-space-growth-factor', 1);
  setFlag('heap-growing-percent', 60);
}

function setInlining({ absolute, cumulative }: Inlining): void {
  setFlag('max-inlined-bytecode-size-cumulative', cumulative);
  setFlag('max-inlined-bytecode-size-absolute', absolute);
}

/** From this size on, looking at every page of the heap takes at least as long as the rest of a collection of young objects. */
const LARGE_HEAP_BYTES = 256 * 2 ** 20;

/**
 * Call this from time to time during such a run. Each time V8 collects young objects, it looks at every page of the heap. With millions of
 * waiting cases, that takes longer than simulating them. Once the heap is large, the young generation may therefore grow again, to 16 MB, and
 * V8 collects a quarter as often. Most of such a heap stays alive, so V8 also decides again how far it may grow. And V8 marks it at one go: if it marks
 * between two steps of the program, each collection of young objects also goes through the list of what is still to be marked, millions of
 * objects long.
 */
export function tuneForHeapSize(): void {
  if (getHeapStatistics().total_heap_size < LARGE_HEAP_BYTES) return;
  setFlag('semi-space-growth-factor', 4);
  setFlag('heap-growing-percent', 0);
  setFlag('no-incremental-marking');
}

/** V8 offers this function only to programs that ask for it by a flag. */
function collectGarbage(): void {
  setFlag('expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
