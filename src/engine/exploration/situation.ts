import { numbered } from '#base';
import {
  CASE_STATES,
  type DataCentreIndex,
  type GroupIndex,
  type LanguageIndex,
  NONE,
  type PlaceIndex,
  type ProductIndex,
  type StreamIndex,
  type TierNumber,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';

/**
 * What an exploration knows of a case: all that matters to promise and law. It leaves open the severity, the hidden facts (true language and
 * product, tier that solves the case), which agent of a group has the case, and all durations. Whatever these are, the case is in one of the
 * explored situations.
 */
export interface Situation {
  /** Arrival stream: segment, country, channel. */
  readonly stream: StreamIndex;
  /** Number of steps of the timeline that have been taken. */
  readonly epoch: number;
  /** Index of CASE_STATES. */
  readonly state: number;
  readonly language: LanguageIndex;
  readonly product: ProductIndex;
  readonly tier: TierNumber;
  /** 1 if the case has been offered beyond its own region. */
  readonly stage: number;
  /** 1 after the first contact. */
  readonly answered: number;
  /** Data centres of the copies; NONE if there is no copy. */
  readonly primary: DataCentreIndex;
  readonly replica: DataCentreIndex;
  /** Group that has the case, or NONE. */
  readonly group: GroupIndex;
  /** Place of the working copy, and place from which the case is read; −1 for none. */
  readonly workingCopy: PlaceIndex;
  readonly viewedPlace: PlaceIndex;
  /** Group that is consulted about the case, and place from which it reads; −1 for none. */
  readonly consulted: number;
  readonly consultedPlace: number;
  /** Group whose agent is the escort, and place from which it reads; −1 for none. */
  readonly escort: number;
  readonly escortPlace: number;
  /** The last step of the approval of access from outside (index of APPROVAL_STEPS); −1 before the first, and once the case is over. */
  readonly approval: number;
}

/** A group that looks on at a case, consulted or as the escort, and the place from which it reads. */
export interface Onlooker {
  readonly group: GroupIndex;
  readonly viewedPlace: PlaceIndex;
}
export const NOBODY: Onlooker = { group: NONE, viewedPlace: NONE };

export function consultedIn({ consulted, consultedPlace }: Situation): Onlooker {
  return consulted === NONE ? NOBODY : { group: consulted, viewedPlace: consultedPlace };
}

export function escortIn({ escort, escortPlace }: Situation): Onlooker {
  return escort === NONE ? NOBODY : { group: escort, viewedPlace: escortPlace };
}

const { submitted: SUBMITTED, 'open.working': WORKING } = numbered(CASE_STATES);
/** States in which the case will not be routed again. */
const OVER: ReadonlySet<number> = new Set(
  (['closed', 'erased', 'refused'] as const).map((state) => CASE_STATES.indexOf(state)),
);

export function situationOf(
  record: CaseRecord,
  epoch: number,
  {
    approval,
    consulted,
    escort,
  }: { readonly approval: number; readonly consulted: Onlooker; readonly escort: Onlooker },
): Situation {
  const { group, primary, replica, state, workingCopy } = record;
  const isOver = OVER.has(state);
  return {
    stream: record.source.index,
    epoch,
    state,
    language: isOver ? 0 : record.language,
    product: isOver ? 0 : record.product,
    tier: isOver ? 1 : record.tier,
    stage: Math.min(1, isOver ? 0 : record.stage),
    answered: isOver || record.contacts > 0 ? 1 : 0,
    primary,
    replica,
    group,
    workingCopy,
    viewedPlace: state === WORKING ? record.viewedPlace : NONE,
    consulted: consulted.group,
    consultedPlace: consulted.viewedPlace,
    escort: escort.group,
    escortPlace: escort.viewedPlace,
    approval: isOver ? NONE : approval,
  };
}

/** What all new cases have in common. */
export const NEW_CASE = {
  state: SUBMITTED,
  tier: 1,
  stage: 0,
  answered: 0,
  primary: NONE,
  replica: NONE,
  group: NONE,
  workingCopy: NONE,
  viewedPlace: NONE,
  consulted: NONE,
  consultedPlace: NONE,
  escort: NONE,
  escortPlace: NONE,
  approval: NONE,
} as const;

/** The situations in which new cases of a stream arrive in an epoch. */
export function beginningsIn(
  epoch: number,
  stream: StreamIndex,
  {
    languages,
    products,
  }: { readonly languages: readonly LanguageIndex[]; readonly products: readonly ProductIndex[] },
): readonly Situation[] {
  return languages.flatMap((language) =>
    products.map((product) => ({ ...NEW_CASE, stream, epoch, language, product })),
  );
}

/** A short key that is equal for equal situations. */
export function situationKey(situation: Situation): string {
  const { answered, approval, consulted, consultedPlace, epoch, escort, escortPlace } = situation;
  const { group, language, primary, product, replica, stage, state, stream, tier, viewedPlace, workingCopy } =
    situation;
  return String.fromCharCode(
    stream,
    epoch,
    state | (tier << 6) | (stage << 8) | (answered << 9) | ((approval + 1) << 10),
    language | (product << 8),
    primary + 1,
    replica + 1,
    group + 1,
    workingCopy + 1,
    viewedPlace + 1,
    consulted + 1,
    consultedPlace + 1,
    escort + 1,
    escortPlace + 1,
  );
}
