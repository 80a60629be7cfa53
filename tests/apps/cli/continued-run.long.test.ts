import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CommandResult, meridian, newFolder } from './cli.ts';

const SCENARIO = 'scenarios/three-centres/scenario.yaml';
const folder = newFolder();
const at = (name: string) => join(folder, name);
const textOf = (...names: readonly string[]) => readFileSync(at(join(...names)), 'utf8');

function expectRefused({ code, err }: CommandResult, message: RegExp): void {
  expect(err.replaceAll(/\s+/g, ' ')).toMatch(message);
  expect(code).toBe(2);
  expect(err).not.toMatch(/\n {4}at /);
}

describe('a run in two parts', () => {
  let second: CommandResult;
  beforeAll(() => {
    meridian('run', SCENARIO, '--until', '20 h', '--snapshot', at('20h.json'), '--out', at('first'));
    second = meridian('run', SCENARIO, '--until', '30 h', '--from', at('20h.json'), '--out', at('second'));
    meridian('run', SCENARIO, '--until', '30 h', '--out', at('whole'));
  });

  it('has the figures of one in a single piece, and says what it continues', () => {
    expect(second.code).toBe(0);
    for (const name of ['summary.json', 'service.csv', 'groups.csv', 'costs.csv', 'targets.csv'])
      expect(textOf('second', name), name).toBe(textOf('whole', name));
    const { root, entries } = JSON.parse(textOf('20h.json')).ledger;
    expect(second.out).toContain(
      `It continues the first 20 h of seed 38, replication 0: ${entries.toLocaleString('en-GB')} entries, root ${root}`,
    );
    expect(second.out).toContain('Figures, report and audit are of the whole 30 h');
    expect(textOf('second', 'report.html')).toContain(root);
    expect(JSON.parse(textOf('second', 'run.json')).continues).toEqual({
      root,
      entries,
      untilMs: 72_000_000,
    });
  });

  it('is audited as a whole when it is made, and again by audit --after', () => {
    const { continues, root: _, ...made } = JSON.parse(textOf('second', 'audit.json'));
    const { root: _1, ...whole } = JSON.parse(textOf('whole', 'audit.json'));
    expect(made).toEqual(whole);
    const again = meridian('audit', at('second'), '--after', at('first'), '--json');
    expect(again.code).toBe(0);
    const { continues: named, invariants } = JSON.parse(again.out);
    expect(named).toEqual(continues);
    expect(invariants).toEqual(whole.invariants);
    expect(meridian('audit', at('second'), '--after', at('first')).out).toMatch(
      /entries of [\d,]+ cases, [\d,]+ of them in the ledger before \(root\s[0-9a-f]{64}\)/,
    );
  });

  it('lets trace and open-cases read both ledgers as one', () => {
    for (const args of [['trace', '3'], ['open-cases'], ['open-cases', '--at', '15 h']] as const) {
      const [command, ...rest] = args;
      const [number, option] = command === 'trace' ? [rest, []] : [[], rest];
      const both = meridian(command, at('second'), ...number, ...option, '--after', at('first'));
      const once = meridian(command, at('whole'), ...number, ...option);
      expect(both.code, both.err).toBe(0);
      expect(both.out).toBe(once.out);
    }
  });

  it.each([
    ['audit', []],
    ['trace', ['3']],
    ['open-cases', []],
    ['bundle', []],
    ['export', ['--format', 'csv', '--out', 'exported']],
    ['query', ['SELECT count(*) FROM cases']],
    ['statement', ['--customer', 'germany']],
  ] as const)('has a second part that %s does not read alone', (command, rest) => {
    const outcome = meridian(
      command,
      at('second'),
      ...rest.map((one) => (one === 'exported' ? at(one) : one)),
    );
    expectRefused(outcome, /has only what follows another run \(root [0-9a-f]{64}, \d+ entries\)/);
    expect(outcome.out).not.toMatch(/clean/i);
  });

  it('is not audited after another run, or as if it continued one', () => {
    meridian('run', SCENARIO, '--until', '20 h', '--seed', '39', '--out', at('other'));
    const other = meridian('audit', at('second'), '--after', at('other'));
    expect(other.code).toBe(1);
    expect(other.err).toMatch(
      /continues the ledger with root [0-9a-f]{64}, and not one with root [0-9a-f]{64}/,
    );
    const longer = meridian('audit', at('second'), '--after', at('whole'));
    expect(longer.code).toBe(1);
    expect(longer.err).toContain('ends 30 h after its start, and the other run begins 20 h after it');
    expectRefused(meridian('audit', at('whole'), '--after', at('first')), /continues no other run/);
    expectRefused(meridian('audit', at('second'), '--after', at('none')), /does not exist/);
  });

  it('is explained without the first part, because the run is made again', () => {
    expect(meridian('explain', at('second'), '3').out).toBe(meridian('explain', at('whole'), '3').out);
  });
});

describe('a snapshot', () => {
  const from = (snapshot: string, ...more: readonly string[]) =>
    meridian('run', SCENARIO, '--from', snapshot, '--until', '30 h', '--out', at('refused'), ...more);

  it('goes on in another scenario that has had the same history, and not in one with another', () => {
    const scenario = (fromHour: string) => `meridian: 1
name: later
extends: ./scenario.yaml
surges: [{ from: 2025-03-03T${fromHour}:00:00Z, for: 2 h, factor: 3 }]
`;
    const text = readFileSync(SCENARIO, 'utf8');
    mkdirSync(at('what-if'));
    writeFileSync(at('what-if/scenario.yaml'), text);
    writeFileSync(at('what-if/later.yaml'), scenario('22'));
    writeFileSync(at('what-if/sooner.yaml'), scenario('12'));
    const later = meridian(
      'run',
      at('what-if/later.yaml'),
      '--from',
      at('20h.json'),
      '--out',
      at('later'),
      '--until',
      '30 h',
    );
    expect(later.code, later.err).not.toBe(2);
    expect(textOf('later', 'summary.json')).not.toBe(textOf('whole', 'summary.json'));
    const sooner = meridian(
      'run',
      at('what-if/sooner.yaml'),
      '--from',
      at('20h.json'),
      '--out',
      at('sooner'),
    );
    expectRefused(
      sooner,
      /later has another history than the snapshot: it differs among its entries [\d]+ to \d+, which it makes from 2025-03-03 \d\d:\d\d to 2025-03-03 \d\d:\d\d UTC/,
    );
  });

  it.each([
    [['--seed', '39'], /--seed 39: the snapshot is of a run with 38/],
    [['--replication', '2'], /--replication 2: the snapshot is of a run with 0/],
    [['--breach', 'store-outside'], /--breach store-outside: the snapshot is of a run with none/],
    [['--replications', '3'], /--from belongs to one run/],
    [['--precision', '1 pp'], /--from belongs to one run/],
    [['--batch-means'], /--from belongs to one run/],
    [['--try'], /--try changes staff from the start/],
    [['--no-ledger'], /--from compares and continues a ledger/],
    [['--snapshot', 'x.json'], /--snapshot belongs to a run from the start/],
    [['--branches', '3600000:1'], /has the .*|differs/],
  ])('is not gone on from with %j', (options, message) => {
    expectRefused(from(at('20h.json'), ...options), message);
  });

  it('is refused at the end of the scenario and after it', () => {
    for (const until of ['20 h', '5 h'])
      expectRefused(
        from(at('20h.json'), '--until', until),
        /is a snapshot after 20 h, and three-centres ends after \d+ h: nothing follows/,
      );
  });

  it('is refused with its bytes changed, with another time under a seal that fits, or of another engine', async () => {
    const { parseSnapshot, snapshotText } = await import('#experiment');
    const { sha256, successOf } = await import('../../running.ts');
    const text = textOf('20h.json');
    const snapshot = successOf(parseSnapshot(text, sha256));
    const cases = [
      [text.replace('"38"', '"39"'), /is damaged: its content has the hash/],
      [text.slice(0, 400), /is not a snapshot of a run/],
      [snapshotText({ ...snapshot, untilMs: snapshot.untilMs + 1 }, sha256), /its time was changed/],
      [
        snapshotText({ ...snapshot, made: { ...snapshot.made, engineVersion: '0.0.9' } }, sha256),
        /made by engine 0\.0\.9, and this one is 0\.1\.0/,
      ],
      [
        snapshotText({ ...snapshot, made: { ...snapshot.made, seed: '39' } }, sha256),
        /made again, the first part differs among its entries 1 to 2048/,
      ],
      [snapshotText({ ...snapshot, breach: 'nope' }, sha256), /had the breach nope, which there is not/],
      [
        snapshotText(
          { ...snapshot, ledger: { ...snapshot.ledger, entries: snapshot.ledger.entries + 1 } },
          sha256,
        ),
        /ends after \d+ entries, and the snapshot says \d+/,
      ],
    ] as const;
    for (const [content, message] of cases) {
      writeFileSync(at('changed.json'), content);
      expectRefused(from(at('changed.json')), message);
    }
    expectRefused(from(at('missing.json')), /missing\.json/);
    expectRefused(from(folder), /./);
  });

  it('is taken only of one run with a ledger, next to its folder', () => {
    const taking = (...options: readonly string[]) =>
      meridian('run', SCENARIO, '--until', '2 h', '--out', at('taken'), ...options);
    expectRefused(taking('--snapshot', at('taken/x.json')), /inside the run folder/);
    expectRefused(taking('--snapshot', at('taken/..x.json')), /inside the run folder/);
    expectRefused(taking('--snapshot', ''), /--snapshot names no file/);
    expectRefused(taking('--snapshot', folder), /is a folder/);
    expectRefused(taking('--snapshot', at('x.json'), '--no-ledger'), /names the root of the ledger/);
    expectRefused(taking('--snapshot', at('x.json'), '--replications', '2'), /--snapshot belongs to one run/);
    expectRefused(taking('--snapshot', at('x.json'), '--until', '0 h'), /--until 0 h is not a duration/);
    expectRefused(taking('--snapshot', at('x.json'), '--until', '-1 h'), /is not a duration/);
    expectRefused(taking('--snapshot', at('x.json'), '--until', '3000 days'), /is longer than/);
    expect(existsSync(at('taken'))).toBe(false);
  });

  it('does not replace a file that is no snapshot, such as the scenario itself', () => {
    writeFileSync(at('own.yaml'), 'meridian: 1\n');
    const taking = (path: string) =>
      meridian('run', SCENARIO, '--until', '2 h', '--out', at('taken'), '--snapshot', path);
    expectRefused(taking(at('own.yaml')), /own\.yaml is a file already, and no snapshot of a run/);
    expect(textOf('own.yaml')).toBe('meridian: 1\n');
    expect(existsSync(at('taken'))).toBe(false);
    expect(taking(at('again.json')).code).toBe(0);
    expect(taking(at('again.json')).code).toBe(0);
  });
});
