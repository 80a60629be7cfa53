import * as z from 'zod';
import { WARM_UP_SERIES } from '#domain';
import { FIGURE_TABLES, type JobSummary } from '#experiment';
import { HISTOGRAM_LENGTH_MAX, unpackHistogram } from '#statistics';

/**
 * The schema of a replication's summary. Every figure must be present and finite; only means and shares of nothing may be null. JSON turns
 * NaN into null, so a figure that may not be null cannot have been NaN.
 *
 * The types of this file are derived from the summary's: if a figure is added to one of them, this file does not compile until it has it,
 * too.
 */

type ShapeOf<Value> = { readonly [Key in keyof Value]-?: z.ZodType<Value[Key]> };
type TotalRow = JobSummary['total'];
type Costs = NonNullable<JobSummary['costs']>;

const name = z.string().max(2000);
const figure = z.number();
const orNothing = z.number().nullable();

const callbacks: ShapeOf<NonNullable<TotalRow['callbacks']>> = {
  offered: figure,
  accepted: figure,
  reached: figure,
  missed: figure,
};

const consultations: ShapeOf<NonNullable<TotalRow['consultations']>> = {
  asked: figure,
  joined: figure,
  alone: figure,
  waitS: orNothing,
};

const row: ShapeOf<TotalRow> = {
  id: name,
  title: name,
  arrived: figure,
  answered: figure,
  answeredAtOnce: figure,
  abandoned: figure,
  balked: figure,
  blocked: figure,
  messages: figure,
  retries: figure,
  stalled: figure,
  resolved: figure,
  reopened: figure,
  handOvers: figure,
  judged: figure,
  carriedOver: figure.optional(),
  cleared: z.strictObject({ unanswered: figure, answered: figure }).optional(),
  lost: figure.optional(),
  abandonedLater: figure.optional(),
  callbacks: z.strictObject(callbacks).optional(),
  preemptions: figure.optional(),
  consultations: z.strictObject(consultations).optional(),
  serviceLevel: orNothing,
  serviceLevelWithoutShortAbandons: orNothing,
  speedOfAnswerS: orNothing,
  waitDeviationS: orNothing,
  abandonedWaitS: orNothing,
  waitOfAllS: orNothing,
  waitP50S: orNothing,
  waitP90S: orNothing,
  waitP95S: orNothing,
  abandonmentShare: orNothing,
  sojournMeanS: orNothing,
  sojournP90S: orNothing,
};

const backlog: ShapeOf<NonNullable<JobSummary['backlog']>> = {
  cases: figure,
  waiting: figure,
  resolvedBefore: figure.optional(),
  resolved: figure,
  left: figure,
  open: figure,
  othersOpen: figure,
  remainingS: orNothing,
};

const costs: ShapeOf<Costs> = {
  id: name,
  cost: figure,
  perCase: orNothing,
  currency: name,
  unused: figure,
  centres: z.array(z.strictObject({ id: name, cost: figure })).max(10_000),
  segments: z.array(z.strictObject({ id: name, cost: figure, perCase: orNothing })).max(10_000),
};

const overload: ShapeOf<NonNullable<JobSummary['overload']>> = {
  shortestByWeek: z.array(figure).max(1000),
  waiting: figure,
  endedAfterHours: orNothing,
};

const warmUp: ShapeOf<NonNullable<JobSummary['warmUp']>> = {
  hours: figure,
  arrived: figure,
  answered: figure,
  abandoned: figure,
  resolved: figure,
  by: z.enum(['given', ...WARM_UP_SERIES]),
  isUndecided: z.boolean(),
};

const target: ShapeOf<NonNullable<JobSummary['targets']>[number]> = {
  id: name,
  of: name,
  segment: name.nullable(),
  judged: figure,
  met: figure,
  attainment: orNothing,
  target: figure,
};

const staff = {
  scheduledHours: figure,
  availability: orNothing,
  onDutyMean: orNothing,
  busyMean: orNothing,
  occupancy: orNothing,
  overtimeHours: figure,
};
const contacts = {
  contacts: figure,
  ended: figure,
  handleMeanS: orNothing,
  handleDeviationS: orNothing,
};

const centre: ShapeOf<JobSummary['centres'][number]> = {
  id: name,
  title: name,
  country: name,
  agents: figure,
  ...contacts,
  ...staff,
  handOversIn: figure,
  handOversOut: figure,
};

const group: ShapeOf<JobSummary['groups'][number]> = {
  id: name,
  centre: name,
  tier: figure,
  agents: figure,
  ...contacts,
  ...staff,
  takenOver: figure,
  paidHours: orNothing,
  cost: orNothing,
};

const ofSeverity: ShapeOf<JobSummary['tiers'][number]['bySeverity'][number]> = {
  severity: name,
  contacts: figure,
  waitMeanS: orNothing,
};

const tier: ShapeOf<JobSummary['tiers'][number]> = {
  tier: figure,
  ...contacts,
  waitMeanS: orNothing,
  waitingMean: orNothing,
  bySeverity: z.array(z.strictObject(ofSeverity)).max(100),
};

const histogram = z
  .string()
  .max(HISTOGRAM_LENGTH_MAX)
  .refine((text) => unpackHistogram(text) !== null, 'not a histogram');

const packedRow = z.tuple([name], orNothing);

export const summaryShape = z.strictObject({
  backlog: z.strictObject(backlog).optional(),
  cases: z.int().min(0),
  centres: z.array(z.strictObject(centre)).max(10_000),
  controls: z.record(name, z.number()).optional(),
  costs: z.strictObject(costs).nullable(),
  durations: z.record(name, histogram).optional(),
  figures: z.partialRecord(z.enum(FIGURE_TABLES), z.array(packedRow).max(1_000_000)).optional(),
  filtered: z.array(z.strictObject(row)).max(200_000).optional(),
  groups: z.array(z.strictObject(group)).max(10_000),
  overload: z.strictObject(overload).nullable(),
  segments: z.array(z.strictObject(row)).max(10_000),
  targets: z.array(z.strictObject(target)).max(200_000).optional(),
  tiers: z.array(z.strictObject(tier)).max(100),
  total: z.strictObject(row),
  warmUp: z.strictObject(warmUp).optional(),
} satisfies Record<keyof JobSummary, z.ZodType>);
