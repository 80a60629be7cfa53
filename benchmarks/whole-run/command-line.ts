import { writeSync } from 'node:fs';
import { usageOfProcess } from './usage.ts';

/**
 * The command line of the built package with its arguments as they are; when it ends, what the process has used is
 * written to file descriptor 3. Compiled to `dist/benchmarks/whole-run/`, beside the package that users run.
 */
process.on('exit', () => writeSync(3, JSON.stringify(usageOfProcess())));
await import(new URL('../../apps/cli/main.js', import.meta.url).href);
