import { numbered } from '#base';
import {
  type ActKind,
  type ActNumbers,
  actKind,
  COPY_ROLES,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  NONE_32,
  type Observer,
  PLAIN_STEPS,
  WAITING_CAUSES,
} from '#domain';

/** Faulty records: each observer wraps that of the run, and is wrong in one way. */

type Wrap = (observer: Observer) => Observer;

const { replica: REPLICA } = numbered(COPY_ROLES);
const { approved: APPROVED, reviewed: REVIEWED } = numbered(EMERGENCY_STEPS);
const { 'customer told': TOLD_OF_PLAIN } = numbered(PLAIN_STEPS);
const { uptime: UPTIME } = numbered(ESCALATION_REASONS);
const { 'no agent free': NOBODY_FREE } = numbered(WAITING_CAUSES);

/** Omits acts of the kind, except those that `keeps` accepts. */
export function omitting(kind: ActKind, keeps: (aux: number) => boolean = () => false): Wrap {
  const omitted = actKind(kind);
  return (observer) => ({
    act(timeMs, kindNumber, aux, caseNumber, a, b, c, d) {
      if (kindNumber !== omitted || keeps(aux)) observer.act(timeMs, kindNumber, aux, caseNumber, a, b, c, d);
    },
  });
}

/** Changes numbers of the acts of these kinds. */
function rewriting(kinds: readonly ActKind[], rewrite: (act: ActNumbers) => Partial<ActNumbers>): Wrap {
  const rewritten = new Set(kinds.map((kind) => actKind(kind)));
  return (observer) => ({
    act(timeMs, kind, aux, caseNumber, a, b, c, d) {
      const act = { aux, a, b, c, d };
      const changed = rewritten.has(kind) ? { ...act, ...rewrite(act) } : act;
      observer.act(timeMs, kind, changed.aux, caseNumber, changed.a, changed.b, changed.c, changed.d);
    },
  });
}

/** Records each replica as copied from the place where it is stored. */
export const copiedFromItself = rewriting(['store'], ({ a, aux }) => (aux === REPLICA ? { b: a } : {}));

export const withoutAgents = rewriting(['view', 'view end'], () => ({ c: NONE_32 }));

export const withoutCustomers = rewriting(['open'], () => ({ c: NONE_32 }));

export const alwaysUptime = rewriting(['escalate'], () => ({ aux: UPTIME }));

export const alwaysNobodyFree = rewriting(['wait'], () => ({ aux: NOBODY_FREE }));

export const neverToldOfPlainItems = omitting('plain items', (step) => step !== TOLD_OF_PLAIN);

/** Omits the first of the two approvals of each emergency. */
export const approvedAlone: Wrap = (observer) => {
  let approvals = 0;
  return omitting('emergency access', (step) => step !== APPROVED || ++approvals % 2 === 0)(observer);
};

export const neverReviewed = omitting('emergency access', (step) => step !== REVIEWED);
