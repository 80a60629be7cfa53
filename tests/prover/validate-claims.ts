import { parseArgs } from 'node:util';
import { HOUR_MS } from '#base';
import { BREACHES } from '#engine';
import { loadScenario, scenarioNames } from '../running.ts';
import { claimsOf } from './claims.ts';

/**
 * Compares the proof of every scenario, without a breach and with each, with a run. `npm run validate:claims`, or `npm run validate:claims
 * -- law-drill own-lines` for some, in that order, or `-- --from law-drill` to begin with that one; `--minutes N` ends it after this time. The four large scenarios are run and
 * explored for three hours, the others for two weeks at most. Exits with 1 if anything is contradicted.
 */
const HOURS_MAX = 14 * 24;
const HOURS: Readonly<Record<string, number>> = {
  'css-2014': 3,
  'css-2014-drill': 3,
  'css-2014-union-only': 3,
  'css-2014-unrestricted': 3,
};

const print = (line: string) => process.stdout.write(`${line}\n`);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string' }, minutes: { type: 'string', default: 'Infinity' } },
});
const endMs = Date.now() + 60_000 * Number(values.minutes);
const all = scenarioNames();
const first = Math.max(0, all.indexOf(values.from ?? ''));
const wanted = positionals.length > 0 ? positionals : [...all.slice(first), ...all.slice(0, first)];
const names = wanted.filter((name) => !name.startsWith('bench-') && loadScenario(name).backlog === undefined);
let pairs = 0;
let contradicted = 0;
for (const name of names) {
  const whole = loadScenario(name);
  const horizonMs = Math.min(whole.horizonMs, (HOURS[name] ?? HOURS_MAX) * HOUR_MS);
  for (const breach of [null, ...BREACHES.map((one) => one.name)]) {
    if (pairs > 0 && Date.now() >= endMs) break;
    const { brokenInRun, contradictions, proof, violations } = claimsOf({ ...whole, horizonMs }, { breach });
    pairs++;
    if (contradictions.length > 0) contradicted++;
    const broken = proof.properties.flatMap(({ id, verdict }) => (verdict === 'broken' ? [id] : []));
    const found = Object.entries(violations).map(([id, count]) => `${id} ${count}`);
    print(
      [
        `${name} ${breach ?? 'without a breach'}`,
        `broken by proof: ${broken.join(' ') || 'none'}`,
        `in the run: ${brokenInRun.join(' ') || 'none'}`,
        `audit: ${found.join(', ') || 'clean'}`,
        contradictions.length === 0 ? 'agrees' : 'CONTRADICTED',
      ].join(' | '),
    );
    for (const contradiction of contradictions) print(`    ${contradiction}`);
  }
}
print(`${pairs} pairs of scenario and breach, ${contradicted} contradicted`);
process.exitCode = contradicted === 0 ? 0 : 1;
