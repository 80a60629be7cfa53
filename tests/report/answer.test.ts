import { describe, expect, it } from 'vitest';
import { WAITING_CAUSES, type WaitingCause } from '#domain';
import type { Summary } from '#statistics';
import { LateCell } from '../../src/evidence/service/late-cell.ts';
import { answerOf, replicatedAnswer } from '../../src/report/answer.ts';
import { replicatedVerdicts } from '../../src/report/target-verdicts.ts';
import { worldScenario } from '../generators/world-scenario.ts';

const scenario = worldScenario({});
const [segment] = scenario.segments;
const [level] = scenario.serviceLevels;
const ID = `${segment?.id}/${level?.channel}/${level?.severity}`;

function cellsWith(judged: number, serviceLevel: number): Pick<Summary, 'cells'> {
  return { cells: [{ id: ID, judged, serviceLevel } as Summary['cells'][number]] };
}

/** Cases that arrive at noon on Mondays. Every second one is late, for that cause. */
function lateFor(cause: WaitingCause): ReadonlyMap<string, LateCell> {
  const cell = new LateCell(scenario.centres.length, scenario.groups.length);
  for (let i = 0; i < 100; i++) cell.count('Europe/Dublin', i < 50 ? 12 : i, i < 50);
  cell.waitedMs[WAITING_CAUSES.indexOf(cause)] = 1_000;
  cell.answeredBy[0] = 100;
  return new Map([[ID, cell]]);
}

describe('answerOf', () => {
  it('says in one sentence that all targets are met', () => {
    const { kind, sentences } = answerOf(cellsWith(1e6, 1), scenario, null);
    expect(kind).toBe('met');
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(/^The target is met: 100\.0 % answered within/);
  });

  it('names the worst target by title, channel and severity, and by how much it is missed', () => {
    const { kind, sentences } = answerOf(cellsWith(1e6, 0.5), scenario, null);
    expect(kind).toBe('missed');
    expect(sentences[0]).toContain(
      `worst: ${segment?.title}, ${level?.channel}, severity ${level?.severity}: 50.0 %`,
    );
  });

  it('says in local time when waits are worst and what to try, and that this is untested', () => {
    const { sentences } = answerOf(cellsWith(1e6, 0.5), scenario, lateFor('no agent free'));
    expect(sentences).toHaveLength(3);
    expect(sentences[1]).toContain('Mon 12:00 to 13:00 (Europe/Dublin)');
    expect(sentences[1]).toContain('nobody of those on duty was free');
    expect(sentences[2]).toContain(scenario.centres[scenario.groups[0]?.centre ?? 0]?.title);
    expect(sentences[2]).toContain('not simulated');
  });

  it('asks for replications instead of a change where nothing is missed for certain', () => {
    const { kind, sentences } = answerOf(
      cellsWith(20, level?.target ?? 0),
      scenario,
      lateFor('no agent free'),
    );
    expect(kind).toBe('open');
    expect(sentences.at(-1)).toContain('--replications 10');
    expect(sentences.join(' ')).not.toContain('To try next');
  });

  it('gives each cause of waiting a reason and a change to try', () => {
    const told = WAITING_CAUSES.map((cause) =>
      answerOf(cellsWith(1e6, 0.5), scenario, lateFor(cause)).sentences.slice(1).join(' '),
    );
    expect(new Set(told).size).toBe(WAITING_CAUSES.length);
    for (const text of told) expect(text).not.toContain('undefined');
  });

  it('blames no promise and reports no missed target if nothing was judged', () => {
    const { kind, sentences } = answerOf({ cells: [] }, scenario, null);
    expect(kind).toBe('none');
    expect(sentences.join(' ')).toContain('No target was judged');
  });
});

describe('replicatedAnswer', () => {
  const answerFor = (mean: number, halfWidth: number, replications = 5) => {
    const estimate = { mean, halfWidth, deviation: 0.01, count: replications, level: 0.95 };
    const verdicts = replicatedVerdicts(scenario, replications, () => estimate);
    return replicatedAnswer(verdicts, { level: 0.95, name: 'world', replications });
  };

  it('begins with the number of targets missed, and the worst with its interval', () => {
    const { kind, sentences } = answerFor(0.5, 0.012);
    expect(kind).toBe('missed');
    expect(sentences[0]).toMatch(
      /missed in 5 replications \(95\.0 % intervals\); worst: .*50\.0 % ± 1\.2 points/,
    );
    expect(sentences.join(' ')).toContain('meridian run world');
  });

  it('asks for more replications only where a target is too close to call', () => {
    const more = /--replications/;
    expect(answerFor(0.5, 0.6).kind).toBe('open');
    expect(answerFor(0.5, 0.6).sentences.join(' ')).toMatch(more);
    expect(answerFor(1, 0).sentences).toHaveLength(1);
    expect(answerFor(0.5, 0).sentences.join(' ')).not.toMatch(more);
  });

  it('calls nothing met or missed by one replication', () => {
    const { kind, sentences } = answerFor(0.5, Number.POSITIVE_INFINITY, 1);
    expect(kind).toBe('open');
    expect(sentences[0]).toMatch(/^One replication has no interval/);
    expect(sentences[0]).not.toContain('±');
  });
});
