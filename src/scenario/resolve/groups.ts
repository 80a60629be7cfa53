import { definite } from '#base';
import type { AgentGroup, CaseKind } from '#domain';
import type { GroupFile, ScenarioFile, ShiftFile } from '../shape/scenario-file.ts';
import type { CentreCalendar } from './calendars.ts';
import { rotaOf, shiftsOf } from './headcounts.ts';
import { indexOf, type Names, unlessEmpty } from './names.ts';

/** `startEpochMs`: of the run. */
export function resolveGroup(
  id: string,
  group: GroupFile,
  { calendar, centre }: { readonly centre: number; readonly calendar: CentreCalendar },
  names: Names,
  startEpochMs: number,
): AgentGroup {
  const { absences, agentSpeeds, channelSpeeds, channels, employer, overtime, residence, tier, wage } = group;
  return {
    id,
    centre,
    tier,
    languages: [...new Set(group.languages)].map((language) => indexOf(names.languages, language)),
    channels,
    speed: names.byProduct(speedsOf(group.products, names.products), 0),
    channelSpeeds,
    agentSpeeds,
    shifts: Object.entries(shiftsOf(group)).map(([shiftId, shift]) => ({
      id: shiftId,
      agents: shift.agents,
      duty: definite(calendar.duty.get(shift), 'a shift without calendar'),
      rampUp: rampUpOf(shift, startEpochMs),
      rota: rotaOf(shift),
    })),
    residence,
    citizenship: group.citizenship,
    employer: employer === undefined ? undefined : indexOf(names.entities, employer),
    absences: absences && { upMeanMs: absences.every, downMeanMs: absences.for },
    shrinkage: shrinkageOf(group),
    concurrency: concurrencyOf(group),
    ...guardsOf(group, names),
    overtimePerDayMs: overtime?.perDay,
    wage,
  };
}

function rampUpOf({ rampUp }: ShiftFile, startEpochMs: number): AgentGroup['shifts'][number]['rampUp'] {
  return rampUp && { hiredMs: rampUp.hired - startEpochMs, from: rampUp.from, overMs: rampUp.over };
}

/** Speeds by product, in whichever way the author wrote them. */
export function speedsOf(
  expertise: GroupFile['products'],
  products: readonly string[],
): Readonly<Record<string, number>> {
  if (expertise === 'all') return Object.fromEntries(products.map((product) => [product, 1]));
  if (Array.isArray(expertise)) return Object.fromEntries(expertise.map((product: string) => [product, 1]));
  return expertise as Readonly<Record<string, number>>;
}

/** Whether some group has a wage. */
export function hasWages({ centres }: ScenarioFile): boolean {
  return Object.values(centres).some(({ groups }) =>
    Object.values(groups).some(({ wage }) => wage !== undefined),
  );
}

/** How many contacts an agent may have in hand at most. */
export function mostInHand({ 'e-mail': mail = 1, web = 1 }: NonNullable<GroupFile['concurrency']>): number {
  return Math.max(mail, web);
}

/** The shares of the hours rostered in which people are away for whole shifts, and for parts of shifts. */
export function sharesAway(shrinkage: NonNullable<GroupFile['shrinkage']>): readonly [number, number] {
  if (typeof shrinkage === 'number') return [shrinkage, 0];
  const { leave = 0, meetings = 0, sickness = 0, training = 0 } = shrinkage;
  return [leave + sickness, training + meetings];
}

/** Nothing where nobody is ever away. */
function shrinkageOf({ shrinkage = 0 }: GroupFile): AgentGroup['shrinkage'] {
  const [wholeShift, part] = sharesAway(shrinkage);
  return wholeShift + part === 0 ? undefined : { wholeShift, part };
}

function concurrencyOf({ concurrency }: GroupFile): AgentGroup['concurrency'] {
  if (concurrency === undefined) return undefined;
  const { 'e-mail': mail = 1, slowdown, web = 1 } = concurrency;
  return { limits: { phone: 1, 'e-mail': mail, web }, slowdown };
}

/** What a group takes first, and what only under conditions, with indices for names. */
function guardsOf(group: GroupFile, names: Names): Pick<AgentGroup, 'takesFirst' | 'takesOnlyWhile'> {
  const first = group.takesFirst.map(({ rank, weight, ...kind }) => ({
    ...caseKindOf(kind, names),
    rank,
    weight,
  }));
  const guards = group.takesOnlyWhile.map(
    ({ down, idle = null, idleShare, longerThan, waited: waitedMs, ...kind }) => ({
      ...caseKindOf(kind, names),
      idle,
      idleShare,
      down: indexIn(names.centres, down),
      waitedMs,
      longerThan: longerThan && {
        ...caseKindOf(longerThan, names),
        ratio: longerThan.ratio,
        by: longerThan.by,
      },
    }),
  );
  return { takesFirst: unlessEmpty(first), takesOnlyWhile: unlessEmpty(guards) };
}

type KindFile = Pick<GroupFile['takesFirst'][number], 'channel' | 'product' | 'segment' | 'severity'>;

export function caseKindOf(
  { channel, product, segment, severity }: KindFile,
  { products, segments }: Pick<Names, 'products' | 'segments'>,
): CaseKind {
  return {
    severities: severity ?? null,
    channels: channel ?? null,
    segment: indexIn(segments, segment),
    product: indexIn(products, product),
  };
}

function indexIn(names: readonly string[], name: string | undefined): number | null {
  return name === undefined ? null : names.indexOf(name);
}
