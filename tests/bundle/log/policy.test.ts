import { describe, expect, it } from 'vitest';
import { isReached, parsePolicy } from '#bundle';
import { sha256, successOf } from '../../running.ts';
import { newLog, newWitness } from './witnesses.ts';

const names = ['x1', 'x2', 'x3', 'y1', 'y2'];
const witnesses = new Map(names.map((name) => [name, newWitness(`witness.example/${name}`)]));
const line = (name: string) => `witness ${name} ${witnesses.get(name)?.text}`;
const LINES = names.map(line).join('\n');
const LOG = newLog('example.com/log');

const quorumOf = (rules: string) => successOf(parsePolicy(`${LINES}\n${rules}\n`, sha256)).quorum;

/** Rules, those who have cosigned, and whether that suffices. */
const CASES: readonly (readonly [string, string, boolean])[] = [
  ['quorum none', '', true],
  ['quorum x1', '', false],
  ['quorum x1', 'x2 y1', false],
  ['quorum x1', 'x1', true],
  ['group g any x1 x2\nquorum g', '', false],
  ['group g any x1 x2\nquorum g', 'x2', true],
  ['group g all x1 x2\nquorum g', 'x1', false],
  ['group g all x1 x2\nquorum g', 'x1 x2', true],
  ['group g 2 x1 x2 x3\nquorum g', 'x3', false],
  ['group g 2 x1 x2 x3\nquorum g', 'x3 y1', false],
  ['group g 2 x1 x2 x3\nquorum g', 'x1 x3', true],
  ['group g 2 x1 x2 x3\ngroup h any y1 y2\ngroup both all g h\nquorum both', 'x1 x2', false],
  ['group g 2 x1 x2 x3\ngroup h any y1 y2\ngroup both all g h\nquorum both', 'x1 y1 y2', false],
  ['group g 2 x1 x2 x3\ngroup h any y1 y2\ngroup both all g h\nquorum both', 'x1 x2 y2', true],
  ['group g 2 x1 x2 x3\ngroup h any y1 g\nquorum h', 'x1', false],
  ['group g 2 x1 x2 x3\ngroup h any y1 g\nquorum h', 'y1', true],
  ['group g all x1\nquorum x1', 'x1', true],
];

/** A policy that is wrong, and its issues: code, line, column, value. */
const WRONG: readonly (readonly [string, readonly string[]])[] = [
  ['', ['policy-quorum 1:1 ']],
  [line('x1'), ['policy-quorum 1:1 ']],
  ['quorum x1', ['policy-quorum 1:8 x1']],
  ['quorum none\nquorum none', ['policy-quorum 2:1 quorum']],
  ['quorum', ['policy-quorum 1:1 quorum']],
  ['quorum none none', ['policy-line 1:13 none']],
  ['logs x\nquorum none', ['policy-line 1:1 logs']],
  ['log\nquorum none', ['policy-line 1:1 log']],
  ['log abc\nquorum none', ['policy-key 1:5 abc']],
  [`log ${LOG.key} here\nquorum none`, [`policy-line 1:${6 + LOG.key.length} here`]],
  [`log ${LOG.key}\n\tlog ${LOG.key}\nquorum none`, [`policy-key 2:6 ${LOG.key.slice(0, 80)}`]],
  // A key of a witness is not one of a log, and the other way round.
  [`log ${witnesses.get('x1')?.text}\nquorum none`, ['policy-key 1:5 …']],
  [`witness w ${LOG.key}\nquorum none`, ['policy-key 1:11 …']],
  [`${line('x1')}\nwitness again ${witnesses.get('x1')?.text}\nquorum none`, ['policy-key 2:15 …']],
  [`${line('x1')}\nwitness x1 ${witnesses.get('x2')?.text}\nquorum x1`, ['policy-name 2:9 x1']],
  [`witness none ${witnesses.get('x2')?.text}\nquorum none`, ['policy-name 1:9 none']],
  [`${line('x1')}\ngroup g 0 x1\nquorum g`, ['policy-threshold 2:9 0']],
  [`${line('x1')}\ngroup g 2 x1\nquorum g`, ['policy-threshold 2:9 2']],
  [`${line('x1')}\ngroup g 01 x1\nquorum g`, ['policy-threshold 2:9 01']],
  [`${line('x1')}\ngroup g most x1\nquorum g`, ['policy-threshold 2:9 most']],
  [`${line('x1')}\ngroup g any\nquorum x1`, ['policy-line 2:1 group']],
  [`${line('x1')}\ngroup g any x1 x1\nquorum g`, ['policy-name 2:16 x1']],
  [`${line('x1')}\ngroup g any x1\ngroup h any x1\nquorum g`, ['policy-name 3:13 x1']],
  [`group g any g\nquorum g`, ['policy-name 1:13 g']],
  [`group g any none\nquorum g`, ['policy-name 1:13 none']],
  [`group g any x1\n${line('x1')}\nquorum g`, ['policy-name 1:13 x1']],
  ['quorum none\r\n', ['policy-character 1:12 U+000D']],
  ['# a\u0007\nquorum none', ['policy-character 1:4 U+0007']],
];

describe('a policy', () => {
  it.each(CASES)('%s, cosigned by "%s": %s', (rules, cosigned, wanted) => {
    expect(isReached(quorumOf(rules), new Set(cosigned.split(' ')))).toBe(wanted);
  });

  it.each(WRONG)('%j is refused, with the place of what is wrong', (text, wanted) => {
    const parsed = parsePolicy(text, sha256);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    const found = parsed.problem.map(
      ({ code, column, line: at, value }) => `${code} ${at}:${column} ${value}`,
    );
    for (const [i, one] of wanted.entries()) {
      if (one.endsWith('…')) expect(found[i]?.startsWith(one.slice(0, -1))).toBe(true);
      else expect(found[i]?.slice(0, one.length)).toBe(one);
    }
    expect(found.length).toBe(wanted.length);
    for (const { message, remedy } of parsed.problem)
      expect(message.length * remedy.length).toBeGreaterThan(0);
  });

  it('may have comments, empty lines, tabs, URLs, and names in any script', () => {
    const text = `# who\n\n \tlog\t${LOG.key}  https://log.example/ \n${line('x1')} http://127.0.0.1:1\n  # one\nwitness Zeugin-Ö ${witnesses.get('x2')?.text}\ngroup Κ all x1 Zeugin-Ö\nquorum Κ`;
    const { logs, quorumName, witnesses: read } = successOf(parsePolicy(text, sha256));
    expect([logs.length, read.map(({ url }) => url), quorumName]).toEqual([
      1,
      ['http://127.0.0.1:1', null],
      'Κ',
    ]);
  });

  it('may nest groups a hundred deep, and not deeper', () => {
    const nested = (depth: number) =>
      parsePolicy(
        [
          line('x1'),
          'group g1 all x1',
          ...Array.from({ length: depth - 1 }, (_, i) => `group g${i + 2} all g${i + 1}`),
          `quorum g${depth}`,
        ].join('\n'),
        sha256,
      );
    const { quorum } = successOf(nested(100));
    expect([isReached(quorum, new Set()), isReached(quorum, new Set(['x1']))]).toEqual([false, true]);
    const deeper = nested(30_000);
    expect(deeper.ok ? [] : deeper.problem.map(({ code, line: at, value }) => [code, at, value])).toEqual([
      ['policy-depth', 102, 'g101'],
    ]);
  });

  it('lists all its issues at once', () => {
    const parsed = parsePolicy('lug x\nwitness w abc\ngroup g 3 w\nquorum', sha256);
    expect(parsed.ok ? [] : parsed.problem.map((issue) => issue.line)).toEqual([1, 2, 3, 4]);
  });
});
