import { HOUR_MS, numbered } from '#base';
import {
  ACT_NUMBERS,
  type ActKind,
  type ActNumbers,
  actKind,
  COPY_ROLES,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  NONE_32,
  type Observer,
  WAITING_CAUSES,
} from '#domain';

/** Faulty records: observers that stand between a run and its own observer. Each is wrong in one way. */

type Wrap = (observer: Observer) => Observer;

const { primary: PRIMARY, replica: REPLICA } = numbered(COPY_ROLES);
const { approved: APPROVED, reviewed: REVIEWED } = numbered(EMERGENCY_STEPS);
const { uptime: UPTIME } = numbered(ESCALATION_REASONS);
const { 'no agent free': NOBODY_FREE } = numbered(WAITING_CAUSES);
const { store: STORE } = ACT_NUMBERS;

/** Acts of the kind are not recorded, or only those that `keeps` accepts. */
export function omitting(kind: ActKind, keeps: (aux: number) => boolean = () => false): Wrap {
  const omitted = actKind(kind);
  return (observer) => ({
    act(timeMs, kindNumber, aux, caseNumber, a, b, c, d) {
      if (kindNumber !== omitted || keeps(aux)) observer.act(timeMs, kindNumber, aux, caseNumber, a, b, c, d);
    },
  });
}

/** Acts of the kinds are recorded with other numbers. */
function rewriting(kinds: readonly ActKind[], rewrite: (act: ActNumbers) => Partial<ActNumbers>): Wrap {
  const rewritten = new Set(kinds.map((kind) => actKind(kind)));
  return (observer) => ({
    act(timeMs, kind, aux, caseNumber, a, b, c, d) {
      const act = { aux, a, b, c, d };
      const told = rewritten.has(kind) ? { ...act, ...rewrite(act) } : act;
      observer.act(timeMs, kind, told.aux, caseNumber, told.a, told.b, told.c, told.d);
    },
  });
}

/** A replica is recorded as copied from the place where it is stored. */
export const copiedFromItself = rewriting(['store'], ({ a, aux }) => (aux === REPLICA ? { b: a } : {}));

export const withoutAgents = rewriting(['view', 'view end'], () => ({ c: NONE_32 }));

export const withoutCustomers = rewriting(['open'], () => ({ c: NONE_32 }));

export const alwaysUptime = rewriting(['escalate'], () => ({ aux: UPTIME }));

export const alwaysNobodyFree = rewriting(['wait'], () => ({ aux: NOBODY_FREE }));

/** Storing a primary copy is recorded an hour early. */
export const backdated: Wrap = (observer) => ({
  act(timeMs, kind, aux, caseNumber, a, b, c, d) {
    const earlyMs = kind === STORE && aux === PRIMARY ? Math.min(HOUR_MS, timeMs) : 0;
    observer.act(timeMs - earlyMs, kind, aux, caseNumber, a, b, c, d);
  },
});

/** Of the two approvals of each emergency only the second is recorded: there was none before. */
export const approvedAlone: Wrap = (observer) => {
  let approvals = 0;
  return omitting('emergency access', (step) => step !== APPROVED || ++approvals % 2 === 0)(observer);
};

export const neverReviewed = omitting('emergency access', (step) => step !== REVIEWED);
