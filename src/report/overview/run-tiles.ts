import { DAY_MS, formatCount, formatMoney, formatShare, plural, present, raised, SECOND_MS } from '#base';
import { CHANNELS, type Channel, commonOccupancy } from '#domain';
import type { TargetVerdict } from '#planning';
import type { Summary } from '#statistics';
import { type Child, element, type Markup } from '../document/markup.ts';
import { linePath } from '../document/svg.ts';

/** A figure of the run with its change since the run before. */
interface RunTile {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** Null if the run before lacks it, or there is none. */
  readonly change: { readonly by: number; readonly text: string } | null;
  /** Which way it should go; null if neither is better by itself. */
  readonly better: 'more' | 'less' | null;
  readonly note: string;
  /** Shares by day, from 0 to 1; empty if they are not known. */
  readonly byDay: readonly number[];
  /** The share that is promised, drawn as a line; null where several are, or none. */
  readonly promised: number | null;
}

/** The run in up to six numbers, each with its change since the run before. */
export function renderRunTiles(
  summary: Summary,
  targets: readonly TargetVerdict[],
  before: Summary | null,
): Markup {
  const tiles = present([
    ...CHANNELS.map((channel) => channelTile(channel, summary, targets, before)),
    gaveUpTile(summary, before),
    occupancyTile(summary, before),
    costTile(summary, before) ?? waitingTile(summary, before),
  ]);
  return element('dl', { class: 'run-tiles' }, tiles.map(drawn));
}

function channelTile(
  channel: Channel,
  summary: Summary,
  targets: readonly TargetVerdict[],
  before: Summary | null,
): RunTile | null {
  const levelOf = (of: Summary | null) => of?.channels.find(({ id }) => id === channel)?.serviceLevel ?? null;
  const level = levelOf(summary);
  if (level === null) return null;
  const wanted = targets
    .filter(({ channels, id }) => id === null && channels.includes(channel))
    .map((one) => one.wanted);
  const [least, most] = [Math.min(...wanted), Math.max(...wanted)];
  const note =
    wanted.length === 0
      ? 'no target'
      : least === most
        ? `target ${formatShare(least)}`
        : `targets ${formatShare(least).replace(' %', '')} to ${formatShare(most)}`;
  return {
    name: `${raised(channel)} in time`,
    ...inPercent(level, levelOf(before)),
    better: 'more',
    note,
    byDay: sharesByDay(summary, (id) => id.startsWith('service level/') && id.split('/')[2] === channel),
    promised: wanted.length > 0 && least === most ? least : null,
  };
}

function gaveUpTile(summary: Summary, before: Summary | null): RunTile | null {
  const { abandoned, abandonmentShare } = summary.total;
  if (abandonmentShare === null) return null;
  const figures = inPercent(abandonmentShare, before?.total.abandonmentShare ?? null);
  return {
    name: 'Gave up',
    ...figures,
    better: 'less',
    note: plural(abandoned, 'customer'),
    byDay: [],
    promised: null,
  };
}

function occupancyTile(summary: Summary, before: Summary | null): RunTile | null {
  const occupancy = commonOccupancy(summary.groups);
  if (occupancy === null) return null;
  const figures = inPercent(occupancy, before === null ? null : commonOccupancy(before.groups));
  return {
    name: 'Occupancy',
    ...figures,
    better: null,
    note: 'of the time on duty',
    byDay: [],
    promised: null,
  };
}

function costTile({ costs }: Summary, before: Summary | null): RunTile | null {
  if (costs === null) return null;
  const { cost, currency, perCase } = costs;
  const by = before?.costs?.currency === currency ? cost - before.costs.cost : null;
  return {
    name: 'Staff cost',
    value: formatMoney(cost),
    unit: currency,
    change: by === null ? null : { by, text: formatMoney(Math.abs(by)) },
    better: 'less',
    note: perCase === null ? '' : `${formatMoney(perCase)} a case`,
    byDay: [],
    promised: null,
  };
}

/** For a scenario without wages. */
function waitingTile({ cases, total }: Summary, before: Summary | null): RunTile {
  const by = before === null ? null : cases - before.cases;
  return {
    name: 'Cases',
    value: formatCount(cases),
    unit: '',
    change: by === null ? null : { by, text: formatCount(Math.abs(by)) },
    better: null,
    note: `${formatCount(total.resolved)} resolutions`,
    byDay: [],
    promised: null,
  };
}

/** A share and its change, as a number with its unit. */
function inPercent(share: number, before: number | null): Pick<RunTile, 'change' | 'unit' | 'value'> {
  const by = before === null ? null : share - before;
  return {
    value: formatShare(share).replace(' %', ''),
    unit: '%',
    change: by === null ? null : { by, text: `${(Math.abs(by) * 100).toFixed(1)} points` },
  };
}

/** The share in time by day of the run, over all levels that fit. Days in which nothing was judged are left out. */
function sharesByDay({ judgedOverTime }: Summary, fits: (id: string) => boolean): readonly number[] {
  if (judgedOverTime === undefined) return [];
  const size = Math.max(1, Math.round(DAY_MS / SECOND_MS / judgedOverTime.everyS));
  const days = new Map<number, { judged: number; met: number }>();
  for (const { id, judged, met } of judgedOverTime.rows) {
    if (!fits(id)) continue;
    judged.forEach((count, i) => {
      const day = days.get(Math.floor(i / size)) ?? { judged: 0, met: 0 };
      days.set(Math.floor(i / size), { judged: day.judged + count, met: day.met + (met[i] ?? 0) });
    });
  }
  return [...days.values()].flatMap(({ judged, met }) => (judged === 0 ? [] : [met / judged]));
}

function drawn({ better, byDay, change, name, note, promised, unit, value }: RunTile): Markup {
  const isAlike = change !== null && /^0[.0]*( |$)/.test(change.text);
  const state =
    change === null || better === null || isAlike
      ? ''
      : change.by > 0 === (better === 'more')
        ? 'good'
        : 'bad';
  return element(
    'div',
    { class: 'run-tile' },
    element('dt', {}, name),
    element('dd', { class: 'value' }, value, unit === '' ? null : element('small', {}, ` ${unit}`)),
    byDay.length < 2 ? null : element('dd', { class: 'by-day' }, sparkline(byDay, promised, name)),
    change === null ? null : element('dd', { class: `change ${state}`.trim() }, changeOf(change, isAlike)),
    element('dd', { class: 'tile-note' }, note),
  );
}

function changeOf({ by, text }: NonNullable<RunTile['change']>, isAlike: boolean): Child {
  return isAlike ? 'as before' : `${by > 0 ? '↑' : '↓'} ${text}`;
}

const SPARK = { width: 70, height: 24, margin: 3 };

/** Shares by day, each day a point, with the target as a dotted line. */
function sparkline(shares: readonly number[], promised: number | null, name: string): Markup {
  const { height, margin, width } = SPARK;
  const all = promised === null ? shares : [...shares, promised];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const y = (share: number) =>
    most === least ? height / 2 : margin + ((most - share) / (most - least)) * (height - 2 * margin);
  const x = (i: number) => (i / (shares.length - 1)) * (width - 4) + 1;
  const last = shares.at(-1) as number;
  return element(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `${name} by day: ${formatShare(Math.min(...shares))} to ${formatShare(Math.max(...shares))}`,
    },
    promised === null
      ? null
      : element('path', {
          class: 'spark-target',
          d: linePath([
            [0, y(promised)],
            [width, y(promised)],
          ]),
        }),
    element('path', { class: 'spark', d: linePath(shares.map((share, i) => [x(i), y(share)])) }),
    element('circle', { class: 'spark-end', cx: x(shares.length - 1), cy: y(last), r: 2 }),
  );
}
