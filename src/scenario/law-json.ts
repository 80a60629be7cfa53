import * as z from 'zod';
import {
  ADEQUACY_DECISIONS,
  BINDING_RULES_HOLDERS,
  CERTIFIED_STANDARDS,
  ENTITY_KINDS,
  ITEM_CLASSES,
  lawfulBasisById,
  SUBCONTRACTOR_RULES,
  ZONE_IDS,
} from '#domain';
import { index, length, text, zones } from './scenario-json-parts.ts';

/** The parts of law and promises, as `scenarioJson` writes them. */

export const entities = z.array(
  z.strictObject({
    id: text,
    title: text,
    kind: z.enum(ENTITY_KINDS),
    country: text,
    instruments: z.array(
      z.strictObject({
        kind: z.enum(['framework', 'standard-clauses', 'binding-rules']),
        instrument: text,
        fromEpochMs: z.number(),
        toEpochMs: z.number().nullable(),
        assessedEpochMs: z.number().exactOptional(),
        signedFor: z.literal('customers').exactOptional(),
        approvedEpochMs: z
          .strictObject({
            EEA: z.number().exactOptional(),
            CH: z.number().exactOptional(),
            UK: z.number().exactOptional(),
          })
          .exactOptional(),
        covers: z.enum(BINDING_RULES_HOLDERS).exactOptional(),
      }),
    ),
    role: z.literal('controller').exactOptional(),
    adequacy: z
      .array(
        z.strictObject({
          decision: text.refine(
            (id) => ADEQUACY_DECISIONS.some((one) => one.id === id),
            'not a decision that the law knows',
          ),
          isCovered: z.boolean(),
          fromEpochMs: z.number(),
          toEpochMs: z.number().nullable(),
        }),
      )
      .min(1)
      .exactOptional(),
    gdpr: z
      .array(
        z.strictObject({
          applies: z.boolean(),
          fromEpochMs: z.number(),
          toEpochMs: z.number().nullable(),
        }),
      )
      .min(1)
      .exactOptional(),
    certificates: z
      .array(z.strictObject({ edition: text, fromEpochMs: z.number(), toEpochMs: z.number() }))
      .exactOptional(),
    subcontract: z
      .strictObject({
        announcedEpochMs: z.number().nullable(),
        countries: z.array(text).nullable(),
        flowDown: z.strictObject({ fromEpochMs: z.number(), toEpochMs: z.number().nullable() }).nullable(),
      })
      .exactOptional(),
  }),
);

export const promises = z.array(
  z.strictObject({
    id: text,
    title: text,
    zones: z.strictObject(
      Object.fromEntries(ITEM_CLASSES.map((itemClass) => [itemClass, zones])) as Record<
        (typeof ITEM_CLASSES)[number],
        typeof zones
      >,
    ),
    storedFirst: z.enum(ZONE_IDS).exactOptional(),
    certified: z.enum(CERTIFIED_STANDARDS).exactOptional(),
    subcontractors: z.enum(SUBCONTRACTOR_RULES).exclude(['any']).exactOptional(),
    breakGlass: z
      .strictObject({
        strandedForMs: length,
        windowMs: length,
        approvers: index,
        noticeWithinMs: length,
        reviewWithinMs: length,
      })
      .exactOptional(),
  }),
);

export const law = z
  .strictObject({
    bases: z
      .array(
        z.strictObject({
          basis: text.refine((id) => lawfulBasisById(id) !== undefined, 'not a basis that the law knows'),
          fromEpochMs: z.number(),
          toEpochMs: z.number().nullable(),
        }),
      )
      .min(1),
  })
  .exactOptional();

export const holds = z
  .array(z.strictObject({ segment: index, fromMs: z.number(), toMs: z.number(), by: text }))
  .exactOptional();

export const disclosures = z
  .array(
    z.strictObject({
      atMs: z.number(),
      segment: index,
      cases: z.int().min(1),
      authority: text,
      basis: text.nullable(),
      noticeAfterMs: length.nullable(),
    }),
  )
  .exactOptional();

export const retention = z.strictObject({
  eraseAfterMs: length,
  eraseGraceMs: length,
  workingCopyMs: length,
  leavingLeadMs: length.exactOptional(),
  basisEnd: z.strictObject({ movedAfterMs: length, graceMs: length }).exactOptional(),
});

export const consents = z
  .array(
    z.strictObject({
      dimensions: z.array(z.enum(['access', 'processing'])).min(1),
      zone: z.enum(ZONE_IDS),
      givenEpochMs: z.number(),
      fromEpochMs: z.number(),
      toEpochMs: z.number(),
    }),
  )
  .min(1)
  .exactOptional();
