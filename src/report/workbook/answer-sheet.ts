import type { AuditReport } from '#audit';
import { plural } from '#base';
import { givenLaw, idleClauseSentences, type Scenario, type TargetMeasure } from '#domain';
import type { EventEffect, LateAnswers, TargetVerdict } from '#planning';
import type { Summary } from '#statistics';
import { answerOf } from '../answer/answer.ts';
import { kindOfCases } from '../answer/target-words.ts';
import { promiseSentence } from '../answer/verdict.ts';
import { type RowColumn, type Sheet, tableOf } from './sheet-xml.ts';

export interface WorkbookInput {
  readonly summary: Summary;
  readonly scenario: Scenario;
  readonly audit: AuditReport;
  readonly late: LateAnswers;
  readonly events: readonly EventEffect[];
}

const MEASURED: Readonly<Record<TargetMeasure, string>> = {
  answer: 'answered',
  resolution: 'resolved',
  abandonment: 'gave up',
  backlog: 'days with few enough waiting',
};

const COLUMNS: readonly RowColumn<TargetVerdict>[] = [
  { head: 'Segment', kind: 'text', of: ({ segment }) => segment.title },
  {
    head: 'Cases of',
    kind: 'text',
    of: (target) => (target.id === null ? kindOfCases(target) : `${target.id}: ${kindOfCases(target)}`),
  },
  { head: 'Verdict', kind: 'text', of: ({ state }) => state },
  { head: 'Share', kind: 'percentage', of: ({ share }) => share },
  { head: 'Wanted', kind: 'percentage', of: ({ wanted }) => wanted },
  { head: 'Within', kind: 'duration', of: ({ withinMs }) => (withinMs === null ? null : withinMs / 1000) },
  { head: 'Measured', kind: 'text', of: ({ of }) => MEASURED[of] },
  { head: 'Interval from', kind: 'percentage', of: ({ interval }) => interval[0] },
  { head: 'Interval to', kind: 'percentage', of: ({ interval }) => interval[1] },
  { head: 'Judged', kind: 'whole', of: ({ judged }) => judged },
  { head: 'Of', kind: 'text', of: ({ judgedOf }) => judgedOf },
];

/** What a planner should know first, and every target with its verdict, the worst first. */
export function answerSheet({ audit, events, late, scenario, summary }: WorkbookInput): Sheet {
  const { sentences, targets } = answerOf(summary, scenario, late, { events });
  const { horizonHours, replication, seed, start } = summary;
  const run = `Run of ${plural(horizonHours, 'hour')} from ${start.replace('T', ' ').replace(/(\.0+)?Z$/, ' UTC')}; seed ${seed}, replication ${replication}; ${plural(summary.cases, 'case')}.`;
  return {
    name: 'Answer',
    lines: [
      scenario.title,
      ...sentences,
      promiseSentence(audit),
      ...idleClauseSentences(scenario),
      ...givenLaw(scenario),
      run,
      'Too close to call: the target lies within the 95 % interval of the share. Too short: the run does not tell how wide it is.',
    ],
    ...tableOf(COLUMNS, targets),
  };
}
