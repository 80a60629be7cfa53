import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { type Digest, failure, hexOf, Reading, type Result, success, utf8Of } from '#base';
import { type CaseFilter, CHANNELS, readHourSpan, type Scenario, SEVERITIES } from '#domain';
import { type JobSummary, jobSummaryForm } from '#experiment';
import { parseScenarioJson, scenarioJson } from '#scenario';
import { DURATION_KINDS } from '#statistics';
import type { Broker } from './broker.ts';

/** Everything that crosses the broker. Both sides read it only by these schemas, and refuse what does not match. */

const VERSION = 3;
const BATCH_MAX = 256;
/** Far above the largest scenario or batch of results, yet small for a machine. */
const BYTES_MAX = 64 * 1024 * 1024;

const id = z.string().regex(/^[0-9a-f]{32}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().max(2000);
const replication = z.int().min(0).max(0xffff_ffff);

/** Cases for which the summaries also give service figures. */
const filter: z.ZodType<CaseFilter> = z.strictObject({
  segment: z.string().max(64).exactOptional(),
  channel: z.enum(CHANNELS).exactOptional(),
  severity: z.enum(SEVERITIES).exactOptional(),
  product: z.string().max(64).exactOptional(),
  centre: z.string().max(64).exactOptional(),
  hours: z
    .string()
    .max(64)
    .refine((text) => readHourSpan(text) !== null)
    .exactOptional(),
});
const FILTERS_MAX = 200_000;

/** Replications of one scenario under one seed: a job of the queue. The broker stores the scenario itself once, by its hash. */
const batch = z.strictObject({
  v: z.literal(VERSION),
  experiment: id,
  scenario: hash,
  seed: text,
  replications: z.array(replication).min(1).max(BATCH_MAX),
  filters: z.array(filter).max(FILTERS_MAX).optional(),
  /** Durations that the summaries hand over as histograms. */
  durations: z
    .array(z.strictObject({ key: text, kind: z.enum(DURATION_KINDS), filter }))
    .max(FILTERS_MAX)
    .optional(),
  /** The summaries are to contain all figures in rows. */
  isDetailed: z.literal(true).exactOptional(),
  /** The summaries are to contain no controls. */
  hasControls: z.literal(false).exactOptional(),
});
export type Batch = z.infer<typeof batch>;

/** JSON turns NaN into null, so a figure that may not be null cannot have been NaN. */
const summary = z.custom<JobSummary>((value) => {
  const reading = new Reading(value);
  reading.read(jobSummaryForm, value);
  return reading.problems.length === 0;
});

const answer = z.union([
  z.strictObject({ replication, summary }),
  z.strictObject({ replication, failed: text }),
]);

const results = z.strictObject({
  v: z.literal(VERSION),
  batch: id,
  scenario: hash,
  seed: text,
  worker: text,
  /** Computing time, ms. */
  tookMs: z.number().min(0),
  /** The broker does not have the scenario, or no longer. */
  isScenarioMissing: z.boolean(),
  answers: z.array(answer).max(BATCH_MAX),
});
export type Results = z.infer<typeof results>;

export const PAYLOAD_VERSION = VERSION;

export function readBatch(value: unknown): Result<Batch, string> {
  const parsed = batch.safeParse(value);
  return parsed.success ? success(parsed.data) : failure(problemOf(parsed.error));
}

export function writeResults(value: Results): Uint8Array {
  return pack(JSON.stringify(value));
}

export function readResults(bytes: Uint8Array): Result<Results, string> {
  const unpacked = unpack(bytes);
  if (!unpacked.ok) return unpacked;
  let value: unknown;
  try {
    value = JSON.parse(unpacked.value);
  } catch {
    return failure('it is not JSON');
  }
  const parsed = results.safeParse(value);
  // Return the value as sent: the schema's output has its fields in another order.
  return parsed.success ? success(value as Results) : failure(problemOf(parsed.error));
}

export function pack(text: string): Uint8Array {
  return gzipSync(text, { level: 1 });
}

export function unpack(bytes: Uint8Array): Result<string, string> {
  try {
    return success(gunzipSync(bytes, { maxOutputLength: BYTES_MAX }).toString('utf8'));
  } catch {
    return failure('it is not a valid package');
  }
}

function problemOf({ issues }: z.ZodError): string {
  const [first] = issues;
  const place = first?.path.map(String).join('.') ?? '';
  return `${place === '' ? 'it' : place.slice(0, 100)}: ${first?.message.slice(0, 200) ?? 'wrong'}`;
}

/** How long the broker keeps data that nobody requests, s. */
export const KEPT_S = 7 * 24 * 3600;

/** Stores a scenario under its hash, once for all its jobs. */
export async function storeScenario(broker: Broker, hash: string, scenario: Scenario): Promise<void> {
  const bytes = Buffer.from(pack(scenarioJson(scenario)));
  await broker.redis.set(broker.names.scenario(hash), bytes, 'EX', KEPT_S);
}

/** Null if the broker has no scenario with that hash. A text that does not match the hash is refused. */
export async function fetchScenario(
  broker: Broker,
  hash: string,
  digest: Digest,
): Promise<Result<Scenario, string> | null> {
  const bytes = await broker.redis.getBuffer(broker.names.scenario(hash));
  if (bytes === null) return null;
  const unpacked = unpack(bytes);
  if (!unpacked.ok) return unpacked;
  if (hexOf(digest(utf8Of(unpacked.value))) !== hash) return failure('its text does not match its hash');
  const parsed = parseScenarioJson(unpacked.value);
  return parsed.ok ? success(parsed.value) : failure(parsed.problem.slice(0, 5).join('; '));
}
