import { formatCount } from '#base';
import type { Scenario } from '#domain';
import type { Calibration } from '../calibrate.ts';
import type { Measured } from '../estimates/measured.ts';
import { digits, idText, type ScenarioWriter, sharesOf } from './value-text.ts';
import { profileKey, writeTrend } from './write-arrivals.ts';

/** What an overlay must know of the scenario that it extends. */
export interface Base {
  /** The key `extends` of the overlay. */
  readonly path: string;
  readonly products: readonly string[];
  readonly segments: ReadonlyMap<string, BaseSegment>;
}

interface BaseSegment {
  readonly products: readonly string[];
  readonly channels: readonly string[];
  readonly hasTrend: boolean;
  readonly customers: ReadonlyMap<string, { readonly region: string; readonly timeZone: string }>;
}

export function baseOf({ products, segments, streams }: Scenario, path: string): Base {
  return {
    path,
    products: products.map(({ id }) => id),
    segments: new Map(
      segments.map(({ id, productShares }, number) => {
        const own = streams.filter(({ segment }) => segment === number);
        return [
          id,
          {
            products: products.flatMap(({ id: product }, k) =>
              (productShares[k] ?? 0) > 0 ? [product] : [],
            ),
            channels: [...new Set(own.map(({ channel }) => channel))],
            hasTrend: own.some(({ trend }) => trend !== undefined),
            customers: new Map(own.map(({ country, region, timeZone }) => [country, { region, timeZone }])),
          },
        ];
      }),
    ),
  };
}

/** Writes who asks: mixes and rates of segments. `base`: what the overlay replaces; null for a whole scenario. */
export function writeSegments(writer: ScenarioWriter, calibration: Calibration, base: Base | null): void {
  const { arrivals, mixes } = calibration;
  writer.line('segments:');
  for (const { busyness, channelShares, customers, id, profiles } of arrivals.segments) {
    const mix = mixes.find((one) => one.id === id);
    const inherited = base?.segments.get(id);
    if (mix === undefined || (base !== null && inherited === undefined)) continue;
    writer.line(`  ${idText(id)}:`);
    if (base === null) {
      writer.line(`    title: "${id}"`);
      writer.line('    promise: none');
      writer.line('    placement: default');
    }
    writeShares(writer, `segments.${id}.products`, mix.products, inherited?.products);
    writeShares(writer, `segments.${id}.severities`, mix.severities);
    writeShares(writer, `segments.${id}.channels`, channelShares, inherited?.channels);
    const used = [...profiles].map(([channel, profile]) => `${channel}: ${profileKey(profile)}`);
    writer.line(`    profiles: { ${used.join(', ')} }`);
    if (busyness.shape !== null) writer.line(`    busyness: log-${id}`);
    else {
      writer.line(
        `    # [log] no busyness: the counts of days vary ${busyness.dispersion.toFixed(2)} times as much as chance`,
      );
    }
    const { evenness } = busyness;
    if (evenness !== null)
      writer.put(2, `arrivals: { intervals: gamma shape ${digits(evenness.value)} }`, evenness, {
        key: `segments.${id}.arrivals.intervals.shape`,
        unit: 'number',
        source: 'days, whose counts vary less than by chance',
        method: 'chance ÷ dispersion, at most 20; chi-square interval',
      });
    if (inherited !== undefined) {
      writeTrend(writer, arrivals.trend, ['segments', id]);
      if (inherited.hasTrend && (arrivals.trend?.written ?? null) === null) {
        const comment = '[log] no trend: its interval contains 0, or there is too little of it';
        writer.noted(2, 'trend: { perWeek: 0 }', comment);
      }
    }
    writer.line('    customers:');
    for (const { country, perWeek, timeZone } of customers) {
      const languages = mix.languages.get(country) ?? new Map<string, Measured>();
      const known = inherited?.customers.get(country);
      const region = known === undefined ? '' : `, region: ${known.region}`;
      const shares = [...sharesOf(languages)].map(([language, share]) => `${language}: ${share}`).join(', ');
      writer.put(
        3,
        `- { country: ${country}${region}, timeZone: ${known?.timeZone ?? timeZone}, languages: { ${shares} }, rate: ${digits(perWeek.value)}/week }`,
        perWeek,
        {
          key: `segments.${id}.customers.${country}.rate`,
          unit: 'per week',
          source: 'arrivals on whole days',
          method: 'Poisson with weights of days, variance of busy days',
        },
      );
      foundShares(writer, `segments.${id}.customers.${country}.languages`, languages);
    }
  }
}

/** A map of shares in one line. Keys that only the base has are deleted. */
function writeShares(
  writer: ScenarioWriter,
  key: string,
  shares: ReadonlyMap<string, Measured>,
  inherited: readonly string[] = [],
): void {
  const written = sharesOf(shares);
  const gone = inherited.filter((name) => !written.has(name)).map((name) => `${idText(name)}: null`);
  const list = [...[...written].map(([name, share]) => `${nameText(name)}: ${share}`), ...gone].join(', ');
  const n = Math.max(...[...shares.values()].map((one) => one.n));
  const widest = Math.max(...[...shares.values()].map(({ high, low }) => (high - low) / 2));
  const comment = `[log] cases, n = ${formatCount(n)}; 95 %: at most ±${(widest * 100).toFixed(1)} points`;
  writer.noted(2, `${key.split('.').at(-1)}: { ${list} }`, comment);
  foundShares(writer, key, shares);
}

function foundShares(writer: ScenarioWriter, key: string, shares: ReadonlyMap<string, Measured>): void {
  for (const [name, share] of shares) {
    writer.found(share, {
      key: `${key}.${name}`,
      unit: 'share',
      source: 'cases',
      method: "Wilson's interval, or normal for channels",
    });
  }
}

/** Ids of products need quotes sometimes; severities are capitals and never do. */
function nameText(name: string): string {
  return /^[A-C]$/.test(name) ? name : idText(name);
}
