import type {
  CaseNumber,
  DataCentreIndex,
  GroupIndex,
  LanguageIndex,
  ProductIndex,
  RunMs,
  SeverityIndex,
  StreamIndex,
  TierNumber,
} from './indices.ts';

/** Where a case stands that is open when the run starts. A resolved one may be opened again, and its copies are still there. */
export const OPEN_CASE_STATES = [
  'waiting',
  'transferred',
  'replied',
  'in work',
  'awaiting customer',
  'awaiting vendor',
  'resolved',
] as const;
export type OpenCaseState = (typeof OPEN_CASE_STATES)[number];

/** A case that was opened before the run starts. Times are at most 0, ms since the start of the run. */
export interface OpenCase {
  /** The id that the file gives the case. */
  readonly id: string;
  readonly stream: StreamIndex;
  readonly product: ProductIndex;
  readonly severity: SeverityIndex;
  readonly language: LanguageIndex;
  readonly tier: TierNumber;
  readonly state: OpenCaseState;
  readonly openedMs: RunMs;
  /** Since when it is in that state. */
  readonly sinceMs: RunMs;
  /** Where its copies lie. Left out: where the rules put the copies of a new case. `replica` −1: there is none. */
  readonly copies?: { readonly primary: DataCentreIndex; readonly replica: DataCentreIndex };
  /** Who has it in hand, if that is known. */
  readonly group?: GroupIndex;
}

/** Cases that are open when the run starts. Their numbers are their places in the list, before those of all other cases. */
export type Backlog = readonly OpenCase[];

/** The case of that number, if it was opened before the run. */
export function openCaseOf(
  { backlog }: { readonly backlog?: Backlog },
  caseNumber: CaseNumber,
): OpenCase | undefined {
  return backlog === undefined ? undefined : backlog[caseNumber];
}

/** Whether an agent has answered the case before the run. */
export function wasAnswered({ state }: OpenCase): boolean {
  return state !== 'waiting';
}
