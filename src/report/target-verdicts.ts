import { type Attainment, attainmentOf, definite } from '#base';
import {
  CHANNELS,
  type Channel,
  type Scenario,
  SEVERITIES,
  type Severity,
  type TargetMeasure,
} from '#domain';
import type { Summary } from '#statistics';
import { wilsonInterval } from './wilson.ts';

/** A target of the scenario for the cases of one segment, and whether a run met it. */
export interface TargetVerdict {
  readonly state: Attainment;
  readonly segment: { readonly id: string; readonly title: string };
  /** The target's id where it has a clock of its own; null for a service level. */
  readonly id: string | null;
  readonly of: TargetMeasure;
  readonly channels: readonly Channel[];
  readonly severities: readonly Severity[];
  readonly withinMs: number;
  /** Cases that were judged, and the share of them within the time: from 0 to 1. */
  readonly cases: number;
  readonly share: number;
  readonly wanted: number;
  /** 95 % interval of the share, as if cases were independent. */
  readonly interval: readonly [low: number, high: number];
}

/**
 * Every service level and target of the scenario, for each segment that had cases of it, the worst first: missed before undecided
 * before met, and within each by how many cases are missing. "Too close to call": the target lies in the interval of the share.
 */
export function targetVerdicts(
  { cells, targets = [] }: Pick<Summary, 'cells' | 'targets'>,
  scenario: Scenario,
): readonly TargetVerdict[] {
  const judged = [...ofServiceLevels(cells, scenario), ...ofTargets(targets, scenario)].filter(
    ({ cases }) => cases > 0,
  );
  return judged.toSorted(
    (one, other) => RANKS[one.state] - RANKS[other.state] || missingOf(other) - missingOf(one),
  );
}

const RANKS: Readonly<Record<Attainment, number>> = { missed: 0, 'too close to call': 1, met: 2 };

/** So many more cases within the time would have met the target; below 0 where it is met. */
function missingOf({ cases, share, wanted }: TargetVerdict): number {
  return (wanted - share) * cases;
}

type Unjudged = Omit<TargetVerdict, 'state' | 'interval'>;

function judge(target: Unjudged): TargetVerdict {
  const interval = wilsonInterval(target.share, target.cases);
  const [low, high] = interval;
  const middle = { mean: (low + high) / 2, halfWidth: (high - low) / 2 };
  const state = definite(attainmentOf(target.wanted, 'more', middle), 'there is an interval');
  return { ...target, interval, state };
}

function ofServiceLevels(
  cells: Summary['cells'],
  { segments, serviceLevels }: Scenario,
): readonly TargetVerdict[] {
  const cellOf = new Map(cells.map((cell) => [cell.id, cell]));
  return segments.flatMap(({ id, title }) =>
    serviceLevels.map(({ channel, severity, target, withinMs }) => {
      const cell = cellOf.get(`${id}/${channel}/${severity}`);
      return judge({
        ...{ segment: { id, title }, id: null, of: 'answer' },
        ...{ channels: [channel], severities: [severity], withinMs, wanted: target },
        ...{ cases: cell?.judged ?? 0, share: cell?.serviceLevel ?? 0 },
      });
    }),
  );
}

function ofTargets(rows: NonNullable<Summary['targets']>, scenario: Scenario): readonly TargetVerdict[] {
  return rows.flatMap(({ attainment, id, judged, segment }) => {
    const target = scenario.targets?.find((one) => one.id === id);
    const own = scenario.segments.find((one) => one.id === segment);
    if (target === undefined || own === undefined) return [];
    const { channels, of, severities, withinMs } = target;
    return [
      judge({
        ...{ segment: { id: own.id, title: own.title }, id, of, channels, severities, withinMs },
        ...{ wanted: target.target, cases: judged, share: attainment ?? 0 },
      }),
    ];
  });
}

/** `phone, severity A`; all channels or severities are not named. */
export function kindOfCases({
  channels,
  severities,
}: Pick<TargetVerdict, 'channels' | 'severities'>): string {
  const named = [
    ...(channels.length === CHANNELS.length ? [] : [channels.join(' and ')]),
    ...(severities.length === SEVERITIES.length ? [] : [`severity ${severities.join(', ')}`]),
  ];
  return named.length === 0 ? 'all cases' : named.join(', ');
}
