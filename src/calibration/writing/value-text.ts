import { DAY_MS, formatCount, formatShare, HOUR_MS, MINUTE_MS, SECOND_MS, sumOf } from '#base';
import type { DistributionFit } from '../estimates/fit.ts';
import type { Figure, FigureUnit, Measured } from '../estimates/measured.ts';

const UNITS: readonly (readonly [ms: number, name: string])[] = [
  [DAY_MS, 'days'],
  [HOUR_MS, 'h'],
  [MINUTE_MS, 'min'],
  [SECOND_MS, 's'],
];

/** A duration as a scenario takes it, with four digits: `11.52 min`. */
export function durationText(ms: number): string {
  const [size, name] = UNITS.find(([one]) => ms >= one) ?? [1, 'ms'];
  return `${digits(ms / size)} ${name}`;
}

/** A number with four digits, without an exponent. */
export function digits(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.max(0, Math.min(8, 3 - Math.floor(Math.log10(Math.abs(value)))));
  return String(Number(value.toFixed(decimals)));
}

/** A value of a unit in words. */
function valueText(value: number, unit: FigureUnit): string {
  if (!Number.isFinite(value)) return 'unbounded';
  switch (unit) {
    case 'ms':
      return durationText(value);
    case 'share':
      return formatShare(value);
    default:
      return digits(value);
  }
}

/** The comment of a figure: number of observations, interval, and how they were found. */
function commentOf({ high, low, method, n, source, unit }: Figure): string {
  const count = formatCount(n);
  return `# [log] ${source}, n = ${count}; 95 %: ${valueText(low, unit)} to ${valueText(high, unit)}; ${method}`;
}

/** Shares that add up to 1 exactly, with six decimals: the largest takes the remainder. Those of 0 are left out. */
export function sharesOf(shares: ReadonlyMap<string, Measured>): ReadonlyMap<string, string> {
  const total = sumOf([...shares.values()].map(({ value }) => value));
  const rounded = [...shares].map(([name, { value }]) => ({
    name,
    millionths: Math.round((value / total) * 1e6),
  }));
  const rest = 1e6 - sumOf(rounded.map(({ millionths }) => millionths));
  const largest = rounded.reduce((one, other) => (other.millionths > one.millionths ? other : one));
  largest.millionths += rest;
  return new Map(
    rounded
      .filter(({ millionths }) => millionths > 0)
      .map(({ millionths, name }) => [name, String(millionths / 1e6)]),
  );
}

/** A distribution as the text of a scenario: the chosen family, or the lines of a table of what was observed. */
export function distributionText(fit: DistributionFit, canLastForEver: boolean): string {
  const { chosen } = fit;
  if (chosen === null) return tableText(fit, canLastForEver);
  const { distribution } = chosen;
  switch (distribution.kind) {
    case 'exponential':
      return `exponential ${durationText(distribution.mean)}`;
    case 'lognormal':
      return `lognormal ${durationText(distribution.mean)} sigma ${digits(distribution.sigma)}`;
    case 'gamma':
      return `gamma ${durationText(distribution.mean)} shape ${digits(distribution.shape)}`;
    case 'weibull':
      return `weibull scale ${durationText(distribution.scale)} shape ${digits(distribution.shape)}`;
    default:
      return tableText(fit, canLastForEver);
  }
}

/** Points of an exponential rest, in multiples of its mean, with the share that lasts longer; the longest end at three means. */
const REST = [
  [0.5, Math.exp(-0.5)],
  [1, Math.exp(-1)],
  [2, Math.exp(-2)],
  [3, 0],
] as const;

/** From this share of durations on, the shortest are taken to be equally long. */
const STEP_LEAST = 0.1;

function tableText({ rest: found, table }: DistributionFit, canLastForEver: boolean): string {
  const last = table.at(-1);
  const rest =
    found !== null && (found.ends || !canLastForEver) && last !== undefined
      ? REST.map(([times, share]) => ({ ms: last.ms + times * found.ms, share: share * last.share }))
      : [];
  const points = [...table, ...rest].map(({ ms, share }, k) => {
    const isEnd = k === table.length + rest.length - 1 && !canLastForEver;
    return `[${durationText(ms)}, ${isEnd ? '0' : digits(share)}]`;
  });
  // Between two points durations are spread evenly, so that one which is common needs a step.
  const [first] = table;
  const step = first !== undefined && first.share <= 1 - STEP_LEAST ? `[${durationText(first.ms)}, 1], ` : '';
  return `{ kind: empirical, survival: [[0 s, 1], ${step}${points.join(', ')}] }`;
}

/** An id as YAML takes it for a text: `null`, `true` and numbers need quotes. */
export function idText(id: string): string {
  return /^[a-z][a-z0-9-]*$/.test(id) && !/^(?:null|true|false)$/.test(id) ? id : `"${id}"`;
}

/** What a figure is, besides its numbers. */
export type FigureText = Omit<Figure, keyof Measured>;

export function shareText(key: string, source: string): FigureText {
  return { key, unit: 'share', source, method: "Wilson's interval" };
}

/** Collects lines of a scenario, and every figure in them. */
export class ScenarioWriter {
  readonly lines: string[] = [];
  readonly figures: Figure[] = [];
  /** Lines whose values are assumed, each with the reason if there is one. */
  readonly assumed: string[] = [];

  /** A line of text as it is. */
  line(text = ''): void {
    this.lines.push(text);
  }

  /** `depth` levels of indentation, `key: value`, and the comment of its figure. */
  put(depth: number, text: string, measured: Measured, about: FigureText): void {
    const figure = this.found(measured, about);
    this.lines.push(`${'  '.repeat(depth)}${text}  ${commentOf(figure)}`);
  }

  /** The line of a key of its own, at the place that the key of the figure says. */
  putKey(value: string, measured: Measured, about: FigureText): void {
    const path = about.key.split('.');
    this.put(path.length - 1, `${path.at(-1)}: ${value}`, measured, about);
  }

  /** A line with a comment of its own. If that begins with `assumed`, the line is one of the assumed ones. */
  noted(depth: number, text: string, comment: string): void {
    const assumed = /^assumed(?::? (.*))?$/.exec(comment);
    if (assumed !== null) {
      const [, why] = assumed;
      const value = [...this.keysAbove(depth), text].join('.');
      this.assumed.push(why === undefined ? value : `${value} (${why})`);
    }
    this.lines.push(`${'  '.repeat(depth)}${text}  # ${comment}`);
  }

  /** The keys under which a line of this depth stands, the outermost first. */
  private keysAbove(depth: number): readonly string[] {
    let above = depth;
    return this.lines
      .toReversed()
      .flatMap((line) => {
        const [, indent = '', key = ''] = /^( *)([^\s#:]+):/.exec(line) ?? [];
        if (key === '' || indent.length / 2 >= above) return [];
        above = indent.length / 2;
        return [key];
      })
      .toReversed();
  }

  /** Keeps a figure that stands in no line of its own. */
  found({ high, low, n, value }: Measured, { key, method, source, unit }: FigureText): Figure {
    const figure = { key, value, low, high, n, unit, source, method };
    this.figures.push(figure);
    return figure;
  }

  text(): string {
    return `${this.lines.join('\n')}\n`;
  }
}
