import { type Digest, hexOf, utf8Of } from '#base';
import { offsetAt, offsetChanges, type Scenario } from '#domain';

/**
 * What the clocks of a runtime say, zone by zone, as short hashes: a browser does not tell the version of its time-zone data, but
 * its rules can be compared with those of a runtime that does.
 */
export interface TimeZoneTable {
  /** Version of the data that the hashes are of, e.g. `2025c`. */
  readonly version: string;
  readonly zones: Readonly<Record<string, string>>;
}

/** Rules are compared over these years: all that scenarios are about. */
const FROM_MS = Date.UTC(2000, 0, 1);
const TO_MS = Date.UTC(2031, 0, 1);
const SHOWN = 12;

/** Hash of the offsets of a zone and of the moments at which they change. */
export function rulesOf(timeZone: string, digest: Digest): string {
  const changes = offsetChanges(FROM_MS, TO_MS, timeZone);
  const rules = [FROM_MS, ...changes].map((at) => `${at} ${offsetAt(at, timeZone)}`).join('\n');
  return hexOf(digest(utf8Of(rules))).slice(0, SHOWN);
}

/** The table's version, where this runtime has the same rules for all zones of the scenario; otherwise what is different. */
export function timeZonesLike(table: TimeZoneTable, scenario: Scenario, digest: Digest): string {
  const { horizonMs, startEpochMs } = scenario;
  if (startEpochMs < FROM_MS || startEpochMs + horizonMs > TO_MS) return 'unknown';
  const used = [...scenario.centres, ...scenario.streams].map(({ timeZone }) => timeZone);
  const other = [...new Set(used)].sort().find((zone) => rulesOf(zone, digest) !== table.zones[zone]);
  return other === undefined ? table.version : `unlike ${table.version} in ${other}`;
}
