import {
  type CentreIndex,
  type DataCentreIndex,
  type EpochMs,
  type GroupIndex,
  NONE,
  type PromiseDimension,
  type PromiseIndex,
  type RunMs,
  type StreamIndex,
} from '#domain';
import { type IsUsable, NO_CONSENT, Policy } from '../residency/policy.ts';
import type { World } from '../world/world.ts';

/** Faulty policies. Each is wrong in one way. */

/** Stores primary copies in a data centre that the promise forbids whenever `goesWrong` is true. */
abstract class StoringOutside extends Policy {
  protected abstract goesWrong(stream: StreamIndex, isUsable: IsUsable): boolean;

  override placeFirst(stream: StreamIndex, isUsable: IsUsable): DataCentreIndex {
    const wrong = this.placeWrongly(stream, isUsable);
    return wrong === -1 ? super.placeFirst(stream, isUsable) : wrong;
  }

  override placePrimary(stream: StreamIndex, isUsable: IsUsable): DataCentreIndex {
    const wrong = this.placeWrongly(stream, isUsable);
    return wrong === -1 ? super.placePrimary(stream, isUsable) : wrong;
  }

  private placeWrongly(stream: StreamIndex, isUsable: IsUsable): DataCentreIndex {
    return this.goesWrong(stream, isUsable) ? firstOutside(this, stream, isUsable) : -1;
  }
}

/** Stores copies outside while every data centre of the placement is usable. After a failure it keeps the promise. */
export class PrimaryOutside extends StoringOutside {
  protected goesWrong(stream: StreamIndex, isUsable: IsUsable): boolean {
    const { primary, replica } = this.placement(stream);
    return [...primary, ...replica].every(isUsable);
  }
}

export class FailOverOutside extends StoringOutside {
  protected goesWrong(stream: StreamIndex, isUsable: IsUsable): boolean {
    return !isUsable(this.placement(stream).primary[0] as number);
  }
}

export class ReplicaOutside extends Policy {
  override placeReplica(stream: StreamIndex, primary: DataCentreIndex, isUsable: IsUsable): DataCentreIndex {
    const isOther = (dataCentre: DataCentreIndex) => dataCentre !== primary && isUsable(dataCentre);
    const outside = this.placement(stream).replica.length === 0 ? -1 : firstOutside(this, stream, isOther);
    return outside === -1 ? super.placeReplica(stream, primary, isUsable) : outside;
  }
}

export class StoredFirstElsewhere extends Policy {
  override placeFirst(stream: StreamIndex, isUsable: IsUsable): DataCentreIndex {
    const wrong = this.dataCentreWhere(
      (dataCentre) =>
        isUsable(dataCentre) &&
        !this.isStoredFirstAt(stream, dataCentre) &&
        this.hasBasisAt(stream, dataCentre),
    );
    return wrong === -1 ? super.placeFirst(stream, isUsable) : wrong;
  }
}

/** The first usable data centre that the promise forbids and the law allows, or −1. */
function firstOutside(policy: Policy, stream: StreamIndex, isUsable: IsUsable): DataCentreIndex {
  return policy.dataCentreWhere(
    (dataCentre) =>
      isUsable(dataCentre) &&
      !policy.isPromised(stream, 'storage', dataCentre) &&
      policy.hasBasisAt(stream, dataCentre),
  );
}

/** Allows access from anywhere. */
export class AccessFromAnywhere extends Policy {
  override exception(stream: StreamIndex, centre: CentreIndex): number {
    const exception = super.exception(stream, centre);
    return exception === NO_CONSENT ? NONE : exception;
  }
}

/** Treats one dimension of every promise as worldwide. */
abstract class Unbounded extends Policy {
  protected abstract readonly dimension: PromiseDimension;

  protected override isInside(
    promise: PromiseIndex,
    dimension: PromiseDimension,
    country: string,
    atMs?: RunMs,
  ): boolean {
    return dimension === this.dimension || super.isInside(promise, dimension, country, atMs);
  }
}

export class WorkingCopiesAnywhere extends Unbounded {
  protected readonly dimension = 'workingCopy';
}

export class AgentsFromAnywhere extends Unbounded {
  protected readonly dimension = 'personnel';
}

/** Software may have any case. */
export class SoftwareForEverybody extends Policy {
  override mayProcess(): boolean {
    return true;
  }
}

/** Requires no legal basis at the centres where cases are viewed. */
export class NoBasisNeeded extends Policy {
  override hasBasisAt(...[stream, place]: Parameters<Policy['hasBasisAt']>): boolean {
    return !this.isDataCentre(place) || super.hasBasisAt(stream, place);
  }
}

/** Requires a legal basis only of the company that runs a centre, and of none whose agents work there. */
export class EmployersOverlooked extends Policy {
  override hasBasisAt(...[stream, place]: Parameters<Policy['hasBasisAt']>): boolean {
    return super.hasBasisAt(stream, place);
  }
}

/** Relies on consents that have ended. */
export class EndlessConsents extends Policy {
  protected override isConsentInForce(consent: Parameters<Policy['isConsentInForce']>[0]): boolean {
    return super.isConsentInForce({ ...consent, toEpochMs: Number.POSITIVE_INFINITY });
  }
}

export class AnySubcontractor extends Policy {
  protected override isAdmitted(): boolean {
    return true;
  }
}

export class AgreementsUnread extends Policy {
  override isAgreed(): boolean {
    return true;
  }
}

/** Lets companies work on products that their certificates do not cover. */
export class ScopesUnread extends Policy {
  protected override isCertified(...[promise, entity, service]: Parameters<Policy['isCertified']>): boolean {
    return service !== 'storage' || super.isCertified(promise, entity, service);
  }
}

/** Lets subcontractors hold and see data without the certificates that the vendor has. */
export class LesserStandard extends Policy {
  protected override isEquivalent(): boolean {
    return true;
  }
}

/** Does not look ahead: stores copies in places that they must soon leave. */
export class NeverLeaving extends Policy {
  protected override staysInside(): boolean {
    return true;
  }
}

/** Lets every copy stay where it is. */
export class RestingAnywhere extends Policy {
  override mayRest(): boolean {
    return true;
  }
}

/** Decides by the law from before its last change. */
export class StaleLaw extends Policy {
  private givenMs: number | null = null;

  override setInstant(epochMs: EpochMs): void {
    super.setInstant(this.givenMs ?? epochMs);
    this.givenMs = epochMs;
  }
}

export class LedgerOutside extends Policy {
  override placeOfLedger(): DataCentreIndex {
    if (super.placeOfLedger() === -1) return -1;
    return Math.max(
      0,
      this.dataCentreWhere((dataCentre) => !this.mayKeepLedger(dataCentre)),
    );
  }
}

/** A group to which cases are passed on gets those of all customers. */
export class PassingOnBlindly extends Policy {
  private readonly receivers: ReadonlySet<GroupIndex | undefined>;

  constructor(world: World) {
    super(world);
    this.receivers = new Set(world.scenario.work.tierTransfers?.flat().map(({ group }) => group));
  }

  override verdict(...of: Parameters<Policy['verdict']>): number {
    const [, , group] = of;
    return this.receivers.has(group) ? 0 : super.verdict(...of);
  }
}

export class ConsultingAnybody extends Policy {
  override mayBeConsulted(): boolean {
    return true;
  }
}

/** Lets agents outside have cases whose customers were asked, before the answer or in spite of it. */
export class SeenUnapproved extends Policy {
  override isApproved(step: number): boolean {
    return step !== NONE;
  }
}

/** Lets agents outside see cases without the escort that the promise wants. */
export class SeenUnescorted extends Policy {
  override verdict(...of: Parameters<Policy['verdict']>): number {
    const [stream, product, group, inEmergency] = of;
    const verdict = super.verdict(...of);
    if (verdict === 0 || inEmergency === true || this.escortZone(stream) === undefined) return verdict;
    return super.verdict(stream, product, group, true);
  }
}
