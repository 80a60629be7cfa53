import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 watch for longer before it compiles a function for good: of what it compiled early, most code of short commands was never
 * used (a quarter of the processor time of `validate`, a tenth of its duration), and much code of long ones was thrown away at the
 * first branch that had not been seen yet. To be called first of all. Results depend on none of these flags.
 */
export function tuneForStart(): void {
  setFlagsFromString('--interrupt-budget=400000');
}

/** Lets V8 compile as early as it does by itself: reading and auditing a ledger is a loop that takes 5 % less time so. */
export function tuneForReading(): void {
  setFlagsFromString('--interrupt-budget=67584');
  setFlagsFromString('--semi-space-growth-factor=2');
}

/**
 * The same for a long log of text, whose reading leaves little behind: V8 clears its heap more often than it would by itself, and with it
 * the buffers that have been read (120 MB less at the end of 2.4 GB, in the same time).
 */
export function tuneForLogs(): void {
  tuneForReading();
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=20');
}

/**
 * Lets V8 join more of the run loop into one piece than it would by itself: the steps of a case are many small functions, each
 * called from one place (a quarter of a run). What is large by itself stays apart, and small functions wait for their turn: most are
 * joined into others before. To be called by what simulates, once its scenario has been read, and by nothing else: reading and
 * auditing do not gain, and to compile such large pieces takes its time.
 */
export function tuneForSimulation(): void {
  setFlagsFromString('--interrupt-budget=200000');
  setFlagsFromString('--max-bytecode-size-for-early-opt=0');
  setFlagsFromString('--max-inlined-bytecode-size=400');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=10000');
  setFlagsFromString('--max-inlined-bytecode-size-absolute=20000');
}

/**
 * The same for one run by itself. It allocates little, of which nearly nothing lives: the young generation stays as large as it has
 * become by then, where it would grow for as long as the run lasts (15 MB more for 20 million cases than for one million).
 */
export function tuneForOneRun(): void {
  tuneForSimulation();
  setFlagsFromString('--semi-space-growth-factor=1');
}
