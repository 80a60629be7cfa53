import { HOUR_MS } from '#base';
import { BREACHES } from '#engine';
import { loadScenario, scenarioNames } from '../running.ts';
import { claimsOf } from './claims.ts';

/**
 * Compares the proof of every scenario, without a breach and with each, with a run. `npm run validate:claims`, or `npm run validate:claims
 * -- law-drill own-lines` for some. The four large scenarios are run and explored for three hours, the others for two weeks at most. Exits
 * with 1 if anything is contradicted.
 */
const HOURS_MAX = 14 * 24;
const HOURS: Readonly<Record<string, number>> = {
  'css-2014': 3,
  'css-2014-drill': 3,
  'css-2014-union-only': 3,
  'css-2014-unrestricted': 3,
};

const print = (line: string) => process.stdout.write(`${line}\n`);

const wanted = process.argv.slice(2);
const names = scenarioNames().filter(
  (name) =>
    !name.startsWith('bench-') &&
    loadScenario(name).backlog === undefined &&
    (wanted.length === 0 || wanted.includes(name)),
);
let pairs = 0;
let contradicted = 0;
for (const name of names) {
  const whole = loadScenario(name);
  const horizonMs = Math.min(whole.horizonMs, (HOURS[name] ?? HOURS_MAX) * HOUR_MS);
  for (const breach of [null, ...BREACHES.map((one) => one.name)]) {
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
