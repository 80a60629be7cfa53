import { placeInEvent } from '#domain';
import type { DatedEvent, ScenarioFile, ScenarioSource, SourcePath, TreeValue } from '#scenario';
import { plainAt, readShape, softwareIn, withValue } from '#scenario';

type SpanFile = Pick<ScenarioFile['centres'][string]['closures'][number], 'for' | 'from' | 'to'>;

/** The scenario without a planned outage, closure, surge or degradation: what the file says of its places within its span goes. */
export function withoutEvent(source: ScenarioSource, event: DatedEvent): ScenarioSource {
  const { file } = readShape(source.root);
  if (file === null) return source;
  return listsOf(file, event).reduce((changed, [path, spans]) => {
    const written = plainAt(changed, path);
    if (!Array.isArray(written) || spans.every((span) => !isWithin(span, event, file))) return changed;
    const kept = (written as readonly TreeValue[]).filter((_, k) => {
      const span = spans[k];
      return span === undefined || !isWithin(span, event, file);
    });
    return withValue(changed, path, kept);
  }, source);
}

/** The lists of spans that may hold it, and their places in the file. */
function listsOf(
  file: ScenarioFile,
  { kind, of }: DatedEvent,
): readonly (readonly [path: SourcePath, spans: readonly SpanFile[]])[] {
  const { centres, commonOutages, dataCentres, surges } = file;
  if (kind === 'surge') return [[['surges'], surges]];
  if (kind === 'degradation')
    return softwareIn(file).map(({ automated, centre, id }) => {
      const path = ['centres', centre, 'groups', id, 'automated', 'degradations', 'planned'];
      // Their `to` is no instant but a share.
      const planned = automated.degradations?.planned ?? [];
      return [path, planned.map(({ for: forMs, from }) => ({ from, for: forMs }))] as const;
    });
  const ofCentres = Object.entries(centres).filter(([id, { title = id }]) => of.includes(title));
  if (kind === 'closure')
    return ofCentres.map(([id, { closures }]) => [['centres', id, 'closures'], closures]);
  const ofDataCentres = Object.entries(dataCentres).filter(([id, { title = id }]) =>
    of.includes(placeInEvent(title)),
  );
  return [
    ...ofCentres.map(
      ([id, { outages }]) => [['centres', id, 'outages', 'planned'], outages?.planned ?? []] as const,
    ),
    ...ofDataCentres.map(
      ([id, { outages }]) => [['dataCentres', id, 'outages', 'planned'], outages?.planned ?? []] as const,
    ),
    ...Object.entries(commonOutages)
      .filter(
        ([, common]) =>
          ofCentres.some(
            ([id, { region }]) => common.centres.includes(id) || common.regions.includes(region),
          ) || ofDataCentres.some(([id]) => common.dataCentres.includes(id)),
      )
      .map(([id, { planned }]) => [['commonOutages', id, 'planned'], planned ?? []] as const),
  ];
}

/** An outage or closure may be the union of several spans; each surge is an event of its own. */
function isWithin(span: SpanFile, { fromMs, kind, toMs }: DatedEvent, { start }: ScenarioFile): boolean {
  const from = span.from - start;
  const to = (span.to ?? span.from + (span.for ?? 0)) - start;
  return kind === 'surge' || kind === 'degradation'
    ? from === fromMs && to === toMs
    : from >= fromMs && (toMs === null || to <= toMs);
}
