import { ACT_KINDS, actKind, type Knowledge, type Scenario } from '#domain';
import { Auditor } from '../auditor.ts';
import { Tally } from '../moment.ts';
import type { StoryEntry } from '../story.ts';
import type { Seed, Sown } from './seed.ts';

/** How many entries of a ledger are kept to be sown: some hours of a large organisation, all of a small one. */
export const SOWN_ENTRIES_MAX = 50_000;

/** A seed that has found its occasion: the entry of that index is replaced. */
interface Sowing {
  readonly seed: Seed;
  readonly sown: Sown;
  readonly at: number;
}

/**
 * R25: breaches are put into a copy of what has been read, one at a time, and the copy is audited again. An invariant that does not find its
 * own breach proves nothing where it finds none. `found`: what the audit of the whole ledger has found; who has found something is not
 * asked again, nor who had nothing to judge.
 */
export function detect(
  entries: readonly StoryEntry[],
  scenario: Scenario,
  knowledge: Knowledge,
  seeds: readonly Seed[],
  found: readonly Tally[],
): Tally {
  const isAsked = ({ id }: Seed) =>
    found.some((tally) => tally.id === id && tally.checks > 0 && tally.violations === 0);
  const reader = new Auditor(scenario, knowledge);
  const result = new Tally('R25', reader.facts.moment);
  for (const sowing of occasionsIn(entries, seeds.filter(isAsked), reader)) {
    const { at, seed, sown } = sowing;
    const violationsWith = (instead: readonly StoryEntry[]) =>
      violationsIn(entries, sowing, instead, new Auditor(scenario, knowledge));
    const original = entries[at] as StoryEntry;
    result.checks++;
    // Before time passes a beginning of the ledger is as free of violations as the whole.
    const before = sown.untilMs === undefined ? 0 : violationsWith([original]);
    if (violationsWith(sown.entries) > before) continue;
    const { caseNumber, index, timeMs } = original;
    result.violations++;
    result.first ??= {
      ...{ caseNumber, entry: index, timeMs, world: [] },
      message: `${seed.id} does not find what is put in here: ${seed.what}`,
    };
  }
  return result;
}

/** The first occasion of each seed, in the order of the seeds. */
function occasionsIn(
  entries: readonly StoryEntry[],
  seeds: readonly Seed[],
  auditor: Auditor,
): readonly Sowing[] {
  const byKind: Seed[][] = ACT_KINDS.map(() => []);
  for (const seed of seeds) for (const kind of seed.kinds) byKind[actKind(kind)]?.push(seed);
  const sowings = new Map<Seed, Sowing>();
  const { facts } = auditor;
  for (let at = 0; at < entries.length && sowings.size < seeds.length; at++) {
    const entry = entries[at] as StoryEntry;
    if (entry.timeMs > facts.moment.timeMs) auditor.advance(entry.timeMs);
    for (const seed of byKind[entry.kind] ?? []) {
      if (sowings.has(seed)) continue;
      const supportCase = facts.cases.get(entry.caseNumber);
      const next = entries[at + 1] ?? null;
      const sown = seed.sow({ entry, next, supportCase, facts, auditor });
      if (sown !== null) sowings.set(seed, { seed, sown, at });
    }
    read(auditor, entry, at);
  }
  return seeds.flatMap((seed) => sowings.get(seed) ?? []);
}

/** What the seed's invariant finds up to its occasion, with these entries there, and in the time that has to pass. */
function violationsIn(
  entries: readonly StoryEntry[],
  { at, seed, sown }: Sowing,
  instead: readonly StoryEntry[],
  auditor: Auditor,
): number {
  for (let i = 0; i < at; i++) read(auditor, entries[i] as StoryEntry, i);
  const following = entries.slice(at + 1, at + 1 + (sown.following ?? 0));
  for (const entry of [...instead, ...following]) read(auditor, entry, at);
  if (sown.untilMs !== undefined) auditor.advance(sown.untilMs);
  return auditor.tallies.find(({ id }) => id === seed.id)?.violations ?? 0;
}

function read(auditor: Auditor, entry: StoryEntry, index: number): void {
  const { a, aux, b, c, caseNumber, d, kind, timeMs } = entry;
  auditor.visit(timeMs, kind, aux, caseNumber, a, b, c, d, index);
}
