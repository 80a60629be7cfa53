import type { Facts } from './facts.ts';
import { AccessPlace } from './invariants/access-place.ts';
import { AccessPurpose } from './invariants/access-purpose.ts';
import { Attribution } from './invariants/attribution.ts';
import { BasisEnd } from './invariants/basis-end.ts';
import { BreakGlass } from './invariants/break-glass.ts';
import { Consent } from './invariants/consent.ts';
import { Derivation } from './invariants/derivation.ts';
import { Disclosures } from './invariants/disclosures.ts';
import { Erasure } from './invariants/erasure.ts';
import { EscalationReason } from './invariants/escalation-reason.ts';
import { Evacuation } from './invariants/evacuation.ts';
import { FailoverPlace } from './invariants/failover-place.ts';
import { FreshPolicy } from './invariants/fresh-policy.ts';
import { LogResidency } from './invariants/log-residency.ts';
import { Necessity } from './invariants/necessity.ts';
import { OneToOne } from './invariants/one-to-one.ts';
import { PersonRule } from './invariants/person-rule.ts';
import { Resurrection } from './invariants/resurrection.ts';
import { RouterView } from './invariants/router-view.ts';
import { StoragePlace } from './invariants/storage-place.ts';
import { Subcontractors } from './invariants/subcontractors.ts';
import { TransferBasis } from './invariants/transfer-basis.ts';
import { TruthfulAnswer } from './invariants/truthful-answer.ts';
import { WaitingTruth } from './invariants/waiting-truth.ts';
import { WorkingCopies } from './invariants/working-copies.ts';

/** One judge per invariant, in the order of INVARIANTS. Each is told what concerns it, and nothing else. */
export interface InvariantSet {
  readonly storage: StoragePlace;
  readonly derivation: Derivation;
  readonly failover: FailoverPlace;
  readonly accessPlace: AccessPlace;
  readonly person: PersonRule;
  readonly purpose: AccessPurpose;
  readonly basis: TransferBasis;
  readonly basisEnd: BasisEnd;
  readonly subcontractors: Subcontractors;
  readonly escalation: EscalationReason;
  readonly necessity: Necessity;
  readonly consent: Consent;
  readonly breakGlass: BreakGlass;
  readonly routerView: RouterView;
  readonly erasure: Erasure;
  readonly workingCopies: WorkingCopies;
  readonly resurrection: Resurrection;
  readonly oneToOne: OneToOne;
  readonly logResidency: LogResidency;
  readonly attribution: Attribution;
  readonly freshPolicy: FreshPolicy;
  readonly evacuation: Evacuation;
  readonly waiting: WaitingTruth;
  readonly answer: TruthfulAnswer;
  readonly disclosures: Disclosures;
}

export function makeInvariants(facts: Facts): InvariantSet {
  return {
    storage: new StoragePlace(facts),
    derivation: new Derivation(facts),
    failover: new FailoverPlace(facts),
    accessPlace: new AccessPlace(facts),
    person: new PersonRule(facts),
    purpose: new AccessPurpose(facts),
    basis: new TransferBasis(facts),
    basisEnd: new BasisEnd(facts),
    subcontractors: new Subcontractors(facts),
    escalation: new EscalationReason(facts),
    necessity: new Necessity(facts),
    consent: new Consent(facts),
    breakGlass: new BreakGlass(facts),
    routerView: new RouterView(facts),
    erasure: new Erasure(facts),
    workingCopies: new WorkingCopies(facts),
    resurrection: new Resurrection(facts),
    oneToOne: new OneToOne(facts),
    logResidency: new LogResidency(facts),
    attribution: new Attribution(facts),
    freshPolicy: new FreshPolicy(facts),
    evacuation: new Evacuation(facts),
    waiting: new WaitingTruth(facts),
    answer: new TruthfulAnswer(facts),
    disclosures: new Disclosures(facts),
  };
}
