import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Comparison } from '#experiment';
import { ROOT } from '../../running.ts';
import { newFolder } from './cli.ts';
import { outputOf } from './results.ts';

const FOLDER = 'scenarios/nimbus';
/** What the comparison of the first question says of targets. */
let comparedTargets: Comparison['targets'] = [];

/** A copy of the scenarios, for files that extend them. */
function copied(): string {
  const folder = join(newFolder(), 'nimbus');
  cpSync(join(ROOT, FOLDER), folder, { recursive: true });
  return folder;
}

/** The one row of a query. */
function row(folder: string, sql: string): Readonly<Record<string, number>> {
  const rows = JSON.parse(outputOf('query', folder, sql, '--json')) as readonly Readonly<
    Record<string, number>
  >[];
  return rows[0] ?? {};
}

/** Full-time equivalents of the agents on duty in a run of two weeks, at 40 hours a week. */
function fteOf(folder: string): string {
  const { fte } = row(
    folder,
    "SELECT sum(agents * epoch(least(coalesce(ended, TIMESTAMP '2025-10-20'), TIMESTAMP '2025-10-20') - began)) / 3600 / 80 AS fte FROM shifts",
  );
  return Number(fte).toFixed(1);
}

/** The paragraphs of an output before its first figures, without line breaks. */
function firstWords(out: string): string {
  return out.slice(0, 1500).replaceAll(/\s+/g, ' ');
}

it('what the outage of a centre and a data centre did is what SQL counts in the run', () => {
  const folder = newFolder();
  const words = firstWords(outputOf('run', `${FOLDER}/lisbon-down.yaml`, '--out', folder));
  expect(words).toContain('Lisbon and Lisbon data centre were down on Mon 13 Oct from 09:00 to 17:00');
  const inOutage = (channel: string, late: string) =>
    row(
      folder,
      `SELECT count(*)::INT AS cases, (count(*) FILTER (WHERE ${late}))::INT AS hit FROM cases WHERE segment = 'germany' ` +
        `AND channel = '${channel}' AND opened >= '2025-10-13 08:00' AND opened < '2025-10-13 16:00'`,
    );
  const phone = inOutage('phone', 'answered IS NULL');
  // The two minutes of triage come before the clock of a service level.
  const within = "CASE severity WHEN 'A' THEN INTERVAL '62 minutes' ELSE INTERVAL '242 minutes' END";
  const mail = inOutage('e-mail', `answered IS NULL OR answered - opened > ${within}`);
  expect(phone.hit).toBe(phone.cases);
  expect(words).toContain(`Germany, phone (all ${phone.cases} cases lost`);
  expect(words).toContain(`Germany, e-mail (${mail.hit} of ${mail.cases} cases late`);
}, 120_000);

it('a closed night is paid back in wages, and loses those who call then', () => {
  const base = newFolder();
  const closed = newFolder();
  outputOf('run', FOLDER, '--out', base);
  outputOf('run', `${FOLDER}/night-closed.yaml`, '--out', closed);
  const compared = newFolder();
  const replications = ['--replications', '5', '--out', compared];
  const words = firstWords(outputOf('compare', FOLDER, `${FOLDER}/night-closed.yaml`, ...replications));
  expect(words).toMatch(/^Lisbon closed at night: \d+ targets change from met to missed/);

  // Two agents at 21 an hour and one at 19, for 9.5 hours in 14 nights, and the overtime into which some work at the end of a shift.
  const wages = (2 * 21 + 19) * 9.5 * 14;
  const [saved, half] = (/cost \(EUR\) falls by ([\d,]+) ± ([\d,.]+) over/.exec(words)?.slice(1) ?? []).map(
    (text) => Number(text.replaceAll(',', '')),
  );
  expect(saved).toBeGreaterThan(wages);
  expect(Number(saved) - Number(half)).toBeLessThan(wages);
  expect(words).toContain(`Staff: ${fteOf(closed)} instead of ${fteOf(base)} FTE.`);

  const lostAtNight = (folder: string) =>
    row(
      folder,
      "SELECT count(*)::INT AS cases, (count(*) FILTER (WHERE answered IS NULL))::INT AS lost FROM cases WHERE segment IN ('germany', 'france') " +
        "AND channel <> 'e-mail' AND (hour(opened) >= 22 OR hour(opened) < 6)",
    );
  const [before, after] = [lostAtNight(base), lostAtNight(closed)];
  expect(after.cases).toBe(before.cases);
  expect(Number(before.lost) / Number(before.cases)).toBeLessThan(0.2);
  expect(Number(after.lost) / Number(after.cases)).toBeGreaterThan(0.9);

  // One run against the mean of five.
  const lost = (folder: string) =>
    Number(
      row(
        folder,
        'SELECT avg((answered IS NULL)::INT) AS share FROM cases WHERE closed IS NOT NULL OR answered IS NOT NULL',
      ).share,
    );
  const rise = Number(/Abandonment rises by ([\d.]+) ± /.exec(words)?.[1]) / 100;
  expect(Math.abs(lost(closed) - lost(base) - rise)).toBeLessThan(0.01);
  comparedTargets = JSON.parse(readFileSync(join(compared, 'comparison.json'), 'utf8')).targets;
}, 240_000);

it('the staff for 15 % more cases has the hours and wages that SQL counts in its shifts, and keeps the goal', () => {
  const copy = copied();
  const applied = join(copy, 'staffed.yaml');
  const words = firstWords(
    outputOf(
      ...['staff', `${copy}/fifteen-more.yaml`, '--goal', 'service level/germany/phone>=80%'],
      ...['--replications', '2', '--proof', '2', '--apply', applied, '--out', newFolder()],
    ),
  );
  const folder = newFolder();
  outputOf('run', applied, '--out', folder);
  const today = newFolder();
  outputOf('run', `${copy}/fifteen-more.yaml`, '--out', today);
  expect(words).toContain(`${fteOf(folder)} instead of ${fteOf(today)} FTE`);
  const [hours, wages] = [/([\d,]+) agent hours instead/, /and ([\d,]+) instead of [\d,]+ EUR/].map((of) =>
    Number(of.exec(words)?.[1]?.replaceAll(',', '')),
  );
  const perHour =
    "CASE agent_group WHEN 'lisbon/first-line' THEN 21 WHEN 'lisbon/chat' THEN 19 WHEN 'lisbon/second-line' THEN 29 WHEN 'austin/first-line' THEN 30 " +
    "WHEN 'austin/chat' THEN 27 WHEN 'austin/europe-desk' THEN 34 WHEN 'austin/second-line' THEN 40 WHEN 'osaka/first-line' THEN 23 ELSE 31 END";
  const worked =
    "agents * epoch(least(coalesce(ended, TIMESTAMP '2025-10-20'), TIMESTAMP '2025-10-20') - began) / 3600";
  const counted = row(
    folder,
    `SELECT sum(${worked}) AS hours, sum(${worked} * ${perHour}) AS wages FROM shifts`,
  );
  expect(Math.round(Number(counted.hours))).toBe(hours);
  expect(Math.round(Number(counted.wages))).toBe(wages);
  const germany = "FROM cases WHERE segment = 'germany' AND channel = 'phone' AND in_time IS NOT NULL";
  const level = row(folder, `SELECT avg(in_time::INT) AS share ${germany}`).share;
  const claimed = Number(/Germany \(phone\) ([\d.]+) %/.exec(words)?.[1]) / 100;
  expect(claimed).toBeGreaterThanOrEqual(0.8);
  // One run against the mean of many.
  expect(Math.abs(Number(level) - claimed)).toBeLessThan(0.03);
}, 1_200_000);

it('the best action for its cost does in a run what is said of it, and costs what it says', () => {
  const { before, measure, tried } = JSON.parse(
    outputOf('actions', `${FOLDER}/night-closed.yaml`, '--json', '--out', newFolder()),
  );
  const [best] = tried;
  expect(measure.id).toBe('target lost-customers/germany');
  expect(best).toMatchObject({ isHelpful: true, cost: { hours: 0 } });
  // The comparison has this share too, from other replications.
  const there = comparedTargets.find(({ title }) => title === 'Germany (lost-customers)')?.judged[1]
    ?.estimate;
  expect(there?.halfWidth).toBeGreaterThan(0);
  expect(Math.abs(before.mean - Number(there?.mean))).toBeLessThan(
    before.halfWidth + Number(there?.halfWidth),
  );

  const changed = join(copied(), 'changed.yaml');
  writeFileSync(changed, `meridian: 1\nname: changed\nextends: night-closed.yaml\n${best.yaml}\n`);
  const kept = [`${FOLDER}/night-closed.yaml`, changed].map((name) => {
    const folder = newFolder();
    outputOf('run', name, '--out', folder);
    return row(
      folder,
      'SELECT avg((closed IS NULL OR answered IS NOT NULL)::INT) AS share, (SELECT sum(agents * epoch(coalesce(ended, began) - began)) FROM shifts) AS duty ' +
        "FROM cases WHERE segment = 'germany' AND channel IN ('phone', 'web') AND (answered IS NOT NULL OR closed IS NOT NULL)",
    );
  }) as [Readonly<Record<string, number>>, Readonly<Record<string, number>>];
  const gain = Number(kept[1].share) - Number(kept[0].share);
  expect(gain).toBeGreaterThan(0);
  expect(Math.abs(gain - best.gain.mean)).toBeLessThan(0.02);
  expect(kept[1].duty).toBe(kept[0].duty);
}, 600_000);
