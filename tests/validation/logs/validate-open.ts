import { openCaseLog } from '../../../src/apps/cli/calibration/case-log-options.ts';
import { foretoldCuts } from './open-cases.ts';

/**
 * Prints how well runs from the open cases of a log foretell when each is resolved, beside the curve of Kaplan and Meier:
 * `npm run validate:open -- <case log> <days> <runs> <instant> …`.
 */
const [folder = '', days = '7', runs = '40', ...cuts] = process.argv.slice(2);
const log = await openCaseLog(folder, { zone: [], runs });
const found = foretoldCuts(log, {
  days: Number(days),
  runs: Number(runs),
  cuts: cuts.map((text) => Date.parse(text)),
});
const hours = (value: number) => `${value.toFixed(1)} h`;
process.stdout.write(
  '| cut | open cases | median apart | of the curve | score | of the curve |\n|---|---|---|---|---|---|\n',
);
const row = (
  name: string,
  { cases, curve, model }: Pick<(typeof found)[number], 'cases' | 'curve' | 'model'>,
) => {
  const cells = [model.absolute, curve.absolute, model.score, curve.score].map(hours);
  process.stdout.write(`| ${name} | ${cases} | ${cells.join(' | ')} |\n`);
};
for (const cut of found) {
  row(new Date(cut.atMs).toISOString().slice(0, 16), cut);
  for (const [state, one] of cut.byState) row(state, one);
}
