import { parseArgs } from 'node:util';
import { JUDGED_MODELS } from './judged-models.ts';
import { measureVerdicts } from './measure-verdicts.ts';
import { isTooFalse, verdictsTable } from './verdicts-table.ts';

const USAGE = `usage: npm run validate:verdicts -- [--model "load 0.9"]… [--days N]… [--runs N] [--seed TEXT] [--json]
How often one run calls a target met or missed that is neither, and how often it decides. Exit code 0: false verdicts are as
rare as they should be. 1: some are not. 2: wrong arguments.`;

const { values } = parseArgs({
  options: {
    model: { type: 'string', multiple: true, default: [] },
    days: { type: 'string', multiple: true, default: [] },
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'verdicts' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = values.model.find((id) => !JUDGED_MODELS.some((model) => model.id === id));
const runs = Number(values.runs);

if (values.help) process.stdout.write(`${USAGE}\n`);
else if (unknown !== undefined) {
  fail(`there is no model ${unknown}: choose ${JUDGED_MODELS.map(({ id }) => id).join(', ')}`);
} else if (!(Number.isInteger(runs) && runs >= 2)) {
  fail(`--runs ${values.runs} is not a whole number from 2 on`);
} else {
  const chosen = JUDGED_MODELS.filter(({ id }) => values.model.length === 0 || values.model.includes(id));
  const progress = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
  };
  const days = values.days.length === 0 ? {} : { days: values.days.map(Number) };
  const rows = chosen.flatMap((model) =>
    measureVerdicts(model, { runs, seed: values.seed, ...days }, progress),
  );
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 1)}\n` : verdictsTable(rows));
  process.exitCode = rows.some(isTooFalse) ? 1 : 0;
}

function fail(message: string): void {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exitCode = 2;
}
