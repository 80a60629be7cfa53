import { rowAt } from '#base';
import type { Scenario } from '#domain';
import type { ProofOptions } from '../prove.ts';
import { firstOfItsKind } from '../stream-kinds.ts';
import { modelText } from './model-text.ts';
import { startSubject } from './subject.ts';

/** A model of the cases of some streams, which a proof treats alike. */
export interface PromelaModel {
  /** The streams' places in the scenario; the first one gives the model its name. */
  readonly streams: readonly number[];
  readonly name: string;
  readonly text: string;
}

/** One model for each kind of streams, in the order of the scenario. */
export function* promelaModels(scenario: Scenario, options: ProofOptions = {}): Generator<PromelaModel> {
  const subjectOf = startSubject(scenario, options);
  const firsts = firstOfItsKind(scenario);
  const conducted = options.conduct === undefined ? firsts : firstOfItsKind(options.conduct);
  const kinds = new Map<string, number[]>();
  for (const stream of options.streams ?? scenario.streams.keys()) {
    const key = `${firsts[stream]} ${conducted[stream]}`;
    kinds.set(key, [...(kinds.get(key) ?? []), stream]);
  }
  for (const streams of kinds.values()) {
    const stream = rowAt(streams, 0);
    const { id } = rowAt(scenario.streams, stream);
    yield { streams, name: id, text: modelText(subjectOf(stream)) };
  }
}
