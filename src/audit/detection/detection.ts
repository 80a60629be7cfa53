import { ACT_KINDS, ACT_NUMBERS, type Scenario } from '#domain';
import { Tally } from '../facts/tally.ts';
import type { SeedOf, Sown } from '../invariants/invariant.ts';
import { Auditor } from '../reading/auditor.ts';
import type { StoryEntry } from '../telling/story.ts';

/** How many entries of a ledger are kept to be sown: some hours of a large organisation, all of a small one. */
const SOWN_ENTRIES_MAX = 50_000;

/** A seed that has found its occasion: the entry of that index is replaced. */
interface Sowing {
  readonly seed: SeedOf;
  readonly sown: Sown;
  readonly at: number;
}

/**
 * R25: breaches are put into a copy of what has been read, one at a time, and the copy is audited again. An invariant that does not find its
 * own breach proves nothing where it finds none.
 */
export class Detection {
  private readonly auditor: Auditor;
  private readonly scenario: Scenario;
  private readonly seeds: readonly SeedOf[];
  /** Seeds that look for an occasion still, by the kind of act that may give one. */
  private readonly looking: SeedOf[][] = ACT_KINDS.map(() => []);
  private readonly sowings = new Map<SeedOf, Sowing>();
  private readonly kept: StoryEntry[] = [];
  /** So many entries are to be kept. */
  readonly wanted: number;

  /** `auditor`: the one that reads the ledger, each entry after it has been shown here, together with the next one. */
  constructor(auditor: Auditor, scenario: Scenario, seeds: readonly SeedOf[]) {
    this.auditor = auditor;
    this.scenario = scenario;
    this.seeds = seeds;
    this.wanted = seeds.length === 0 ? 0 : SOWN_ENTRIES_MAX;
    for (const seed of seeds) for (const kind of seed.kinds) this.looking[ACT_NUMBERS[kind]]?.push(seed);
  }

  /** An entry that the auditor is to read next, and the one that comes after it, null at the end: whether it is an occasion for some seed. */
  see(entry: StoryEntry, next: StoryEntry | null): void {
    const at = this.kept.length;
    this.kept.push(entry);
    const { auditor, looking, sowings } = this;
    const { facts } = auditor;
    if (entry.timeMs > facts.moment.timeMs) auditor.advance(entry.timeMs);
    const seeds = looking[entry.kind];
    if (seeds === undefined || seeds.length === 0) return;
    const supportCase = facts.cases.get(entry.caseNumber);
    for (const seed of [...seeds]) {
      const judge = auditor.judges.of(seed.id);
      const sown = judge === undefined ? null : seed.sow({ entry, next, supportCase, facts }, judge);
      if (sown === null) continue;
      sowings.set(seed, { seed, sown, at });
      for (const kind of seed.kinds) {
        const others = looking[ACT_NUMBERS[kind]];
        others?.splice(others.indexOf(seed), 1);
      }
    }
  }

  /** `found`: what the audit of the whole ledger has found; who has found something is not asked again, nor who had nothing to judge. */
  judge(found: readonly Tally[]): Tally {
    const isAsked = ({ id }: SeedOf) =>
      found.some((tally) => tally.id === id && tally.checks > 0 && tally.violations === 0);
    const result = new Tally('R25', this.auditor.facts.moment);
    for (const seed of this.seeds) {
      const sowing = this.sowings.get(seed);
      if (sowing === undefined || !isAsked(seed)) continue;
      const { at, sown } = sowing;
      const original = this.kept[at] as StoryEntry;
      result.checks++;
      // Before time passes a beginning of the ledger is as free of violations as the whole.
      const before = sown.untilMs === undefined ? 0 : this.violationsWith(sowing, [original]);
      if (this.violationsWith(sowing, sown.entries) > before) continue;
      const { caseNumber, index, timeMs } = original;
      result.add({
        ...{ caseNumber, entry: index, timeMs, world: [] },
        message: `${seed.id} does not find what is put in here: ${seed.what}`,
      });
    }
    return result;
  }

  /** What the seed's invariant finds up to its occasion, with these entries there, and in the time that has to pass. */
  private violationsWith({ at, seed, sown }: Sowing, instead: readonly StoryEntry[]): number {
    const auditor = new Auditor(this.scenario);
    for (let i = 0; i < at; i++) read(auditor, this.kept[i] as StoryEntry, i);
    const following = this.kept.slice(at + 1, at + 1 + (sown.following ?? 0));
    for (const entry of [...instead, ...following]) read(auditor, entry, at);
    if (sown.untilMs !== undefined) auditor.advance(sown.untilMs);
    return auditor.judges.of(seed.id)?.tally.violations ?? 0;
  }
}

function read(auditor: Auditor, entry: StoryEntry, index: number): void {
  const { a, aux, b, c, caseNumber, d, kind, timeMs } = entry;
  auditor.visit(timeMs, kind, aux, caseNumber, a, b, c, d, index);
}
