import { actKind, CASE_STATES, COPY_ROLES, NO_CASE, TRANSITION_EVENTS } from '#domain';
import { type CaseMoves, DATED_CHANGE, type Situation, situationKey } from '#engine';
import type { Ledger } from '#ledger';

const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const STORE = actKind('store');
const DELETE = actKind('delete');
const ASSIGN = actKind('assign');
const VIEW = actKind('view');
const ESCALATE = actKind('escalate');
const state = (name: (typeof CASE_STATES)[number]) => CASE_STATES.indexOf(name);
const WORKING = state('open.working');
const PAUSED = state('open.paused');
const QUEUED = state('open.waiting.queued');
const ERASED = state('erased');
const OVER = [state('closed'), ERASED, state('refused')];
/** What may happen to a case in the instant of a dated change, as part of it. */
const DATED_EVENTS = ['RELOCATE', 'BAR'].map((event) => TRANSITION_EVENTS.indexOf(event as 'BAR'));
const HOLD = TRANSITION_EVENTS.indexOf('hold');
const HANDLING = TRANSITION_EVENTS.indexOf('handling');
const RELOCATE = TRANSITION_EVENTS.indexOf('RELOCATE');
const PRIMARY = COPY_ROLES.indexOf('primary');
const REPLICA = COPY_ROLES.indexOf('replica');
const WORKING_COPY = COPY_ROLES.indexOf('working copy');

/** A case as a ledger tells it. */
interface Told {
  situation: { -readonly [Key in keyof Situation]: Situation[Key] };
  readonly trueLanguage: number;
  readonly trueProduct: number;
  nextTier: number;
}

/** Every step that the cases of a ledger take which the exploration does not have: in words, the first few. */
export function stepsOffThePath(ledger: Ledger, moves: CaseMoves): readonly string[] {
  const { timeline } = moves;
  const cases = new Map<number, Told>();
  /** Acts since the last transition. */
  const pending = new Map<number, Act[]>();
  const known = new Map<string, ReadonlySet<string>>();
  const off: string[] = [];

  function successors(situation: Situation): ReadonlySet<string> {
    const key = situationKey(situation);
    let found = known.get(key);
    if (found === undefined) {
      const keys = new Set<string>();
      moves.forEachNext(situation, (next, { what }) =>
        keys.add(`${what === DATED_CHANGE} ${situationKey(next)}`),
      );
      known.set(key, keys);
      found = keys;
    }
    return found;
  }

  function expectStep(from: Situation, to: Situation, isDated: boolean, caseNumber: number): void {
    if (successors(from).has(`${isDated} ${situationKey(normalised(to))}`)) return;
    off.push(`case ${caseNumber}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`);
  }

  ledger.forEach((timeMs, kind, aux, caseNumber, a, b, _c, d) => {
    if (caseNumber === NO_CASE) return;
    if (kind === OPEN) {
      const epoch = timeline.filter((step) => step.timeMs <= timeMs).length;
      cases.set(caseNumber, {
        situation: {
          ...{
            stream: a,
            epoch,
            state: 0,
            language: b & 0xff,
            product: b >> 8,
            tier: 1,
            stage: 0,
            answered: 0,
          },
          ...{ primary: -1, replica: -1, group: -1, workingCopy: -1, viewedPlace: -1 },
        },
        trueLanguage: d & 0xff,
        trueProduct: (d >> 8) & 0xff,
        nextTier: -1,
      });
      pending.set(caseNumber, []);
      return;
    }
    const told = cases.get(caseNumber);
    if (told === undefined) throw new RangeError(`case ${caseNumber} was never opened`);
    const acts = pending.get(caseNumber) as Act[];
    acts.push({ kind, aux, a, b, d });
    if (kind !== TRANSITION) return;
    const before = { ...told.situation };
    const isDatedPart = DATED_EVENTS.includes(aux) && timeline[before.epoch]?.timeMs === timeMs;
    for (
      let next = timeline[before.epoch];
      next !== undefined && next.timeMs <= timeMs;
      next = timeline[before.epoch]
    ) {
      if (isDatedPart && next.timeMs === timeMs) break;
      const after = { ...before, epoch: before.epoch + 1 };
      expectStep(before, after, true, caseNumber);
      before.epoch++;
    }
    told.situation = { ...before };
    carryOut(told, acts, isDatedPart);
    expectStep(before, told.situation, isDatedPart, caseNumber);
    acts.length = 0;
    if (told.situation.state === ERASED) cases.delete(caseNumber);
  });
  return off.slice(0, 5);
}

interface Act {
  readonly kind: number;
  readonly aux: number;
  readonly a: number;
  readonly b: number;
  readonly d: number;
}

function carryOut(told: Told, acts: readonly Act[], isDated: boolean): void {
  const { situation } = told;
  const last = acts[acts.length - 1] as Act;
  const isMove = last.aux === RELOCATE;
  const isErasure = last.b === ERASED;
  for (const { a, aux, b, d, kind } of acts) {
    if (kind === STORE) {
      if (aux === PRIMARY) situation.primary = a;
      if (aux === REPLICA) situation.replica = a;
      if (aux === WORKING_COPY) situation.workingCopy = a;
    } else if (kind === DELETE) {
      // A move stores before it deletes; what an erasure deletes is not looked at any more.
      if (aux === REPLICA && isMove && situation.replica === a) situation.replica = -1;
      if (aux === WORKING_COPY && !isErasure) situation.workingCopy = -1;
    } else if (kind === ASSIGN) situation.group = a;
    else if (kind === VIEW) situation.viewedPlace = d;
    else if (kind === ESCALATE) told.nextTier = d;
    else if (kind === TRANSITION) move(told, a, b, aux);
  }
  if (isDated) situation.epoch++;
}

function move(told: Told, before: number, after: number, event: number): void {
  const { situation } = told;
  situation.state = after;
  if (event === RELOCATE) return;
  if (after === WORKING) situation.answered = 1;
  else situation.viewedPlace = -1;
  if (after !== WORKING && after !== PAUSED) situation.group = -1;
  if (event === HANDLING && after === QUEUED) {
    if (situation.language !== told.trueLanguage) situation.language = told.trueLanguage;
    else if (situation.product !== told.trueProduct) situation.product = told.trueProduct;
  }
  if (told.nextTier !== -1) situation.tier = told.nextTier;
  told.nextTier = -1;
  if (after === QUEUED) situation.stage = event === HOLD && before === QUEUED ? 1 : 0;
}

/** As explorations have it: what a case is routed by matters no more when it is over. */
function normalised(situation: Situation): Situation {
  if (!OVER.includes(situation.state)) return situation;
  return { ...situation, language: 0, product: 0, tier: 1, stage: 0, answered: 1 };
}
