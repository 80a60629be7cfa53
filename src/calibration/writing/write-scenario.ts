import { formatCount } from '#base';
import type { Calibration } from '../calibrate.ts';
import type { Figure } from '../estimates/measured.ts';
import type { Base } from './base.ts';
import { ScenarioWriter } from './scenario-writer.ts';
import { idText } from './value-text.ts';
import { ABOUT_TREND, writeArrivals } from './write-arrivals.ts';
import { writePeople } from './write-people.ts';
import { writeSegments } from './write-segments.ts';
import { writeWork } from './write-work.ts';

/** What a calibrated scenario is called, and when it begins. */
export interface ScenarioName {
  readonly name: string;
  readonly title: string;
  /** ISO 8601. Of a whole scenario only: an overlay begins when its base does. */
  readonly start: string;
  readonly horizon: string;
}

/** A scenario file, and every figure in it. */
export interface WrittenScenario {
  readonly text: string;
  readonly figures: readonly Figure[];
}

/** Writes the calibrated scenario, or an overlay over `base`. Each figure has a comment with source, number and interval. */
export function writeScenario(
  calibration: Calibration,
  named: ScenarioName,
  base: Base | null,
): WrittenScenario {
  const writer = new ScenarioWriter();
  writeHead(writer, calibration, named, base);
  if (base === null) writeOrganisation(writer, calibration);
  writer.line();
  writeArrivals(writer, calibration, base !== null);
  writer.line();
  if (base === null) {
    writePeople(writer, calibration);
    writer.line();
  }
  writeSegments(writer, calibration, base);
  writer.line();
  writeWork(writer, calibration, base);
  if (base === null) {
    writer.line();
    writer.noted(0, 'retention: { eraseAfter: 14 days }', 'assumed');
  }
  const { correlation, trend } = calibration.arrivals;
  if (trend !== null && trend.written === null)
    writer.found(trend, { ...ABOUT_TREND, key: 'found.trendPerWeek' });
  if (correlation !== null) {
    writer.found(correlation, {
      key: 'found.correlationOfDays',
      unit: 'number',
      source: 'whole days',
      method: "mean over pairs of segments, Fisher's interval of one pair",
    });
  }
  return { text: writer.text(), figures: writer.figures };
}

function writeHead(
  writer: ScenarioWriter,
  { assumptions, options, stories }: Calibration,
  named: ScenarioName,
  base: Base | null,
): void {
  const [from, until] = [options.fromMs, options.untilMs].map((ms) => new Date(ms).toISOString());
  writer.line(
    `# ${base === null ? 'A scenario' : 'An overlay'} that was calibrated from a case log. Comments with [log] give what a figure rests on, n and the`,
  );
  writer.line('# 95 % interval. calibration.json has them for programs. Figures without [log] are assumed.');
  writer.line('#');
  writer.line('# What the log cannot tell, and what is assumed instead:');
  for (const assumption of assumptions) writer.line(`#   - ${assumption.replace(/\s+/g, ' ')}`);
  writer.line('meridian: 1');
  if (base !== null) writer.line(`extends: ${base.path}`);
  writer.line(`name: ${named.name}`);
  writer.line(`title: ${JSON.stringify(named.title)}`);
  if (base === null) {
    writer.line(`start: ${named.start}`);
    writer.line(`horizon: ${named.horizon}`);
  }
  writer.line('sources:');
  const count = formatCount(stories.length);
  writer.line(
    `  log: ${JSON.stringify(`${options.log}: ${count} cases opened from ${from} until ${until}`)}`,
  );
}

function writeOrganisation(writer: ScenarioWriter, { mixes, options }: Calibration): void {
  const products = [...new Set(mixes.flatMap((mix) => [...mix.products.keys()]))].sort();
  const { country } = options.defaults;
  writer.line();
  writer.line('products:');
  for (const product of products) writer.line(`  ${idText(product)}: { title: "${product}" }`);
  writer.line();
  writer.line('# Assumed, so that the scenario is complete: one company, one data centre, no promise.');
  writer.line(`entities: { vendor: { title: The vendor, kind: vendor, country: ${country} } }`);
  writer.line(`dataCentres: { store: { title: Data centre, country: ${country}, entity: vendor } }`);
  writer.line('placements: { default: { primary: [store] } }');
  writer.line('promises: { none: { title: No promise about places, zones: { storage: ANY } } }');
}
