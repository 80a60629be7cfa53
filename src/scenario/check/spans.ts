import type { SourcePath } from '../read/source-tree.ts';
import type { ScenarioFile, SpanFile } from '../shape/scenario-file.ts';

export interface PlacedSpan {
  readonly span: SpanFile;
  readonly path: SourcePath;
  readonly what: 'outage' | 'closure' | 'surge';
}

/** Every span of instants in the file: planned outages, closures and surges. */
export function allSpans(file: ScenarioFile): readonly PlacedSpan[] {
  const placed = (spans: readonly SpanFile[], path: SourcePath, what: PlacedSpan['what']) =>
    spans.map((span, k) => ({ span, path: [...path, k], what }));
  return [
    ...Object.entries(file.dataCentres).flatMap(([id, { outages }]) =>
      placed(outages?.planned ?? [], ['dataCentres', id, 'outages', 'planned'], 'outage'),
    ),
    ...Object.entries(file.commonOutages).flatMap(([id, { planned }]) =>
      placed(planned, ['commonOutages', id, 'planned'], 'outage'),
    ),
    ...Object.entries(file.centres).flatMap(([id, { outages, closures }]) => [
      ...placed(closures, ['centres', id, 'closures'], 'closure'),
      ...placed(outages?.planned ?? [], ['centres', id, 'outages', 'planned'], 'outage'),
    ]),
    ...placed(file.surges, ['surges'], 'surge'),
  ];
}
