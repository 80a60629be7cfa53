import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inputWith, readSetting, readSettings, type SetValues, treeWith } from '#planning';
import { type ScenarioInput, scenarioTree } from '#scenario';
import { successOf } from '../../running.ts';

const tree = {
  centres: { dublin: { groups: { a: { shifts: { day: { agents: 7, from: '08:00' } } } } } },
  segments: { de: { customers: [{ rate: '120/week', share: 0.5 }, { rate: '3/h' }] } },
  law: { 'v1.2': { from: '2014-11-10' } },
  horizon: '4 weeks',
};

const changed = (values: SetValues) =>
  successOf(treeWith(tree, values)) as typeof tree & Record<string, unknown>;
const problems = (values: SetValues) => {
  const found = treeWith(tree, values);
  return found.ok ? [] : found.problem.map(({ message, remedy }) => `${message}; ${remedy}`);
};

describe('values of a tree', () => {
  it('are set by keys, positions, stars and quoted keys; null removes a key', () => {
    const shifts = changed({ 'centres.*.groups.a.shifts.day.agents': 9 }).centres.dublin.groups.a.shifts;
    expect(shifts).toEqual({ day: { agents: 9, from: '08:00' } });
    expect(changed({ 'segments.de.customers[1].rate': '4/h' }).segments.de.customers).toEqual([
      tree.segments.de.customers[0],
      { rate: '4/h' },
    ]);
    expect(changed({ 'law."v1.2".from': '2015-01-01' }).law['v1.2'].from).toBe('2015-01-01');
    expect(changed({ horizon: null })).not.toHaveProperty('horizon');
  });

  it('are multiplied, with all numbers, durations and rates below, but no times of day and no dates', () => {
    expect(changed({ 'segments.de.customers': '*2' }).segments.de.customers).toEqual([
      { rate: '240/week', share: 1 },
      { rate: '6/h' },
    ]);
    expect(changed({ centres: '*1' }).centres).toEqual(tree.centres);
    expect(changed({ horizon: '*0.5' }).horizon).toBe('2 weeks');
    expect(problems({ law: '*2' })[0]).toContain('not a number that can be multiplied');
  });

  it('may be new keys of a map of fixed keys, but a slip on the way is told with the nearest', () => {
    expect(changed({ 'routing.preference': 'longest idle' })).toHaveProperty('routing', {
      preference: 'longest idle',
    });
    expect(
      problems({ 'centres.dublni.groups.a.shifts.day.agents': 1, 'segments.de.customers[7].rate': 1 }),
    ).toEqual([
      "there is no dublni in centres; there are dublin; did you mean 'dublin'?",
      'there is no entry 7 in a list of 2; count from 0: the last one is [1]',
    ]);
    expect(problems({ 'segments.fr.customers': [] })).toHaveLength(1);
    expect(problems({ 'a..b': 1 })[0]).toContain('this is no path');
  });
});

describe('a setting', () => {
  it('is a path and a value in YAML, or several values', () => {
    expect(readSetting('a.b=7')).toEqual({ ok: true, value: ['a.b', 7] });
    expect(readSetting('a."x=y"={ from: "08:00" }')).toEqual({
      ok: true,
      value: ['a."x=y"', { from: '08:00' }],
    });
    expect(readSetting('a=5, 6,7', true)).toEqual({ ok: true, value: ['a', [5, 6, 7]] });
    expect(readSetting('a=*0.9,*1.1', true)).toEqual({ ok: true, value: ['a', ['*0.9', '*1.1']] });
    for (const wrong of ['a', 'a=', '=7', 'a={', 'a=1\nb: 2'])
      expect(readSettings([wrong]).ok, wrong).toBe(false);
  });
});

const base = readFileSync('scenarios/bench-mmc/scenario.yaml', 'utf8');
const over = `meridian: 1
name: over
extends: ../base
work: { note: ours, closing: 1 s }
`;
const files: Readonly<Record<string, string>> = {
  's/base/scenario.yaml': base,
  's/over/scenario.yaml': over,
};
const inputOf = (path: string): ScenarioInput => ({
  path,
  text: files[path] ?? '',
  readFile: (file) =>
    file in files ? { ok: true, value: files[file] ?? '' } : { ok: false, problem: 'no such file' },
});

describe('values of a file', () => {
  it('are written into it, and comments and lines stay', () => {
    const values = { 'segments.customers.customers[0].rate': '50/min', 'work.closing': '6 min' };
    const { text } = successOf(inputWith(inputOf('s/base/scenario.yaml'), values));
    expect(text).toBe(base.replace('45/min', '50/min').replace('closing: 0 s', 'closing: 6 min'));
  });

  it.each<[string, SetValues]>([
    ['a value of the file', { 'work.closing': '4 s' }],
    ['a value of what it extends', { horizon: '7 days' }],
    ['an entry of a list of what it extends', { 'segments.customers.customers[0].rate': '8/min' }],
    ['a key that goes, of the file', { 'work.note': null }],
    ['a key that goes, of what it extends', { 'centres.home.access': null }],
    ['a key that goes, of both', { 'work.closing': null }],
    ['several', { 'work.note': null, 'segments.customers.customers[*].rate': '*2', 'routing.note': 'why' }],
  ])('give the same tree as values of the merged tree: %s', (_, values) => {
    const input = inputOf('s/over/scenario.yaml');
    const wanted = successOf(treeWith(successOf(scenarioTree(input)), values));
    expect(successOf(scenarioTree(successOf(inputWith(input, values))))).toEqual(wanted);
  });

  it('that are wrong are told at the setting', () => {
    const given = { 'work.closing': 'soon', 'centres.home.groups.servers.teir': 2, horizon: '1 week' };
    const found = inputWith(inputOf('s/base/scenario.yaml'), given);
    expect(found.ok ? [] : found.problem.map(({ code, file }) => [code, file])).toEqual([
      ['unknown-key', '--set centres.home.groups.servers.teir=2'],
      ['bad-duration', '--set work.closing=soon'],
    ]);
  });
});
