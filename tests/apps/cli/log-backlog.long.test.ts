import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CommandResult, meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (name: string) => join(folder, name);
const words = (text: string) => text.replaceAll(/\s+/g, ' ');

const MAPPING = `meridian-mapping: 1
timeZone: UTC
columns:
  case: ticket
  time: when
  activity: status
  group: team
  tier: level
  place: stored
  severity: prio
  channel: via
  product: about
  segment: customer group
  country: from
values:
  severity: { high: A, low: C }
`;

const HEAD = 'ticket,when,status,team,level,stored,prio,via,about,customer group,from';
const ROWS = [
  'T-1,2025-03-04 08:00:00,New,,1,Frankfurt,high,phone,Platform,Germany,DE',
  'T-1,2025-03-04 08:05:00,In Progress,dublin/first-line,1,Frankfurt,high,phone,Platform,Germany,DE',
  'T-2,2025-03-04 09:00:00,New,,1,,low,web,Platform,India,IN',
  'T-3,2025-03-04 09:10:00,New,,1,DE,low,e-mail,Platform,Germany,DE',
  'T-3,2025-03-04 09:20:00,In Progress,dublin/first-line,1,DE,low,e-mail,Platform,Germany,DE',
  'T-3,2025-03-04 09:50:00,Pending,dublin/first-line,1,DE,low,e-mail,Platform,Germany,DE',
  'T-4,2025-03-04 10:00:00,New,,1,,low,web,Platform,Americas,US',
  'T-4,2025-03-04 11:00:00,Closed,,1,,low,web,Platform,Americas,US',
  'T-5,2025-03-04 10:00:00,New,,1,,low,web,Platform,Moon,US',
  'T-6,2025-03-04 11:00:00,New,,,,,,,Americas,',
  'T-6,2025-03-04 11:10:00,In Progress,night crew,,,,,,Americas,',
  'T-6,2025-03-04 11:30:00,Look at it,night crew,,,,,,Americas,',
  'T-7,2025-03-05 11:00:00,New,,1,,low,web,Platform,Americas,US',
];

function importLog(name: string, rows: readonly string[]): string {
  writeFileSync(at(`${name}.csv`), `${HEAD}\n${rows.join('\n')}\n`);
  const imported = meridian('import', at(`${name}.csv`), '--map', at('map.yaml'), '--out', at(name));
  expect(imported.err).toBe('');
  return at(name);
}

function expectRefused({ code, err }: CommandResult, message: RegExp): void {
  expect(words(err)).toMatch(message);
  expect(code).toBe(2);
  expect(err).not.toMatch(/\n {4}at /);
}

describe('a case log as the backlog of a run', () => {
  let log: string;
  const scenario = join(folder, 'desk/today.yaml');

  beforeAll(() => {
    writeFileSync(at('map.yaml'), MAPPING);
    mkdirSync(at('desk'));
    writeFileSync(at('desk/scenario.yaml'), readFileSync('scenarios/three-centres/scenario.yaml'));
    writeFileSync(
      scenario,
      'meridian: 1\nname: today\nextends: ./scenario.yaml\nstart: 2025-03-05T00:00:00Z\nhorizon: 1 day\n',
    );
    log = importLog('log', ROWS);
  });

  it('is written as the columns of open cases, in the words of the scenario', () => {
    const made = meridian('open-cases', log, '--scenario', scenario);
    expect(made.code, made.err).toBe(0);
    expect(
      made.out,
    ).toBe(`case,segment,country,channel,product,severity,language,opened,state,since,tier,primary,replica,group,worked
T-1,germany,DE,phone,platform,A,de,2025-03-04T08:00:00.000Z,in work,2025-03-04T08:05:00.000Z,1,frankfurt,,dublin/first-line,
T-2,india,IN,web,platform,C,en,2025-03-04T09:00:00.000Z,waiting,2025-03-04T09:00:00.000Z,1,,,,
T-3,germany,DE,e-mail,platform,C,de,2025-03-04T09:10:00.000Z,awaiting customer,2025-03-04T09:50:00.000Z,1,frankfurt,,,
T-6,americas,US,phone,platform,C,en,2025-03-04T11:00:00.000Z,in work,2025-03-04T11:10:00.000Z,1,,,,
`);
  });

  it('says what the log does not tell, and what is assumed', () => {
    const { err } = meridian('open-cases', log, '--scenario', scenario);
    expect(words(err)).toContain('4 open cases and 0 that may be opened again, at 5 March 2025 00:00 UTC');
    for (const sentence of [
      'The scenario has no segment Moon: 1 open case of it is left out.',
      '1 case without a channel: taken to come on the one that most cases of their segment come on.',
      '1 case without a severity: taken to have the one that most cases of their segment have.',
      '1 case without a tier: taken to be at tier 1.',
      '1 case in work with a group that the log does not name, or that the scenario does not have: any free agent who may take the case goes on.',
      '2 cases without a place that the scenario knows: their copies are taken to lie where the rules put those of a new case.',
      '2 cases with one place only: taken to have no replica.',
      "1 event of these cases begin no state, and are taken to change none: 'Look at it'",
    ])
      expect(words(err)).toContain(sentence);
    expect(err).not.toContain('without a segment');
    expect(err).not.toContain('without a language');
  });

  it('says by how much times are moved, if the cases are open at another instant than the start', () => {
    const run = (...options: readonly string[]) =>
      words(
        meridian('run', scenario, '--backlog', log, '--until', '1 h', '--out', at('moved'), ...options).err,
      );
    expect(run('--at', '2025-03-04T12:00:00Z')).toContain(
      'The run starts when the scenario does, at 2025-03-05T00:00:00.000Z: times of these cases are taken to be 12 h later.',
    );
    expect(run('--at', '2025-03-06T00:00:00Z')).toContain('are taken to be 1 d earlier');
    expect(run()).not.toContain('The run starts when');
  });

  it('starts a run as the file that is made from it does', () => {
    meridian('open-cases', log, '--scenario', scenario, '--out', at('open.csv'));
    const ofLog = meridian('run', scenario, '--backlog', log, '--out', at('of-log'), '--json');
    const ofFile = meridian('run', scenario, '--backlog', at('open.csv'), '--out', at('of-file'), '--json');
    expect(ofLog.code).toBe(ofFile.code);
    expect(JSON.parse(ofLog.out).ledger).toEqual(JSON.parse(ofFile.out).ledger);
    expect(JSON.parse(ofLog.out).summary.backlog).toBeDefined();
    expect(ofLog.err).toContain('What the log does not tell');
    for (const { out } of [ofLog, ofFile]) expect(JSON.parse(out).answer[0]).toMatch(/^Not judged: /);
    expect(meridian('run', scenario, '--backlog', log, '--out', at('of-log'), '--quiet').err).toBe('');
  });

  it('says first how well runs foretell what the log knows already, where enough cases were open a day before', () => {
    const rows = Array.from({ length: 40 }, (_, k) => {
      const row = (when: string, state: string) =>
        `T-${k},2025-03-0${when}:${10 + k},${state},dublin/first-line,1,Frankfurt,low,e-mail,Platform,Germany,DE`;
      const first = [row('3 08:00', 'New'), row('3 09:00', 'In Progress')];
      return k < 20 ? [...first, row('4 12:00', 'Resolved')] : first;
    }).flat();
    const busy = importLog('busy', rows);
    for (const options of [['--json'], ['--replications', '2']]) {
      const { code, err, out } = meridian(
        'run',
        scenario,
        '--backlog',
        busy,
        '--out',
        at(`busy-run-${options.length}`),
        ...options,
      );
      expect(code, err).not.toBe(2);
      expect(words(out)).toMatch(
        /(?:No worse|Worse) than the simple alternative, how long earlier cases of the same age and state stayed open: of the 40 cases that were open at 2025-03-03T12:00 UTC, 20 runs/,
      );
    }
  });

  it('may be taken at another instant, whose ages count from the start', () => {
    const other = ['--at', '2025-03-04T09:30:00Z'] as const;
    const made = meridian('open-cases', log, '--scenario', scenario, ...other);
    expect(made.out).toContain(
      'T-3,germany,DE,e-mail,platform,C,de,2025-03-04T09:10:00.000Z,in work,2025-03-04T09:20:00.000Z',
    );
    expect(made.out).not.toContain('T-6');
    const run = meridian('run', scenario, '--backlog', log, ...other, '--out', at('other'), '--json');
    const { backlog } = JSON.parse(readFileSync(at('other/scenario.json'), 'utf8'));
    expect(run.code).not.toBe(2);
    const [first] = backlog.filter(({ id }: { id: string }) => id === 'T-1');
    expect(first.openedMs).toBe(-90 * 60_000);
  });

  it('serves replications and comparisons as well', () => {
    const often = meridian(
      'run',
      scenario,
      '--backlog',
      log,
      '--replications',
      '2',
      '--until',
      '4 h',
      '--out',
      at('often'),
    );
    expect(often.code, often.err).not.toBe(2);
    const compared = meridian(
      'compare',
      scenario,
      scenario,
      '--backlog',
      log,
      '--replications',
      '2',
      '--until',
      '4 h',
      '--out',
      at('compared'),
    );
    expect(compared.code, compared.err).not.toBe(2);
    expect(compared.err).toContain('What the log does not tell');
  });

  it('is refused with the row of the log and the name of the case for each value that the scenario lacks', () => {
    const bad = importLog('bad', [
      'B-1,2025-03-04 08:00:00,New,,1,,high,phone,Toaster,Germany,DE',
      'B-2,2025-03-04 08:00:00,New,,1,,high,phone,Platform,Germany,FR',
      'B-3,2025-03-04 08:00:00,New,,1,,high,phone,Platform,Germany,DE',
    ]);
    for (const options of [
      ['open-cases', bad, '--scenario', scenario],
      ['run', scenario, '--backlog', bad, '--out', at('none')],
    ]) {
      const refused = meridian(...options);
      expectRefused(
        refused,
        /bad\.csv:2:1 error unknown-product at backlog: case B-1, open at 2025-03-05T00:00:00\.000Z: the scenario has no product/,
      );
      expectRefused(refused, /bad\.csv:3:1 error unknown-country at backlog: case B-2/);
      expect(refused.err).not.toContain('B-3');
    }
  });

  it.each<[string, () => readonly string[], RegExp]>([
    [
      'no open case',
      () => ['open-cases', log, '--scenario', scenario, '--at', '2025-03-01T00:00:00Z'],
      /no case is open at 2025-03-01T00:00:00\.000Z; its events are from 2025-03-04T08:00:00\.000Z to/,
    ],
    [
      'no instant',
      () => ['open-cases', log, '--scenario', scenario, '--at', '2 days'],
      /--at 2 days is no instant/,
    ],
    [
      'a date that does not exist',
      () => ['open-cases', log, '--scenario', scenario, '--at', '2025-02-31T00:00:00Z'],
      /is no instant/,
    ],
    [
      'no scenario',
      () => ['open-cases', log],
      /is a case log, and its names must become those of a scenario/,
    ],
    [
      'a scenario for a run',
      () => ['open-cases', at('of-log'), '--scenario', scenario],
      /--scenario is for the folder of a case log/,
    ],
    [
      'an instant without a log',
      () => ['run', scenario, '--at', '2025-03-04T08:00:00Z'],
      /--at chooses an instant of a case log/,
    ],
    ['another folder', () => ['run', scenario, '--backlog', folder, '--out', at('none')], /./],
    [
      'a damaged table',
      () => ['run', scenario, '--backlog', damaged(), '--out', at('none')],
      /no Parquet table of a case log/,
    ],
  ])('is refused with %s', (_what, args, message) => {
    expectRefused(meridian(...args()), message);
  });

  it('is refused if the scenario has none of its segments', () => {
    const moon = importLog('moon', ['M-1,2025-03-04 08:00:00,New,,1,,high,phone,Platform,Moon,DE']);
    expectRefused(
      meridian('run', scenario, '--backlog', moon, '--out', at('none')),
      /the scenario has none of the segments of the cases that are open at .*: Moon/,
    );
  });

  function damaged(): string {
    mkdirSync(at('damaged'), { recursive: true });
    writeFileSync(at('damaged/import.json'), readFileSync(join(log, 'import.json')));
    writeFileSync(at('damaged/cases.parquet'), readFileSync(join(log, 'cases.parquet')).subarray(0, 200));
    writeFileSync(at('damaged/events.parquet'), readFileSync(join(log, 'events.parquet')));
    return at('damaged');
  }
});
