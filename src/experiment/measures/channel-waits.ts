import { CHANNELS, type Channel, type Scenario } from '#domain';
import type { Measure } from './measure.ts';
import { measureOfCases, quantileOf } from './measures.ts';

/** The part of a scenario that shows which channels its customers use. */
type Served = Pick<Scenario, 'segments' | 'streams'>;

/** Whether a measure is a wait over the cases of all channels together: calls and e-mails have no common wait. */
export function isWaitOfAll({ filter, id }: Pick<Measure, 'filter' | 'id'>): boolean {
  if (filter === null || filter.channel !== undefined) return false;
  return isWait({ id });
}

function isWait({ id }: Pick<Measure, 'id'>): boolean {
  return /^(?:speed of answer|wait of all)\b/.test(id) || quantileOf({ id }) !== null;
}

/** Splits the waits among `measures` (of all cases, or of one segment) by channel. None for cases that all arrive through one channel. */
export function waitsByChannel(measures: readonly Measure[], scenario: Served): readonly Measure[] {
  return measures.filter(isWaitOfAll).flatMap((measure) => {
    const parts = partsByChannel(measure, [scenario]);
    return parts.length < 2 ? [] : parts;
  });
}

/** The measures, with a wait by each channel in the place of every wait over several channels. */
export function withWaitsByChannel(
  measures: readonly Measure[],
  scenarios: readonly Served[],
): readonly Measure[] {
  return measures.flatMap((measure) => {
    const parts = isWaitOfAll(measure) ? partsByChannel(measure, scenarios) : [];
    return parts.length < 2 ? [measure] : parts;
  });
}

/**
 * Whether a measure is shown with those of all cases: it is of no segment, centre or severity, and of one channel only if it is a wait, which
 * has no figure over all channels.
 */
export function isOfAllCases({ filter, id }: Pick<Measure, 'filter' | 'id'>): boolean {
  if (filter === null) return false;
  const { centre, channel, segment, severity } = filter;
  if (centre !== undefined || segment !== undefined || severity !== undefined) return false;
  return channel === undefined || isWait({ id });
}

function partsByChannel({ filter, id }: Measure, scenarios: readonly Served[]): readonly Measure[] {
  const { segment } = filter ?? {};
  const [figure = ''] = id.split('/');
  const segments = scenarios[0]?.segments ?? [];
  const used = scenarios.flatMap((scenario) => channelsOf(scenario, segment));
  return CHANNELS.filter((channel) => used.includes(channel)).map((channel) =>
    measureOfCases(figure, { ...(segment === undefined ? {} : { segment }), channel }, segments),
  );
}

/** The channels through which the cases of a segment arrive; without a segment, those of all cases. */
export function channelsOf({ segments, streams }: Served, segment: string | undefined): readonly Channel[] {
  const own = streams.filter((stream) => segment === undefined || segments[stream.segment]?.id === segment);
  return CHANNELS.filter((channel) => own.some((stream) => stream.channel === channel));
}

/** What results say of a measure. */
export interface ShownMeasure extends Pick<Measure, 'id' | 'title' | 'unit' | 'better'> {
  /** `all`: of all cases, or the wait of all cases of one channel. `some`: of a segment or of other cases. */
  readonly of: 'all' | 'some';
}

export function shownMeasure(measure: Measure): ShownMeasure {
  const { better, id, title, unit } = measure;
  return { id, title, unit, better, of: isOfAllCases(measure) ? 'all' : 'some' };
}
