import { type Digest, failure, hexOf, type Result, success, utf8Of } from '#base';
import type { Scenario } from '#domain';
import { parseScenarioJson, scenarioJson } from '#scenario';
import type { Broker } from './broker.ts';
import { pack, unpack } from './payload.ts';

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
