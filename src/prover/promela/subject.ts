import type { Verdicts } from '#audit';
import { numbered } from '#base';
import { CASE_STATES, type Scenario } from '#domain';
import {
  type CaseDecisions,
  type CaseMoves,
  createCaseMoves,
  NEW_CASE,
  type Situation,
  type TimelineStep,
} from '#engine';
import { createNullMeter } from '#statistics';
import { verdictsAlong } from '../evidence.ts';
import type { ProofOptions } from '../prove.ts';

/** What a model of a stream's cases is written from. */
export interface Subject {
  /** The scenario that is judged by. */
  readonly scenario: Scenario;
  /** The scenario that is run. */
  readonly conduct: Scenario;
  readonly stream: number;
  readonly moves: CaseMoves;
  readonly decisions: CaseDecisions;
  readonly timeline: readonly TimelineStep[];
  /** By epoch. */
  readonly verdicts: readonly Verdicts[];
  readonly languages: readonly number[];
  readonly products: readonly number[];
}

const { 'open.waiting.queued': QUEUED } = numbered(CASE_STATES);

export function startSubject(scenario: Scenario, options: ProofOptions): (stream: number) => Subject {
  const { conduct = scenario } = options;
  const moves = createCaseMoves(conduct, { ...options, meter: createNullMeter() });
  const { decisions, timeline } = moves;
  const verdicts = verdictsAlong(scenario, timeline);
  return (stream) => {
    const beginnings = moves.beginnings(stream);
    const distinct = (key: 'language' | 'product') => [...new Set(beginnings.map((one) => one[key]))];
    const languages = distinct('language');
    const products = distinct('product');
    return { scenario, conduct, stream, moves, decisions, timeline, verdicts, languages, products };
  };
}

/** A situation of the subject's cases in which only the given parts matter. */
export function situationIn({ languages, products, stream }: Subject, part: Partial<Situation>): Situation {
  const [language = 0] = languages;
  const [product = 0] = products;
  return { ...NEW_CASE, stream, epoch: 0, state: QUEUED, language, product, ...part };
}

export function epochsOf({ timeline }: Subject): readonly number[] {
  return [...timeline.keys(), timeline.length];
}
