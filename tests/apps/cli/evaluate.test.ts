import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '#statements';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (name: string) => join(folder, name);

function asks(name: string, rows: readonly string[]): string {
  const text = `meridian-requirements: 1\ntitle: A customer\nrequirements:\n${rows.map((row) => `  ${row}\n`).join('')}`;
  writeFileSync(at(name), text);
  return at(name);
}

describe('meridian evaluate', () => {
  it('begins with the answer, writes three forms of it, and exits with 1 if a requirement is broken', () => {
    const wanted = asks('two.yaml', [
      'inside: { says: Stored in the EEA., storage: EEA, for: premier }',
      'here: { says: Stored in Ireland., storage: IE, for: premier }',
    ]);
    const given = ['scenarios/german-night', '--until', '3 h', '--replications', '1', '--against', wanted];
    const { code, out } = meridian('evaluate', ...given, '--prove', '--quiet', '--out', at('made'));
    expect(code).toBe(1);
    expect(out).toMatch(/^It meets 1 of 2 requirements; 1 is broken \(here\)\./);
    const json = readFileSync(at('made/evaluation.json'), 'utf8');
    expect((JSON.parse(json) as Evaluation).rows.map(({ outcome }) => outcome)).toEqual(['met', 'broken']);
    expect(readFileSync(at('made/evaluation.html'), 'utf8')).toContain('How it came to the first breach');
    expect(readFileSync(at('made/evaluation.csv'), 'utf8').trim().split('\r\n')).toHaveLength(3);
  });

  it('says of a case log what its rows show, and which column is missing', () => {
    writeFileSync(
      at('map.yaml'),
      'meridian-mapping: 1\ntimeZone: Europe/Berlin\ncolumns: {case: id, time: at, segment: account, centre: centre, place: stored}\n',
    );
    writeFileSync(
      at('tickets.csv'),
      'id,at,account,centre,stored\nA,2025-03-03 09:00,germany,dublin,frankfurt\nA,2025-03-04 09:00,germany,bangalore,frankfurt\n',
    );
    expect(meridian('import', at('tickets.csv'), '--map', at('map.yaml')).code).toBe(0);
    const wanted = asks('log.yaml', [
      'stored: { says: Stored in the EEA., storage: EEA, for: germany }',
      'seen: { says: Seen from the EEA., access: EEA, for: germany }',
      'reside: { says: Residents of the EEA., residence: EEA, for: germany }',
      'watched: { says: Watched from the EEA., escorted: EEA, for: germany }',
    ]);
    const log = [at('tickets.case-log'), '--scenario', 'scenarios/three-centres', '--against', wanted];
    const { code, out } = meridian('evaluate', ...log, '--json');
    expect(code).toBe(1);
    const { rows } = JSON.parse(out) as Evaluation;
    expect(rows.map(({ outcome }) => outcome)).toEqual(['met', 'broken', 'cannot be told', 'cannot be told']);
    expect(rows[1]).toMatchObject({
      chances: 2,
      count: 1,
      first: { case: 'A', time: '2025-03-04T08:00:00.000Z' },
    });
    expect(meridian('evaluate', ...log, '--prove').code).toBe(2);
  });

  it('exits with 2 for what it cannot read, and writes nothing', () => {
    const wrong = asks('wrong.yaml', ['slip: { says: A slip., storge: EEA }']);
    const out = at('never');
    for (const against of [wrong, 'no-such-file']) {
      const { code, err } = meridian(
        'evaluate',
        'scenarios/german-night',
        '--against',
        against,
        '--out',
        out,
      );
      expect(code).toBe(2);
      expect(err.trim().split('\n').length).toBeGreaterThan(1);
    }
    expect(existsSync(out)).toBe(false);
  });
});
