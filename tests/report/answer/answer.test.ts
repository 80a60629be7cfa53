import { describe, expect, it } from 'vitest';
import { CHANNELS, SEVERITIES, WAITING_CAUSES, type WaitingCause } from '#domain';
import { scenarioText, TEMPLATES } from '#scenario';
import { estimateRatio, type Summary } from '#statistics';
import { lateAnswersIn } from '../../../src/apps/shared/evidence/audit-run.ts';
import { LateCell } from '../../../src/planning/late/late-cell.ts';
import { replicatedVerdicts } from '../../../src/planning/targets/target-verdicts.ts';
import { answerOf, replicatedAnswer } from '../../../src/report/answer/answer.ts';
import { evidenceOf } from '../../exports/evidence-of.ts';
import { steadyRun } from '../../generators/judged-run.ts';
import { worldScenario } from '../../generators/world-scenario.ts';
import { loadScenario, runInMemory } from '../../running.ts';
import { parseText, scenarioOf } from '../../scenario/parsing.ts';

const scenario = worldScenario({});
const [segment] = scenario.segments;
const [level] = scenario.serviceLevels;
const ID = `${segment?.id}/${level?.channel}/${level?.severity}`;

function cellsWith(judged: number, serviceLevel: number) {
  return steadyRun({ cells: [{ id: ID, judged, serviceLevel } as Summary['cells'][number]] });
}

/** Cases that arrive at noon on Mondays. Every second one is late, for that cause. */
function lateFor(cause: WaitingCause): ReadonlyMap<string, LateCell> {
  const cell = new LateCell(scenario.centres.length, scenario.groups.length);
  for (let i = 0; i < 100; i++) cell.count('Europe/Dublin', i < 50 ? 12 : i, i < 50);
  cell.waitedMs[WAITING_CAUSES.indexOf(cause)] = 1_000;
  cell.answeredBy[0] = 100;
  return new Map([[ID, cell]]);
}

const german = loadScenario('three-centres');

/** What is said of a target of the customers in Germany that is missed, with these late cases. */
function answerOfTarget(of: 'backlog' | 'resolution', cause: WaitingCause, fill: (cell: LateCell) => void) {
  const all = { channels: CHANNELS, severities: SEVERITIES, pauses: [], target: 0.9 };
  const target = { id: 'own', of, segments: [0], withinMs: 1, casesMax: 3, ...all };
  const cell = new LateCell(german.centres.length, german.groups.length);
  fill(cell);
  cell.waitedMs[WAITING_CAUSES.indexOf(cause)] = 1_000;
  const row = { id: 'own', of, segment: 'germany', judged: 1e6, met: 1e5, attainment: 0.1, target: 0.9 };
  return answerOf(
    steadyRun({ targets: [row] }),
    { ...german, targets: [target] },
    new Map([['target own/germany', cell]]),
  );
}

describe('answerOf', () => {
  it('says in one sentence that all targets are met', () => {
    const { kind, sentences } = answerOf(cellsWith(1e6, 1), scenario, null);
    expect(kind).toBe('met');
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(
      /^The target is met, given the volumes and handle times of the scenario: 100\.0 % answered within/,
    );
  });

  it('names the worst target by title, channel and severity, and by how much it is missed', () => {
    const { kind, sentences } = answerOf(cellsWith(1e6, 0.5), scenario, null);
    expect(kind).toBe('missed');
    expect(sentences[0]).toContain(
      `The target is missed, given the volumes and handle times of the scenario. ${segment?.title}, ${level?.channel}, severity ${level?.severity}: 50.0 %`,
    );
  });

  it('says in local time when waits are worst and what to try, and that this is untested', () => {
    const { sentences } = answerOf(cellsWith(1e6, 0.5), scenario, lateFor('no agent free'));
    expect(sentences).toHaveLength(3);
    expect(sentences[1]).toContain('Mon 12:00 to 13:00 (Europe/Dublin)');
    expect(sentences[1]).toContain('Reason: nobody on duty was free.');
    expect(sentences[2]).toContain(scenario.centres[scenario.groups[0]?.centre ?? 0]?.title);
    expect(sentences[2]).toContain('not simulated');
  });

  it('says in the headline why there is no verdict, and which command tells more, where nothing is missed for certain', () => {
    const { kind, sentences } = answerOf(
      cellsWith(10_000, level?.target ?? 0),
      scenario,
      lateFor('no agent free'),
    );
    expect(kind).toBe('open');
    expect(sentences[0]).toMatch(
      /^The target is in doubt, given the volumes and handle times of the scenario\. .* In doubt: it is too close to call\. Ten runs tell more: meridian run --replications 10\.$/,
    );
    expect(sentences.join(' ')).not.toContain('To try next');
    expect(answerOf(cellsWith(1e6, 0.5), scenario, null).sentences[0]).not.toContain('replications');
    expect(answerOf(cellsWith(100, level?.target ?? 0), scenario, null).sentences[0]).toMatch(
      /In doubt: it needs a longer run \(too short: 63 days, or --replications\)/,
    );
    const few = answerOf(cellsWith(20, 0.1), scenario, null);
    expect(few.kind).toBe('open');
    expect(few.sentences[0]).toContain('2 of 20 in time, but 20 are too few to be sure of 80.0 %');
    const { judgedOverTime: _, ...older } = cellsWith(1e6, 0.5);
    expect(answerOf(older, scenario, null).sentences[0]).toContain(
      'not judged (an older build made the run)',
    );
  });

  it('gives each cause of waiting a reason and a change to try', () => {
    const told = WAITING_CAUSES.map((cause) =>
      answerOf(cellsWith(1e6, 0.5), scenario, lateFor(cause)).sentences.slice(1).join(' '),
    );
    expect(new Set(told).size).toBe(WAITING_CAUSES.length);
    for (const text of told) expect(text).not.toContain('undefined');
  });

  it('says before anything else that nothing judges a run from open cases', () => {
    const open = { ...scenario, backlog: [{}] as unknown as NonNullable<typeof scenario.backlog> };
    const { sentences } = answerOf(cellsWith(1e6, 1), open, null);
    expect(sentences[0]).toMatch(/^Not judged: nothing compares what this foretells of the open cases/);
    expect(sentences[1]).toMatch(/^The target is met/);
    const none = answerOf(cellsWith(1e6, 1), { ...scenario, backlog: [] }, null);
    expect(none.sentences[0]).toMatch(/^The target is met/);
  });

  it('says which days end with too many unanswered cases, by whole days, and why these wait', () => {
    const { sentences } = answerOfTarget('backlog', 'no agent free', (cell) => {
      for (let day = 0; day < 14; day++) cell.count('Europe/Berlin', (day % 7) * 24 + 21, day % 7 >= 5);
    });
    expect(sentences[1]).toBe(
      'All 4 days that ended with more fell on Sat and Sun (Europe/Berlin), as 29 % of all days do. Reason: nobody on duty was free.',
    );
  });

  it('says in which hours late resolutions came in, and how much of their time was waiting', () => {
    const { sentences } = answerOfTarget('resolution', 'no agent free', (cell) => {
      for (let i = 0; i < 100; i++) cell.count('Europe/Berlin', i % 2 === 0 ? 2 : 12, i % 2 === 0);
      cell.tookMs = 2000;
    });
    expect(sentences[1]).toBe(
      'All 50 cases resolved late came Mon 02:00 to 03:00 (Europe/Berlin), when 50 % of all resolved cases come. Reason: nobody on duty was free (they waited in a queue for 50 % of the time until resolution).',
    );
    expect(sentences[2]).toContain('one more agent in Dublin');
  });

  it('says all, and 100 %, only of all', () => {
    const { sentences } = answerOfTarget('resolution', 'no agent free', (cell) => {
      for (let i = 0; i < 1000; i++) cell.count('Europe/Berlin', i === 0 ? 80 : 2, true);
      for (let i = 0; i < 1000; i++) cell.count('Europe/Berlin', 12, false);
    });
    expect(sentences[1]).toMatch(/^99 % of the 1,000 cases resolved late came Mon 02:00 to 03:00/);
  });

  it('suggests no agents where late resolutions hardly waited', () => {
    const { sentences } = answerOfTarget('resolution', 'no agent free', (cell) => {
      for (let i = 0; i < 100; i++) cell.count('Europe/Berlin', i, true);
      cell.tookMs = 100_000;
    });
    expect(sentences[1]).toContain('Only 1 % of the time until they were resolved was waiting in a queue');
    expect(sentences[2]).toContain('shorter handle times or fewer hand-overs');
    expect(sentences[2]).not.toContain('--try');
  });

  it('suggests a new shift where nobody who could have taken the late cases is on duty', () => {
    const noNight = {
      ...german,
      groups: german.groups.map((group) => ({
        ...group,
        shifts: group.shifts.filter(({ id }) => id !== 'night'),
      })),
    };
    const cell = new LateCell(german.centres.length, german.groups.length);
    for (let i = 0; i < 168; i++) cell.count('Europe/Berlin', i, i % 24 < 7 || i % 24 === 23);
    cell.waitedMs[WAITING_CAUSES.indexOf('centre closed')] = 1_000;
    const late = new Map([['germany/phone/A', cell]]);
    const row = { id: 'germany/phone/A', judged: 1e6, serviceLevel: 0.5 };
    const cells = steadyRun({ cells: [row as Summary['cells'][number]] });
    const told = answerOf(cells, noNight, late).sentences.at(-1);
    expect(told).toContain(
      'a new shift of one agent in Dublin, First line, daily 23:00 to 07:00 (Europe/Berlin; 56 hours a week: 2 people, 1.4 FTE)',
    );
    expect(told).toContain('--try');
    // With its night shift, Dublin needs no other.
    expect(answerOf(cells, german, late).sentences.at(-1)).not.toContain('new shift');
  });

  it('blames no promise and reports no missed target if nothing was judged', () => {
    const { kind, sentences } = answerOf(steadyRun({}), scenario, null);
    expect(kind).toBe('none');
    expect(sentences.join(' ')).toContain('No target was judged');
  });
});

describe('replicatedAnswer', () => {
  type Late = Parameters<typeof replicatedAnswer>[1]['late'];
  const answerFor = (mean: number, halfWidth: number, replications = 5, late: Late = null) => {
    const estimate = { mean, halfWidth, deviation: 0.01, count: replications, level: 0.95 };
    const verdicts = replicatedVerdicts(scenario, replications, () => estimate);
    return replicatedAnswer(verdicts, { level: 0.95, name: 'world', replications, scenario, late });
  };

  it('begins with the number of targets missed, and the worst with its interval', () => {
    const { kind, sentences } = answerFor(0.5, 0.012);
    expect(kind).toBe('missed');
    expect(sentences[0]).toMatch(
      /missed in 5 replications \(95\.0 % intervals\)\. Worst: .*50\.0 % ± 1\.2 points/,
    );
    expect(sentences.join(' ')).toContain('meridian run world');
  });

  it('says before anything else that nothing judges replications from open cases', () => {
    const estimate = { mean: 0.5, halfWidth: 0.012, deviation: 0.01, count: 5, level: 0.95 };
    const open = { ...scenario, backlog: [{}] as unknown as NonNullable<typeof scenario.backlog> };
    const of = (replications: number, verdicts = replicatedVerdicts(scenario, 5, () => estimate)) =>
      replicatedAnswer(verdicts, { level: 0.95, name: 'world', replications, scenario: open, late: null })
        .sentences;
    for (const sentences of [of(5), of(1), of(5, [])]) {
      expect(sentences[0]).toMatch(/^Not judged: nothing compares/);
      expect(sentences[1]).toMatch(/missed in 5 replications|^One replication|^No target was judged/);
    }
  });

  it('calls no target met of which fewer than 30 cases were judged, even if all were in time', () => {
    const verdicts = replicatedVerdicts(scenario, 2, (id) =>
      id.endsWith(ID)
        ? estimateRatio(
            [12, 14].map((denominator) => ({ numerator: denominator, denominator })),
            0.95,
          )
        : null,
    );
    expect(verdicts).toMatchObject([{ state: 'too few cases', judged: 26, share: 1 }]);
    const known = { level: 0.95, name: 'world', replications: 2, scenario, late: null };
    expect(replicatedAnswer(verdicts, known).sentences[0]).toContain(
      'all 26 in time, but 26 are too few to be sure of 80.0 %',
    );
  });

  it('says how many verdicts may be wrong by chance', () => {
    expect(answerFor(1, 0).sentences[0]).toMatch(/ Of 54 verdicts, 1 may be wrong by chance\.$/);
  });

  it('tells the worst hours over all replications, or over those that were looked at', () => {
    const cell = lateFor('no agent free').get(ID);
    if (cell === undefined) throw new Error('nothing is late');
    const { sentences } = answerFor(0.5, 0.012, 5, { cell, replications: 5 });
    expect(sentences[1]).toMatch(
      /^In all 5 replications together, all 50 late or unanswered calls came Mon 12:00 to 13:00/,
    );
    expect(sentences[2]).toContain('To try next');
    expect(sentences.join(' ')).not.toContain('meridian run world');
    const part = answerFor(0.5, 0.012, 5, { cell, replications: 3 }).sentences[1];
    expect(part).toMatch(/^In the first 3 of 5 replications together/);
    expect(answerFor(1, 0, 5, { cell, replications: 5 }).sentences).toHaveLength(1);
  });

  it('proposes a shift in the hours that are closed, not another agent by day, even if most of the week is closed', () => {
    const desk = scenarioOf(
      parseText(scenarioText(TEMPLATES['one-desk'].answers, 'desk', 'One desk')),
    ).scenario;
    const late = lateAnswersIn(evidenceOf(desk).ledger, desk);
    const { sentences } = answerOf(runInMemory(desk).summary, desk, late);
    expect(sentences.join(' ')).toContain('Reason: every centre that could help was closed');
    expect(sentences).toContain(
      'To try next (not simulated yet): a shift of Dublin, Desk (first line) in those hours.',
    );
  });

  it('asks for more replications only where a target is too close to call', () => {
    const more = /--replications/;
    expect(answerFor(0.5, 0.6).kind).toBe('open');
    expect(answerFor(0.5, 0.6).sentences.join(' ')).toMatch(more);
    expect(answerFor(1, 0).sentences).toHaveLength(1);
    expect(answerFor(0.5, 0).sentences.join(' ')).not.toMatch(more);
  });

  it('says whether replications until a decision came to one, and if not, how many it would take', () => {
    const said = (mean: number, halfWidth: number, few = {}) => {
      const estimate = { mean, halfWidth, deviation: 0.01, count: 16, level: 0.95, ...few };
      const targets = replicatedVerdicts(scenario, 16, () => estimate);
      const isReached = targets.every(({ state }) => state === 'met' || state === 'missed');
      const decision = { isReached, longestMs: 60_000 };
      const known = { level: 0.95, name: 'world', replications: 16, scenario, late: null, decision };
      return { sentence: replicatedAnswer(targets, known).sentences[1], wanted: targets[0]?.wanted ?? 0 };
    };
    expect(said(0.5, 0.01).sentence).toMatch(/^Decided after 16 replications/);
    const { wanted } = said(0.5, 0.01);
    expect(said(1, 0, { fewCases: 10 }).sentence).toMatch(/it would take about 48 for the closest one: /);
    // Three times as wide as it may be: nine times as many.
    expect(said(wanted - 0.01, 0.03).sentence).toMatch(
      /^Not decided after 16 replications in 1 min: it would take about 140 for the closest one: /,
    );
    expect(said(wanted, 0.03).sentence).toContain('more than 100,000');
  });

  it('calls nothing met or missed by one replication', () => {
    const { kind, sentences } = answerFor(0.5, Number.POSITIVE_INFINITY, 1);
    expect(kind).toBe('open');
    expect(sentences[0]).toMatch(/^One replication has no interval/);
    expect(sentences[0]).not.toContain('±');
  });
});
