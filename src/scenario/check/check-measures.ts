import { DAY_MS, MINUTE_MS, WEEK_MS } from '#base';
import { CHANNELS, type MeasureDimension, SEVERITIES, TIERS } from '#domain';
import type { IssueList } from '../issue-list.ts';
import { isOfContacts } from '../resolve/measures.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

const INTERVAL_MIN_MS = 15 * MINUTE_MS;
const MEASURES_MAX = 100;
/** Combinations × intervals of all measures together: 48 bytes each at most. */
const CELLS_MAX = 500_000;

type MeasureFile = NonNullable<ScenarioFile['measures']>[string];

/** Checks that the names in a measure exist, that its intervals fill a day, and that all measures together fit in memory. */
export function checkMeasures(file: ScenarioFile, list: IssueList): void {
  const { measures = {} } = file;
  let cells = 0;
  for (const [id, measure] of Object.entries(measures)) {
    const path = ['measures', id];
    const { interval } = measure;
    if (measure.of === 'cases' && isOfContacts(measure)) {
      const message = 'cases have no tier or centre before an agent takes them; only contacts have';
      list.error(
        'alternatives',
        [...path, 'of'],
        message,
        "write 'contacts', or leave out tiers and centres",
      );
    }
    if (interval < INTERVAL_MIN_MS || DAY_MS % interval !== 0) {
      const message = 'a day is not a whole number of such intervals, or they are shorter than 15 min';
      list.error('out-of-range', [...path, 'interval'], message, "write for example '30 min' or '1 h'");
      continue;
    }
    const counted = cellsOf(measure, file);
    if (cells <= CELLS_MAX && cells + counted.cells > CELLS_MAX) {
      const others = cells === 0 ? '' : `, with those before ${cells + counted.cells}`;
      const message = `${counted.text} = ${counted.cells} cells${others}, but at most ${CELLS_MAX} are possible`;
      const remedy = "distinguish fewer things ('by'), name the values that matter, or lengthen 'interval'";
      list.error('too-many', path, message, remedy);
    }
    cells += counted.cells;
  }
  const count = Object.keys(measures).length;
  if (count <= MEASURES_MAX) return;
  list.error(
    'too-many',
    ['measures'],
    `${count} measures, but at most ${MEASURES_MAX} are possible`,
    'leave some out',
  );
}

/** The number of cells of a measure, and how it comes about: `3 severities × 168 intervals`. */
function cellsOf(
  measure: MeasureFile,
  file: ScenarioFile,
): { readonly cells: number; readonly text: string } {
  const named = (values: Readonly<Record<string, unknown>>) => Object.keys(values);
  const values: Readonly<Record<MeasureDimension, readonly [words: string, values: readonly unknown[]]>> = {
    segment: ['segments', measure.segments ?? named(file.segments)],
    product: ['products', measure.products ?? named(file.products)],
    severity: ['severities', measure.severities ?? SEVERITIES],
    channel: ['channels', measure.channels ?? CHANNELS],
    tier: ['tiers', measure.tiers ?? TIERS],
    centre: ['centres', measure.centres ?? named(file.centres)],
  };
  const parts = (measure.by ?? []).map((dimension) => {
    const [words, of] = values[dimension];
    return [words, new Set(of).size] as const;
  });
  const factors = [
    ...parts.filter(([, count]) => count > 1),
    ['intervals', WEEK_MS / measure.interval] as const,
  ];
  return {
    cells: factors.reduce((product, [, count]) => product * count, 1),
    text: factors.map(([words, count]) => `${count} ${words}`).join(' × '),
  };
}
