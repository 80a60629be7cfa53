import type { Fuzzer } from './fuzzer.ts';
import { names } from './names.ts';
import { sql } from './sql.ts';
import { terminal } from './terminal.ts';

/** Every fuzzer, for the tests and for `npm run fuzz`. */
export const FUZZERS: readonly Fuzzer[] = [names, sql, terminal];
