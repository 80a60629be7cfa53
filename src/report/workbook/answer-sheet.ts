import { plural } from '#base';
import { givenLaw, type TargetMeasure } from '#domain';
import { answerOf } from '../answer.ts';
import { kindOfCases } from '../target-verdicts.ts';
import { promiseSentence } from '../verdict.ts';
import type { WorkbookInput } from './run-workbook.ts';
import type { Sheet } from './sheet-xml.ts';

const MEASURED: Readonly<Record<TargetMeasure, string>> = {
  answer: 'answered',
  resolution: 'resolved',
  abandonment: 'gave up',
  backlog: 'days with few enough waiting',
};

/** What a planner should know first, and every target with its verdict, the worst first. */
export function answerSheet({ audit, late, scenario, summary }: WorkbookInput): Sheet {
  const { sentences, targets } = answerOf(summary, scenario, late);
  const { horizonHours, replication, seed, start } = summary;
  const run = `Run of ${plural(horizonHours, 'hour')} from ${start.replace('T', ' ').replace(/(\.0+)?Z$/, ' UTC')}; seed ${seed}, replication ${replication}; ${plural(summary.cases, 'case')}.`;
  return {
    name: 'Answer',
    lines: [
      scenario.title,
      ...sentences,
      promiseSentence(audit),
      ...givenLaw(scenario),
      run,
      'Too close to call: the target lies within the 95 % interval of the share.',
    ],
    columns: [
      { head: 'Segment', kind: 'text' },
      { head: 'Cases of', kind: 'text' },
      { head: 'Verdict', kind: 'text' },
      { head: 'Share', kind: 'percentage' },
      { head: 'Wanted', kind: 'percentage' },
      { head: 'Within', kind: 'duration' },
      { head: 'Measured', kind: 'text' },
      { head: 'Interval from', kind: 'percentage' },
      { head: 'Interval to', kind: 'percentage' },
      { head: 'Judged', kind: 'whole' },
      { head: 'Of', kind: 'text' },
    ],
    rows: targets.map((target) => [
      target.segment.title,
      target.id === null ? kindOfCases(target) : `${target.id}: ${kindOfCases(target)}`,
      target.state,
      target.share,
      target.wanted,
      target.withinMs === null ? null : target.withinMs / 1000,
      MEASURED[target.of],
      target.interval[0],
      target.interval[1],
      target.judged,
      target.judgedOf,
    ]),
  };
}
