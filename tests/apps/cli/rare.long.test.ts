import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meridian, newFolder } from './cli.ts';

const QUESTION = [
  'rare',
  'scenarios/own-lines',
  '--until',
  '10 h',
  '--runs',
  '2',
  '--paths',
  '10',
  '--threads',
  '2',
];

describe('meridian rare', () => {
  it('answers in words, and names a path that a run makes again with a ledger and a story', () => {
    const extent = ['scenarios/bench-mmc', '--until', '40 min'];
    const options = [
      '--event',
      'wait of all > 1 min',
      '--runs',
      '2',
      '--paths',
      '20',
      '--threads',
      '2',
      '--json',
    ];
    const { code, out } = meridian('rare', ...extent, ...options);
    expect(code).toBe(0);
    const { answer, commands, example } = JSON.parse(out);
    expect(answer[0]).toMatch(/^A case waits longer than 1 min in about /);
    expect(answer[1]).toMatch(/% of crude simulation's work/);
    const [again, story] = commands as readonly [string, string];
    const branches = /--branches '([^']+)'/.exec(again)?.[1] ?? '';
    const replication = String(example.replication);
    const folder = join(newFolder(), 'run');
    const made = meridian(
      'run',
      ...extent,
      '--replication',
      replication,
      '--branches',
      branches,
      '--out',
      folder,
    );
    expect(made.code).toBe(0);
    const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
    expect(record.seed).toBe(`1 branched at ${branches}`);
    const caseNumber = String(example.caseNumber);
    expect(story.endsWith(` ${caseNumber}`)).toBe(true);
    const decisions = JSON.parse(meridian('explain', folder, caseNumber, '--json').out);
    const longestMs = Math.max(...decisions.map(({ waitMs }: { waitMs: number }) => waitMs));
    expect(longestMs).toBeGreaterThan(60_000);
    expect(meridian('trace', folder, caseNumber).code).toBe(0);
    const bundle = join(folder, '..', 'bundle');
    expect(meridian('bundle', folder, '--out', bundle).code).toBe(0);
    expect(meridian('verify', bundle).code).toBe(0);
  });

  it('gives the same on one thread as on several', () => {
    const of = (threads: string) =>
      meridian(
        ...QUESTION.slice(0, -1),
        threads,
        '--event',
        'each loss of german',
        '--until',
        '8 h',
        '--json',
      ).out;
    expect(of('1')).toBe(of('3'));
  });

  it('prints its answer without progress if it is to be quiet', () => {
    const options = ['--event', 'each loss of german', '--until', '8 h', '--quiet'];
    const { code, err, out } = meridian(...QUESTION, ...options);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Of the cases of Customers who call in German, about');
  });

  it.each([
    [['--event', 'wait of germn > 1 h'], 'column 9'],
    [['--event', 'loss of all', '--count', 'lines'], '--count lines'],
    [['--event', 'loss of all', '--runs', '1'], '--runs 1'],
    [['--event', 'loss of all', '--paths', 'many'], '--paths many'],
    [['--event', 'loss of all', '--level', '1'], '--level 1'],
    [['--event', 'loss of all', '--threads', '0'], '--threads 0'],
    [['--event', 'loss of all', '--warm-up', 'auto'], 'a fixed one'],
    [[], '--event'],
  ])('refuses %j', (options, message) => {
    const { code, err, out } = meridian('rare', 'scenarios/own-lines', ...options);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
  });

  it('names all that is wrong at once', () => {
    const { err } = meridian(
      'rare',
      'scenarios/own-lines',
      '--event',
      'wait',
      '--paths',
      '1',
      '--level',
      '7',
    );
    for (const part of ['--event', '--paths 1', '--level 7']) expect(err).toContain(part);
  });
});

describe('meridian run --branches', () => {
  it.each([
    [['--branches', 'x'], 'no list of branches'],
    [['--branches', '9:a 5:b'], 'in order of time'],
    [['--branches', '999999999999:a'], 'not within the run'],
    [['--branches', '5:a', '--seed', '1 branched at 4:b'], 'already names branches'],
    [['--branches', '5:a', '--replications', '2'], 'one run'],
  ])('refuses %j, and writes nothing', (options, message) => {
    const folder = join(newFolder(), 'run');
    const { code, err } = meridian('run', 'scenarios/own-lines', ...options, '--out', folder);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(existsSync(folder)).toBe(false);
  });
});
