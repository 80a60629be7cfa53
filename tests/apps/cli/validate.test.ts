import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

/** A folder of scenarios with a copy of follow-the-sun that lacks a shift. */
function withoutSingapore(changes: string): string {
  const folder = newFolder();
  for (const name of ['follow-the-sun', 'zurich-eea'])
    cpSync(join(ROOT, 'scenarios', name), join(folder, name), { recursive: true });
  const own = join(folder, 'no-singapore');
  mkdirSync(own);
  writeFileSync(
    join(own, 'scenario.yaml'),
    `meridian: 1\nextends: ../follow-the-sun\nname: no-singapore\n${changes}centres: { singapore: { groups: { line: { shifts: { day: { agents: 0 } } } } } }\n`,
  );
  return own;
}

describe('meridian validate', () => {
  it('says that everybody is covered', () => {
    const { code, err, out } = meridian('validate', 'scenarios/follow-the-sun');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')[1]).toBe(
      'Every segment has a qualified agent who may see its cases on shift at all hours.',
    );
  });

  it('names the hours that a missing shift leaves open, as a warning at the segment, and succeeds', () => {
    const { code, err, out } = meridian('validate', withoutSingapore(''));
    expect(code).toBe(0);
    expect(err).toContain('warning nobody-scheduled at segments.premier: ');
    expect(err).toMatch(/follow-the-sun\/scenario\.yaml:\d+:\d+ /);
    expect(err.match(/nobody-scheduled/g)).toHaveLength(1);
    expect(err).toContain('Ireland: every day 00:00–08:00, 56 hours a week (Europe/Dublin time)');
    expect(out.replaceAll('\n', ' ')).toContain(
      'The segment has hours in which customers ask and no qualified agent who may see the case is on shift.',
    );
    expect(out).toContain('  Mon–Sun  ████████················');
    expect(out).toContain(
      'Singapore: 56 hours a week (Asia/Singapore time)\n           00    06    12    18    24\n  Mon–Sun  ········████████········',
    );
  });

  it('separates the weeks between which clocks change', () => {
    const { err } = meridian('validate', withoutSingapore('start: 2014-10-13T00:00:00Z\nhorizon: 5 weeks\n'));
    expect(err).toContain('26 Oct to 2 Nov 2014: every day 23:00–08:00, 63 hours a week');
    expect(err).toContain(
      '13 Oct to 26 Oct 2014 and 2 Nov to 16 Nov 2014: every day 00:00–08:00, 56 hours a week',
    );
  });

  it('has all rows with gaps in its JSON', () => {
    const { coverage, warnings } = JSON.parse(meridian('validate', '--json', 'scenarios/first-steps').out);
    expect(coverage).toHaveLength(6);
    expect(coverage[0]).toMatchObject({ segment: 'premier-de', timeZone: 'Europe/Berlin' });
    expect(warnings.map(({ code, path }: { code: string; path: string }) => [code, path])).toEqual([
      ['nobody-scheduled', 'segments.premier-de'],
      ['nobody-scheduled', 'segments.standard-us'],
    ]);
  });
});
