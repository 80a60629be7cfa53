import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 join more of the run loop into one piece than it would by itself: the steps of a case are many small functions,
 * each called from one place (12 % of a run). To be imported by what simulates, and by nothing else: an audit does not gain, and
 * to compile such large pieces is a fifth of its time for a day's ledger. Results do not depend on it.
 */
setFlagsFromString('--max-inlined-bytecode-size=2000');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=5000');
setFlagsFromString('--max-optimized-bytecode-size=200000');
