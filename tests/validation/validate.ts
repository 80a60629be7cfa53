import { parseArgs } from 'node:util';
import { CASES } from './cases/index.ts';
import { FULL, judge, type Row } from './judge.ts';
import { MINUTE_MS } from './scenario-text.ts';
import { verdictTable } from './verdict-table.ts';

const USAGE = `usage: npm run validate:truth -- [--case D07]… [--from D07] [--minutes N] [--replications N] [--errors X] [--seed TEXT] [--json]
Runs the models of published results, and compares what they measure with what was published. --from: the model to begin with. --minutes: begins
no further model after this time. --errors: how many standard errors a measure may be off (default: ${FULL.errors}). Exit code 0: every measure
is inside. 1: some are outside. 2: wrong arguments.`;

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: [] },
    from: { type: 'string' },
    minutes: { type: 'string', default: 'Infinity' },
    replications: { type: 'string' },
    errors: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const named = [...values.case, ...(values.from === undefined ? [] : [values.from])];
const unknown = named.find((id) => !CASES.some((validated) => validated.id === id));
const replications = values.replications === undefined ? null : Number(values.replications);
const endMs = Date.now() + Number(values.minutes) * MINUTE_MS;
const errors = values.errors === undefined ? FULL.errors : Number(values.errors);

if (values.help) process.stdout.write(`${USAGE}\n`);
else if (unknown !== undefined) {
  fail(`there is no case ${unknown}: choose ${CASES.map(({ id }) => id).join(', ')}`);
} else if (replications !== null && !(Number.isInteger(replications) && replications >= 2)) {
  fail(`--replications ${values.replications} is not a whole number from 2 on`);
} else if (!(endMs >= 0)) {
  fail(`--minutes ${values.minutes} is not a number`);
} else if (!(errors > 0)) {
  fail(`--errors ${values.errors} is not a number above 0`);
} else {
  const first = Math.max(
    0,
    CASES.findIndex(({ id }) => id === values.from),
  );
  const all = [...CASES.slice(first), ...CASES.slice(0, first)];
  const chosen = all.filter(({ id }) => values.case.length === 0 || values.case.includes(id));
  const isWatched = process.stderr.isTTY;
  let point = '';
  const progress = (text: string): void => {
    if (isWatched) process.stderr.write(`\r\x1b[2K${text}`);
    else {
      const now = text.slice(0, text.lastIndexOf(':'));
      if (now !== point) process.stderr.write(`${now}\n`);
      point = now;
    }
  };
  const effort = {
    ...FULL,
    errors,
    ...(replications === null ? {} : { replications }),
    ...(values.seed === undefined ? {} : { seed: values.seed }),
  };
  const rows: Row[] = [];
  for (const validated of chosen) {
    rows.push(...judge(validated, effort, progress));
    if (Date.now() >= endMs) break;
  }
  if (isWatched) process.stderr.write('\r\x1b[2K');
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 1)}\n` : verdictTable(rows));
  process.exitCode = rows.every(({ isInside }) => isInside) ? 0 : 1;
}

function fail(message: string): void {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exitCode = 2;
}
