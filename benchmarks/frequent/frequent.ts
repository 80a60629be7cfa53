import { run } from 'mitata';
import { benchFutureEventList } from './future-event-list.ts';
import { benchLedger } from './ledger.ts';
import { benchLifecycleStep } from './lifecycle-step.ts';
import { benchRoutingDecision } from './routing-decision.ts';
import { benchVariates } from './variates.ts';

/**
 * `npm run bench:frequent -- [FILTER]`: calls of the inner loop, in nanoseconds. FILTER, a regular expression, takes the
 * benchmarks whose name it matches; exit code 2 where it is none or matches none.
 */
const [filter = '', ...others] = process.argv.slice(2);
const pattern = patternOf(filter);
if (pattern === null || others.length > 0) {
  console.error(
    'usage: npm run bench:frequent -- [FILTER], a regular expression such as "event list|ledger"',
  );
  process.exit(2);
}
for (const register of [
  benchFutureEventList,
  benchVariates,
  benchLifecycleStep,
  benchLedger,
  benchRoutingDecision,
]) {
  register();
}
const { benchmarks } = await run({ filter: pattern, colors: process.stdout.isTTY === true, throw: true });
if (benchmarks.length === 0) {
  console.error(`no benchmark has a name that matches ${filter}`);
  process.exitCode = 2;
}

function patternOf(text: string): RegExp | null {
  try {
    return new RegExp(text, 'i');
  } catch {
    return null;
  }
}
