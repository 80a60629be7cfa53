import { AGREEMENTS } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { demandOf } from '../resolve/arrivals.ts';
import { spanOf } from '../resolve/calendars.ts';
import type { ScenarioFile, SpanFile } from '../shape/scenario-file.ts';

/** Nothing ends before it begins; what lies wholly outside of the run is pointed out. */
export function checkTimes(file: ScenarioFile, list: IssueList): void {
  const ends = (path: SourcePath, message: string, remedy = "write an end after 'from'") =>
    list.error('ends-before-it-begins', path, message, remedy);
  const outside = (path: SourcePath, message: string, dates: string) =>
    list.warn('outside-horizon', path, message, `check the ${dates} against 'start' and 'horizon'`);
  for (const { span, path, what } of allSpans(file)) {
    if ((span.to === undefined) === (span.for === undefined)) continue;
    const { fromMs, toMs } = spanOf(span, file);
    if (toMs <= fromMs) {
      const end = span.to === undefined ? 'for' : 'to';
      ends([...path, end], `the ${what} has no duration`);
    } else if (toMs <= 0 || fromMs >= file.horizon) {
      outside([...path, 'from'], `the ${what} lies outside the run and changes nothing`, 'dates');
    }
  }
  for (const [id, { adequacy, control = [], flowDown, gdpr, instruments }] of Object.entries(file.entities)) {
    if (flowDown?.to !== undefined && flowDown.to <= flowDown.from) {
      ends(['entities', id, 'flowDown', 'to'], 'the duties are never passed on');
    }
    for (const [key, terms, message] of [
      ['instruments', instruments, 'the instrument is never valid'],
      ['adequacy', adequacy, 'that is never so'],
      ['gdpr', gdpr, 'that is never so'],
      ['control', control, 'the control is never exercised'],
    ] as const) {
      terms.forEach(({ from, to }, k) => {
        if (to !== undefined && to <= from) ends(['entities', id, key, k, 'to'], message);
      });
    }
  }
  for (const [id, { agreements = {}, consents, encryption }] of Object.entries(file.segments)) {
    if (encryption?.to !== undefined && encryption.to <= encryption.from)
      ends(['segments', id, 'encryption', 'to'], 'the duty is never in force');
    for (const kind of AGREEMENTS) {
      agreements[kind]?.forEach(({ from, to }, k) => {
        if (to === undefined || to > from) return;
        ends(['segments', id, 'agreements', kind, k, 'to'], 'the agreement is never in force');
      });
    }
    consents.forEach(({ from, given, to }, k) => {
      if (to > Math.max(from, given)) return;
      const path = ['segments', id, 'consents', k, 'to'];
      ends(path, 'the consent is never valid', "write an end after 'from' and 'given'");
    });
  }
  file.holds.forEach(({ from, to }, k) => {
    if (to <= from) ends(['holds', k, 'to'], 'the hold has no duration');
  });
  const { basisEnd } = file.retention;
  if (basisEnd !== undefined && basisEnd.grace < basisEnd.movedAfter) {
    const path = ['retention', 'basisEnd', 'grace'];
    const message = 'copies would be moved only after the grace is over';
    ends(path, message, "write at least as much as in 'movedAfter'");
  }
  file.evacuations.forEach(({ at }, k) => {
    if (at < file.start + file.horizon) return;
    const message = 'the evacuation comes after the end of the run and changes nothing';
    outside(['evacuations', k, 'at'], message, 'date');
  });
}

interface PlacedSpan {
  readonly span: SpanFile;
  readonly path: SourcePath;
  readonly what: 'outage' | 'closure' | 'surge' | 'change of demand';
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
    ...placed(demandOf(file), ['demand'], 'change of demand'),
  ];
}
