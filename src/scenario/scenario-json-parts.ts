import * as z from 'zod';
import {
  ALLOCATION_COSTS,
  CHANNELS,
  type Channel,
  COMMITMENT_RULES,
  COMMITTED_TO,
  DAY_PATTERNS,
  OPEN_CASE_STATES,
  OUTAGE_POLICIES,
  PREFERENCES,
  PROMISE_DIMENSIONS,
  QUEUE_ORDERS,
  SEVERITIES,
  SHIFT_END_POLICIES,
  TIERS,
  WEEK_MINUTES,
  ZONE_IDS,
} from '#domain';

/** Schemas that occur several times in a resolved scenario, or are long. */

export const index = z.int().nonnegative();
export const length = z.number().nonnegative();
export const share = z.number().min(0).max(1);
export const shape = z.number().min(0.1).max(10_000);
const weight = z.number().positive();
export const text = z.string();

export const windows = z.array(z.strictObject({ fromMs: z.number(), toMs: z.number() }));
export const randomTimes = z.strictObject({
  upMeanMs: z.number().positive(),
  downMeanMs: z.number().positive(),
});
export const outages = {
  plannedOutages: windows,
  randomOutages: z.array(randomTimes.extend({ cause: text })),
};

export const distribution = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), value: length }),
  z.strictObject({ kind: z.literal('uniform'), low: length, high: length }),
  z.strictObject({ kind: z.literal('exponential'), mean: length }),
  z.strictObject({ kind: z.literal('lognormal'), mean: length, sigma: length }),
  z.strictObject({ kind: z.literal('weibull'), scale: length, shape: length }),
  z.strictObject({ kind: z.literal('triangular'), low: length, mode: length, high: length }),
  z.strictObject({ kind: z.literal('erlang'), mean: length, shape }),
  z.strictObject({ kind: z.literal('gamma'), mean: length, shape }),
  z.strictObject({
    kind: z.literal('hyperexponential'),
    phases: z.array(z.strictObject({ share, mean: z.number().positive() })).min(1),
  }),
  z.strictObject({ kind: z.literal('empirical'), points: z.array(z.tuple([length, share])).min(1) }),
]);
/** A distribution without a share that lasts for ever. */
export const ending = distribution.refine(
  (made) => made.kind !== 'empirical' || made.points.at(-1)?.[1] === 1,
  'a share of these durations never ends',
);

export function perChannel<Schema extends z.ZodType>(schema: Schema) {
  return z.strictObject(
    Object.fromEntries(CHANNELS.map((channel) => [channel, schema])) as Record<Channel, Schema>,
  );
}

export const leavingPolicy = z.union([
  z.enum(SHIFT_END_POLICIES),
  z.strictObject({ finishWithinMs: length }),
]);
export const rampUp = z.strictObject({
  hiredMs: z.number(),
  from: z.number().positive().max(1),
  overMs: z.number().positive(),
});
export const caseKind = {
  severities: z.array(z.enum(SEVERITIES)).nullable(),
  channels: z.array(z.enum(CHANNELS)).nullable(),
  segment: index.nullable(),
  product: index.nullable(),
};
export const bySeverity = <Policy extends z.ZodType>(policy: Policy) =>
  z.union([policy, z.strictObject({ bySeverity: z.strictObject({ A: policy, B: policy, C: policy }) })]);

const given = z.array(z.int().min(-1));

export const trace = z.strictObject({
  atMs: z.array(index),
  products: given.optional(),
  severities: z
    .array(
      z
        .int()
        .min(-1)
        .max(SEVERITIES.length - 1),
    )
    .optional(),
  languages: given.optional(),
  customers: given.optional(),
  patienceMs: z.array(z.number().min(-1).nullable()).optional(),
  handleMs: z
    .array(z.array(z.number().min(-1)).nullable())
    .length(3)
    .optional(),
});

const past = z.number().max(0);

export const backlog = z
  .array(
    z.strictObject({
      id: text,
      stream: index,
      product: index,
      language: index,
      severity: index.max(SEVERITIES.length - 1),
      tier: z.literal([...TIERS]),
      state: z.enum(OPEN_CASE_STATES),
      openedMs: past,
      sinceMs: past,
      copies: z.strictObject({ primary: index, replica: z.int().min(-1) }).exactOptional(),
      group: index.exactOptional(),
    }),
  )
  .min(1);

/** Waits for the customer after the contacts of a tier. */
export const wait = { share, reply: ending };

export const zones = z.strictObject(
  Object.fromEntries(PROMISE_DIMENSIONS.map((dimension) => [dimension, z.enum(ZONE_IDS)])) as Record<
    (typeof PROMISE_DIMENSIONS)[number],
    z.ZodEnum<{ [Id in (typeof ZONE_IDS)[number]]: Id }>
  >,
);

export const routing = z.strictObject({
  stages: z
    .array(
      z.strictObject({
        when: z.strictObject({
          waitedMs: length.nullable(),
          waiting: index.nullable(),
          busyShare: share.nullable(),
          hours: z.strictObject({ fromMinute: length, toMinute: length }).nullable(),
        }),
        prefer: z.array(z.enum(PREFERENCES)).min(1),
      }),
    )
    .min(1),
  overflowPlaces: z.array(index),
  holdMs: perChannel(length),
  order: z.enum(QUEUE_ORDERS).exclude(['first in first out']).exactOptional(),
  preemption: z
    .strictObject({ by: z.array(z.enum(SEVERITIES)).min(1), interrupted: z.enum(OUTAGE_POLICIES) })
    .exactOptional(),
  commitment: z
    .strictObject({
      to: z.enum(COMMITTED_TO),
      by: z.enum([...COMMITMENT_RULES, 'allocation']),
      kinds: z
        .array(
          z.strictObject({
            ...caseKind,
            shares: z.array(share).nullable(),
            bestOf: z.strictObject({ drawn: z.int().positive(), by: z.enum(ALLOCATION_COSTS) }).nullable(),
          }),
        )
        .exactOptional(),
      releaseAfterMs: length.exactOptional(),
    })
    .exactOptional(),
  queueShares: z.strictObject({ A: share, B: share, C: share }).exactOptional(),
  headStartMs: z.strictObject({ A: length, B: length, C: length }).exactOptional(),
  weights: z.strictObject({ A: weight, B: weight, C: weight }).exactOptional(),
});

const transferRule = z.union([
  z.strictObject({ way: z.literal('warm'), handOverMs: length, atMostMs: length }),
  z.strictObject({
    way: z.literal('no wait'),
    otherwise: z.enum(['lost', 'block']),
    waiting: index.exactOptional(),
  }),
  z.strictObject({
    way: z.literal('no wait'),
    otherwise: z.literal('go on'),
    speed: share,
    waiting: index.exactOptional(),
  }),
]);

export const transfer = perChannel(transferRule.nullable());

/** For tiers 1, 2, 3. */
export const tierTransfers = z
  .array(
    z.array(
      z.strictObject({
        to: z.literal([...TIERS]),
        group: index.exactOptional(),
        shares: z.array(share),
        handle: z.array(ending).exactOptional(),
        rule: transferRule.nullable().exactOptional(),
      }),
    ),
  )
  .length(3);

/** For tiers 1, 2, 3. */
export const consultation = z
  .array(
    z
      .strictObject({
        shares: z.array(share),
        tier: z.literal([...TIERS]),
        product: index.optional(),
        part: share,
        lengthens: z.number().min(1).optional(),
        waitMs: length,
      })
      .nullable(),
  )
  .length(TIERS.length)
  .optional();

export const concurrency = z.strictObject({
  limits: perChannel(z.int().positive()),
  slowdown: z.array(share),
});

export const caseSelection = {
  segments: z.array(index).min(1).nullable(),
  products: z.array(index).min(1).nullable(),
  channels: z.array(z.enum(CHANNELS)).min(1).nullable(),
  severities: z.array(z.enum(SEVERITIES)).min(1).nullable(),
};

export const exceptions = z
  .array(
    z.strictObject({
      ...caseSelection,
      hours: z
        .array(
          z
            .strictObject({
              fromMinute: z.int().min(0),
              toMinute: z.int().max(WEEK_MINUTES),
            })
            .refine(({ fromMinute, toMinute }) => fromMinute < toMinute),
        )
        .min(1)
        .exactOptional(),
      handle: z.array(z.array(ending).nullable()).length(3).exactOptional(),
      afterContact: z
        .array(z.union([ending, z.literal('none')]).nullable())
        .length(3)
        .exactOptional(),
      patience: distribution.nullable().exactOptional(),
      balking: share.exactOptional(),
    }),
  )
  .min(1)
  .exactOptional();

const day = z.int().min(0).max(6);
const minute = z.int().nonnegative();

export const roster = z.strictObject({
  least: index,
  most: index,
  shapes: z
    .array(
      z.strictObject({
        id: text,
        lengthsMinutes: z.array(z.int().positive()).min(1),
        startMinutes: z.array(minute).min(1),
        breaks: z.array(
          z.strictObject({
            lengthMinutes: z.int().positive(),
            fromMinute: minute,
            toMinute: minute,
            everyMinutes: z.int().positive(),
          }),
        ),
        days: z.array(day).min(1),
        daysPerWeek: z.int().min(1).max(7),
        pattern: z.enum(DAY_PATTERNS),
        least: index,
        most: index.nullable(),
        wageFactor: z.number().positive(),
        perShift: length,
      }),
    )
    .min(1),
  open: z.array(z.strictObject({ days: z.array(day), fromMinute: minute, toMinute: minute })).exactOptional(),
});
