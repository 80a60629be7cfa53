import type { IssueList } from '../issue-list.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** A segment's cases come at rates, or are replayed. The rows of a trace are checked where they are read. */
export function checkTraces(file: ScenarioFile, list: IssueList): void {
  for (const [id, segment] of Object.entries(file.segments)) {
    const at = ['segments', id];
    if (segment.trace === undefined) {
      segment.customers.forEach(({ rate }, k) => {
        if (rate !== undefined) return;
        const message = "the key 'rate' is missing in 'customers'";
        const remedy = "write it, for example '120/week', or a 'trace' of the segment";
        list.error('missing-key', [...at, 'customers', k, 'rate'], message, remedy);
      });
      continue;
    }
    segment.customers.forEach(({ country }, k) => {
      if (segment.customers.findIndex((other) => other.country === country) === k) return;
      const message = `two entries of customers in ${country}: the trace names them by their country`;
      list.error(
        'duplicate-entry',
        [...at, 'customers', k, 'country'],
        message,
        'join them, or split the segment',
      );
    });
    for (const key of ['profiles', 'arrivals', 'busyness', 'trend', 'forecast'] as const) {
      if (segment[key] === undefined) continue;
      const message = `'${key}' has no effect on replayed cases`;
      list.warn('not-used', [...at, key], message, `remove it, or write '${key}: null'`, 'key');
    }
  }
}
