import { certificateEditionById, legalBegin, legalEnd } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { spanOf } from '../resolve/calendars.ts';
import type { ScenarioFile, SpanFile } from '../shape/scenario-file.ts';

/** Nothing ends before it begins; what lies wholly outside of the run is pointed out. */
export function checkTimes(file: ScenarioFile, list: IssueList): void {
  for (const { span, path, what } of allSpans(file)) {
    if ((span.to === undefined) === (span.for === undefined)) continue;
    const { fromMs, toMs } = spanOf(span, file);
    if (toMs <= fromMs) {
      const end = span.to === undefined ? 'for' : 'to';
      list.error(
        'ends-before-it-begins',
        [...path, end],
        `the ${what} has no duration`,
        "write an end after 'from'",
      );
    } else if (toMs <= 0 || fromMs >= file.horizon) {
      const message = `the ${what} lies outside the run and changes nothing`;
      list.warn(
        'outside-horizon',
        [...path, 'from'],
        message,
        "check the dates against 'start' and 'horizon'",
      );
    }
  }
  for (const [id, { adequacy, certificates, flowDown, gdpr, instruments }] of Object.entries(file.entities)) {
    certificates.forEach(({ edition, from, to }, k) => {
      const path = ['entities', id, 'certificates', k, 'to'];
      const { validFromMs: editionFromMs = from, validToMs: editionToMs = to } =
        certificateEditionById(edition) ?? {};
      if (from < editionFromMs) {
        const message = `nobody could hold the certificate then: its edition is of ${legalBegin(editionFromMs)}`;
        const remedy = 'name the edition that was current, or write a later start';
        list.error('out-of-range', ['entities', id, 'certificates', k, 'from'], message, remedy);
      }
      if (to <= from) {
        list.error(
          'ends-before-it-begins',
          path,
          'the certificate is never valid',
          "write an end after 'from'",
        );
      } else if (editionToMs < to) {
        const message = `the certificate ends with its edition, at ${legalEnd(editionToMs)}`;
        const remedy = 'add a certificate on a later edition, if there is one';
        list.warn('certificate-ends-with-edition', path, message, remedy);
      }
    });
    if (flowDown?.to !== undefined && flowDown.to <= flowDown.from) {
      const path = ['entities', id, 'flowDown', 'to'];
      list.error(
        'ends-before-it-begins',
        path,
        'the duties are never passed on',
        "write an end after 'from'",
      );
    }
    for (const [key, terms, message] of [
      ['instruments', instruments, 'the instrument is never valid'],
      ['adequacy', adequacy, 'that is never so'],
      ['gdpr', gdpr, 'that is never so'],
    ] as const) {
      terms.forEach(({ from, to }, k) => {
        if (to === undefined || to > from) return;
        const path = ['entities', id, key, k, 'to'];
        list.error('ends-before-it-begins', path, message, "write an end after 'from'");
      });
    }
  }
  for (const [id, { consents }] of Object.entries(file.segments)) {
    consents.forEach(({ from, given, to }, k) => {
      if (to > Math.max(from, given)) return;
      const path = ['segments', id, 'consents', k, 'to'];
      const remedy = "write an end after 'from' and 'given'";
      list.error('ends-before-it-begins', path, 'the consent is never valid', remedy);
    });
  }
  file.holds.forEach(({ from, to }, k) => {
    if (to > from) return;
    list.error(
      'ends-before-it-begins',
      ['holds', k, 'to'],
      'the hold has no duration',
      "write an end after 'from'",
    );
  });
  const { basisEnd } = file.retention;
  if (basisEnd !== undefined && basisEnd.grace < basisEnd.movedAfter) {
    const path = ['retention', 'basisEnd', 'grace'];
    const message = 'copies would be moved only after the grace is over';
    list.error('ends-before-it-begins', path, message, "write at least as much as in 'movedAfter'");
  }
  file.evacuations.forEach(({ at }, k) => {
    if (at < file.start + file.horizon) return;
    const message = 'the evacuation comes after the end of the run and changes nothing';
    list.warn(
      'outside-horizon',
      ['evacuations', k, 'at'],
      message,
      "check the date against 'start' and 'horizon'",
    );
  });
}

interface PlacedSpan {
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
