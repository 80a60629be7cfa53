import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { shortFirstLine } from '../../calibration/first-line.ts';
import { simulatedLogs, TICKET_MAPPING } from '../../calibration/simulated-sessions.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (...names: readonly string[]) => join(folder, ...names);
const calibrate = (...options: readonly string[]) =>
  meridian('calibrate', at('tickets.case-log'), '--runs', '2', ...options);

beforeAll(() => {
  const { sessions, tickets } = simulatedLogs(shortFirstLine('17 days'), { backBy: 'customer' });
  writeFileSync(at('tickets.csv'), tickets);
  writeFileSync(at('bots.csv'), sessions);
  writeFileSync(at('mapping.yaml'), `meridian-mapping: 1\n${TICKET_MAPPING}`);
  expect(meridian('import', at('tickets.csv'), '--map', at('mapping.yaml')).code).toBe(0);
});

describe('meridian calibrate --sessions', () => {
  it('says first what is assumed, then what was contained, came back and stayed, and writes the software', () => {
    const { code, err, out } = calibrate('--sessions', at('bots.csv'), '--out', at('made'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.split('\n');
    expect(lines[0]).toBe('What the log cannot tell, and what is assumed:');
    expect(lines[1]).toMatch(/^- Whether the cases that software contains would take people less time/);
    const answer = lines.find((line) => line.startsWith('Software contained'));
    expect(answer).toMatch(
      /^Software contained [\d,]+ of [\d,]+ sessions of .*bots\.csv \(\d+\.\d %\); \d+\.\d % of these customers came to people within 7 days .* stayed contained \(\d+\.\d %\)\.$/,
    );
    expect(meridian('validate', at('made')).code).toBe(0);
    const text = readFileSync(at('made', 'scenario.yaml'), 'utf8');
    expect(text).toMatch(/ {8}automated:\n {10}sessions: \d+ .*\n {10}time: lognormal /);
    const { assumptions, answer: told } = JSON.parse(readFileSync(at('made', 'calibration.json'), 'utf8'));
    expect(told[0]).toBe(answer);
    expect(`- ${assumptions[0]}`).toBe(lines[1]);
  });

  it('answers how many people each share of containment needs, from the scenario that it made', () => {
    const goal = ['--goal', 'speed of answer<=60 s', '--until', '1 week', '--replications', '2'];
    const { code, err, out } = meridian(
      'staff',
      at('made'),
      '--containment',
      '40%',
      ...goal,
      '--out',
      at('staff'),
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^At \d+\.\d % contained: /m);
  });

  it('refuses a log with mistakes, all at once, with their places', () => {
    const rows = [
      'A1,2025-01-06 09:10:00,2025-01-06 09:04:00,contained,accounts,web',
      'A2,2025-01-06 09:10:00,2025-01-06 09:14:00,solved,accounts,web',
    ];
    writeFileSync(at('wrong.csv'), `case,start,end,outcome,product,channel\n${rows.join('\n')}\n`);
    const { code, err } = calibrate('--sessions', at('wrong.csv'), '--out', at('wrong'));
    expect(code).toBe(2);
    expect(err).toMatch(/wrong\.csv:2:24.*ends-before-it-begins|ends-before-it-begins.*wrong\.csv:2:24/s);
    expect(err).toMatch(/wrong\.csv:3:44/);
    expect(err).toContain('use one of: contained, handed over, left');
  });

  it('refuses a file that is missing, logs of different times, and an overlay', () => {
    expect(calibrate('--sessions', at('none.csv')).code).toBe(2);
    const row = 'A1,2020-01-06 09:00:00,2020-01-06 09:04:00,contained,accounts,web';
    writeFileSync(at('old.csv'), `case,start,end,outcome,product,channel\n${row}\n`);
    const old = calibrate('--sessions', at('old.csv'));
    expect(old.code).toBe(2);
    expect(old.err).toMatch(/share 0 sessions and .* 50 of each are needed/);
    const overlay = calibrate('--sessions', at('bots.csv'), '--scenario', at('made'));
    expect(overlay.code).toBe(2);
    expect(overlay.err).toContain('leave --scenario out, or --sessions');
  });
});
