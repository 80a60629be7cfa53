import { expect, it } from 'vitest';
import { meridian, newFolder } from './cli.ts';

const FOLDER = 'scenarios/nimbus';

function made(...args: readonly string[]): string {
  const { code, err, out } = meridian(...args);
  expect(code, err).toBe(0);
  return out;
}

/** The one row of a query. */
function row(folder: string, sql: string): Readonly<Record<string, number>> {
  const rows = JSON.parse(made('query', folder, sql, '--json')) as readonly Readonly<Record<string, number>>[];
  return rows[0] ?? {};
}

/** The paragraphs of an output before its first figures, without line breaks. */
function firstWords(out: string): string {
  return out.slice(0, 1500).replaceAll(/\s+/g, ' ');
}

it('what the outage of a centre and a data centre did is what SQL counts in the run', () => {
  const folder = newFolder();
  const words = firstWords(made('run', `${FOLDER}/lisbon-down.yaml`, '--out', folder));
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
  made('run', FOLDER, '--out', base);
  made('run', `${FOLDER}/night-closed.yaml`, '--out', closed);
  const replications = ['--replications', '5', '--out', newFolder()];
  const words = firstWords(made('compare', FOLDER, `${FOLDER}/night-closed.yaml`, ...replications));
  expect(words).toMatch(/^Lisbon closed at night: \d+ targets change from met to missed/);

  // Two agents at 21 an hour and one at 19, for 9.5 hours in 14 nights, and the overtime into which some work at the end of a shift.
  const wages = (2 * 21 + 19) * 9.5 * 14;
  const saved = Number(/cost \(EUR\) falls by ([\d,]+)/.exec(words)?.[1]?.replaceAll(',', ''));
  expect(saved).toBeGreaterThan(wages);
  expect(saved).toBeLessThan(1.05 * wages);

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
}, 240_000);
