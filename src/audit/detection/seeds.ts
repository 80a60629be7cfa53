import { numbered } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  BASIS_KINDS,
  EMERGENCY_STEPS,
  ITEM_CLASSES,
  NO_CASE,
  NONE_16,
  NONE_32,
  WAITING_CAUSES,
} from '#domain';
import { ALL_CLASSES, dimensionOfRole, STORAGE } from '../boundary.ts';
import { type CaseState, CLOSED, ERASED, QUEUED } from '../case-state.ts';
import { PRIMARY, REPLICA, WORKING_COPY_ROLE } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { Holds } from '../holds.ts';
import { dimensionsOutside } from '../invariants/access-place.ts';
import { lawInstants } from '../law/law-calendar.ts';
import { SAME_ENTITY } from '../law/transfer-law.ts';
import { isAboutToLeave } from '../leavings.ts';
import type { StoryEntry } from '../story.ts';
import { NO_AGENT_FREE } from '../waiting-cause.ts';
import { NONE } from '../world-state.ts';
import type { Occasion, Seed, Sown } from './seed.ts';

const {
  store: STORE,
  'view end': VIEW_END,
  'ledger kept': LEDGER_KEPT,
  'policy refresh': POLICY_REFRESH,
} = ACT_NUMBERS;
const { support: SUPPORT, none: NO_PURPOSE } = numbered(ACCESS_PURPOSES);
const { framework: FRAMEWORK } = numbered(BASIS_KINDS);
const { opened: OPENED } = numbered(EMERGENCY_STEPS);
const { 'no language match': NO_LANGUAGE } = numbered(WAITING_CAUSES);
const AUDIT_CLASS = 1 << ITEM_CLASSES.indexOf('audit');

/** The breaches that the auditor seeds into a copy of what it has read (R25), one for each invariant. */
export const SEEDS: readonly Seed[] = [
  {
    id: 'R1',
    what: 'a primary is stored where its promise does not allow it',
    kinds: ['store'],
    sow: (occasion) => storedOutside(occasion, PRIMARY),
  },
  {
    id: 'R2',
    what: 'a copy is made from a place that has none of the case',
    kinds: ['store'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase === undefined || entry.b === NONE_16) return null;
      const b = placeOf(facts, (place) => place !== entry.a && supportCase.classesAt(place) === 0);
      return b === null ? null : instead({ ...entry, b });
    },
  },
  {
    id: 'R3',
    what: 'a replica is stored where its promise does not allow it',
    kinds: ['store'],
    sow: (occasion) => storedOutside(occasion, REPLICA),
  },
  {
    id: 'R4',
    what: 'the case is seen from where its promise does not allow it',
    kinds: ['view'],
    sow: (occasion) => {
      const { boundary, tables } = occasion.facts;
      return seenBy(occasion, ({ stream }, group, classes) => {
        const place = tables.placeOfCentre(tables.centreOf(group));
        return dimensionsOutside(boundary, tables.stream(stream).promise, classes, place).length > 0;
      });
    },
  },
  {
    id: 'R5',
    what: 'the case is seen by somebody who resides where its promise does not allow it',
    kinds: ['view'],
    sow: (occasion) => {
      const { personnel, tables } = occasion.facts;
      return seenBy(
        occasion,
        ({ stream }, group, classes) =>
          personnel.whyNot(tables.stream(stream).promise, classes || ALL_CLASSES, group) !== null,
      );
    },
  },
  {
    id: 'R6',
    what: 'the case is seen for no purpose',
    kinds: ['view'],
    sow: ({ entry, facts }) => {
      // Of an agent who is not one of the group, R20 is asked first.
      const exists = facts.tables.groupOf(entry.c) === entry.b && facts.tables.centreOf(entry.b) === entry.a;
      return exists && entry.aux === SUPPORT ? instead({ ...entry, aux: NO_PURPOSE }) : null;
    },
  },
  {
    id: 'R7',
    what: 'a transfer is recorded as within one entity that is not, or the other way round',
    kinds: ['transfer'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase === undefined || !facts.law.needsBasis(supportCase.stream, entry.a, entry.c))
        return null;
      return instead({ ...entry, aux: entry.aux === SAME_ENTITY ? FRAMEWORK : SAME_ENTITY });
    },
  },
  {
    id: 'R8',
    what: 'a copy is left where the basis on which it was held has ended',
    kinds: ['delete'],
    sow: ({ entry, facts, supportCase }) => {
      const { scenario } = facts.tables;
      const { basisEnd } = scenario.retention;
      if (supportCase === undefined || basisEnd === undefined) return null;
      const untilMs = entry.timeMs + basisEnd.graceMs + 1;
      const hasEnded = !facts.law.hasBasis(supportCase.stream, entry.a);
      // Another basis may begin in time.
      const mayBegin = lawInstants(scenario).some((atMs) => atMs > entry.timeMs && atMs <= untilMs);
      return !hasEnded || mayBegin || untilMs > scenario.horizonMs ? null : { entries: [], untilMs };
    },
  },
  {
    id: 'R9',
    what: 'the case is seen by a subcontractor whom its promise does not admit',
    kinds: ['view'],
    sow: (occasion) => {
      const { subcontracting, tables } = occasion.facts;
      return seenBy(
        occasion,
        ({ stream }, group) => subcontracting.whyNotSeenBy(tables.stream(stream).promise, group) !== null,
      );
    },
  },
  {
    id: 'R10',
    what: 'the case is given to somebody of another tier',
    kinds: ['assign'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase?.lastAgent !== NONE) return null;
      const { tables } = facts;
      const a = tables.scenario.groups.findIndex(
        ({ tier }, group) => tier !== supportCase.tier && firstAgentOf(facts, group) !== null,
      );
      return a === -1 ? null : instead({ ...entry, a, c: firstAgentOf(facts, a) ?? NONE_32 });
    },
  },
  {
    id: 'R11',
    what: 'the case is given to somebody outside of its region, while somebody inside is free',
    kinds: ['assign'],
    sow: ({ entry, facts, supportCase }) => {
      const { tables, world } = facts;
      const centre = tables.centreOf(entry.a);
      const wasFree =
        world.isPresent(entry.c) &&
        !world.isBusy(entry.c) &&
        (world.freeSinceMs[entry.c] as number) < entry.timeMs &&
        world.isStaffed(entry.a) &&
        world.centreSinceMs[centre] !== entry.timeMs;
      if (supportCase === undefined || !wasFree) return null;
      const { region } = tables.stream(supportCase.stream);
      if (!facts.eligibility.groupsFor(supportCase).local.includes(entry.a)) return null;
      const isOutside = (group: number) =>
        tables.scenario.centres[tables.centreOf(group)]?.region !== region &&
        firstAgentOf(facts, group) !== null;
      const a = tables.scenario.groups.findIndex((_, group) => isOutside(group));
      return a === -1 ? null : instead({ ...entry, a, c: firstAgentOf(facts, a) ?? NONE_32 });
    },
  },
  {
    id: 'R12',
    what: 'an access relies on a consent that there is not',
    kinds: ['exception'],
    // After it comes the view, perhaps with a transfer between.
    sow: ({ entry }) => ({ entries: [{ ...entry, b: NONE_16 }], following: 2 }),
  },
  {
    id: 'R13',
    what: 'a case is opened in an emergency for longer than was promised',
    kinds: ['emergency access'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase === undefined || entry.aux !== OPENED) return null;
      const { promise } = facts.tables.stream(supportCase.stream);
      const rule = facts.tables.scenario.promises[promise]?.breakGlass;
      return rule === undefined ? null : instead({ ...entry, d: rule.windowMs + 1 });
    },
  },
  {
    id: 'R14',
    what: 'a case is taken before an older one that is alike',
    kinds: ['assign'],
    sow: ({ auditor, entry, supportCase }) => {
      if (supportCase?.state !== QUEUED) return null;
      const younger = auditor.judges.routerView.nextAfter(supportCase);
      return younger === null ? null : instead({ ...entry, caseNumber: younger.number });
    },
  },
  {
    id: 'R15',
    what: 'a copy is forgotten when the case is erased',
    kinds: ['delete'],
    sow: ({ entry, facts, supportCase }) => {
      // The last copy of a closed case goes when it is erased; what moves to another place is stored there before.
      const isErasure =
        supportCase?.state === CLOSED && !supportCase.erasureJudged && supportCase.copies.length === 1;
      const { horizonMs, retention } = facts.tables.scenario;
      const untilMs = entry.timeMs + retention.eraseGraceMs + 1;
      if (!isErasure || untilMs >= horizonMs) return null;
      const isHeld = new Holds(facts.tables).inForce(supportCase.stream, entry.timeMs) !== undefined;
      return isHeld ? null : { entries: [], untilMs };
    },
  },
  {
    id: 'R16',
    what: 'a working copy is left when the case has gone',
    kinds: ['delete'],
    sow: ({ entry, facts, next, supportCase }) => {
      const { horizonMs, retention } = facts.tables.scenario;
      const untilMs = entry.timeMs + retention.workingCopyMs + 1;
      // It is purged just before the view ends for which it was made.
      const isOfView =
        entry.aux === WORKING_COPY_ROLE &&
        supportCase !== undefined &&
        supportCase.viewCentre !== NONE &&
        facts.tables.placeOfCentre(supportCase.viewCentre) === entry.a &&
        next?.kind === VIEW_END &&
        next.caseNumber === entry.caseNumber &&
        next.a === supportCase.viewCentre;
      return isOfView && untilMs < horizonMs ? { entries: [], following: 1, untilMs } : null;
    },
  },
  {
    id: 'R17',
    what: 'an erased case comes back',
    kinds: ['transition'],
    sow: ({ entry, supportCase }) => {
      if (entry.b !== ERASED || supportCase === undefined || supportCase.hasCopies) return null;
      const restored = { ...entry, kind: STORE, aux: PRIMARY, a: 0, b: NONE_16, c: ALL_CLASSES, d: 0 };
      return supportCase.hadCopies ? { entries: [entry, restored] } : null;
    },
  },
  {
    id: 'R18',
    what: 'a transition is recorded twice',
    kinds: ['transition'],
    sow: ({ entry }) => (entry.a === entry.b ? null : { entries: [entry, entry] }),
  },
  {
    id: 'R19',
    what: 'the ledger is moved to where the promise of a case that it tells of does not allow it',
    kinds: ['open'],
    sow: ({ entry, facts }) => {
      const { boundary, tables } = facts;
      const stream = tables.streams[entry.a];
      if (stream === undefined || tables.scenario.ledger === undefined) return null;
      const a = placeOf(facts, (place) => !boundary.allows(stream.promise, STORAGE, AUDIT_CLASS, place));
      if (a === null) return null;
      const moved = { ...entry, kind: LEDGER_KEPT, aux: 0, caseNumber: NO_CASE, a, b: 0, c: 0, d: 0 };
      return { entries: [entry, moved] };
    },
  },
  {
    id: 'R20',
    what: 'an access is recorded without the agent',
    kinds: ['view'],
    sow: ({ entry }) => instead({ ...entry, c: NONE_32 }),
  },
  {
    id: 'R21',
    what: 'a case is given to somebody by rules of the start of the run, which have changed since',
    kinds: ['assign'],
    sow: ({ auditor, entry, supportCase }) => {
      if (supportCase === undefined || !auditor.judges.freshPolicy.hasChanged) return null;
      const stale = { ...entry, kind: POLICY_REFRESH, aux: 0, caseNumber: NO_CASE, a: 0, b: 0, c: 0, d: 0 };
      return { entries: [stale, entry] };
    },
  },
  {
    id: 'R22',
    what: 'a copy is put into a country that is about to leave the boundary',
    kinds: ['store'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase === undefined || entry.aux !== PRIMARY) return null;
      const { boundary, tables } = facts;
      const { promise } = tables.stream(supportCase.stream);
      const a = placeOf(
        facts,
        (place) =>
          boundary.allows(promise, STORAGE, ALL_CLASSES, place) &&
          isAboutToLeave(tables.scenario, promise, tables.countryOf(place), entry.timeMs),
      );
      return a === null ? null : instead({ ...entry, a });
    },
  },
  {
    id: 'R23',
    what: 'a case waits for a cause that is not the true one',
    kinds: ['wait'],
    sow: ({ entry, next, supportCase }) => {
      // Causes are judged at the end of an instant.
      if (next?.timeMs === entry.timeMs || supportCase?.state !== QUEUED || supportCase.pool === null)
        return null;
      const aux = entry.aux === NO_LANGUAGE ? NO_AGENT_FREE : NO_LANGUAGE;
      return { entries: [{ ...entry, aux }], untilMs: entry.timeMs };
    },
  },
  {
    id: 'R24',
    what: 'a case is opened without its customer',
    kinds: ['open'],
    sow: ({ entry }) => instead({ ...entry, c: NONE_32 }),
  },
  {
    id: 'R26',
    what: 'a case is disclosed without a basis',
    kinds: ['disclosure'],
    sow: ({ entry }) => instead({ ...entry, aux: 0 }),
  },
];

function instead(entry: StoryEntry): Sown {
  return { entries: [entry] };
}

/** The first data centre of which that is true. */
function placeOf({ tables }: Facts, isSuch: (place: number) => boolean): number | null {
  for (let place = 0; place < tables.dataCentreCount; place++) if (isSuch(place)) return place;
  return null;
}

function firstAgentOf({ tables }: Facts, group: number): number | null {
  return tables.shifts[group]?.find(({ agents }) => agents > 0)?.firstAgent ?? null;
}

function storedOutside({ entry, facts, supportCase }: Occasion, role: number): Sown | null {
  if (supportCase === undefined || entry.aux !== role) return null;
  const { promise } = facts.tables.stream(supportCase.stream);
  const a = placeOf(facts, (place) => !facts.boundary.allows(promise, dimensionOfRole(role), entry.c, place));
  return a === null ? null : instead({ ...entry, a });
}

/** The view is that of the first agent of a group of which that is true; not of what an exception may cover, nor of a consultation. */
function seenBy(
  { entry, facts, supportCase }: Occasion,
  isForbidden: (supportCase: CaseState, group: number, classes: number) => boolean,
): Sown | null {
  if (entry.aux !== SUPPORT || supportCase?.openTo !== NONE) return null;
  const { groups, segments, streams } = facts.tables.scenario;
  const segment = streams[supportCase.stream]?.segment ?? NONE;
  if (segments[segment]?.consents !== undefined) return null;
  const classes = supportCase.classesAt(entry.d);
  for (let group = 0; group < groups.length; group++) {
    const agent = firstAgentOf(facts, group);
    if (agent === null || !isForbidden(supportCase, group, classes)) continue;
    return instead({ ...entry, a: facts.tables.centreOf(group), b: group, c: agent });
  }
  return null;
}
