export {
  type ActField,
  type ActNumbers,
  type FieldType,
  NO_CASE,
  NONE_16,
  NONE_32,
  numberIn,
  type RowKind,
  type Slot,
  WORD_32,
} from './acts/act-field.ts';
export {
  ACT_KINDS,
  ACT_NUMBERS,
  type ActKind,
  type ActNumber,
  type ActOf,
  actKind,
  byKind,
  changesDuty,
  type FieldNameOf,
  fieldsOfAct,
  KINDS_OF_NO_CASE,
  kindNumbered,
  meaningOfAct,
  opensCase,
  type WriteAct,
} from './acts/act-table.ts';
export {
  ACCESS_PURPOSES,
  APPROVAL_STEPS,
  CALLBACK_STEPS,
  type CallbackStep,
  COMMITMENT_STEPS,
  CONSULTATION_STEPS,
  type CommitmentStep,
  type ConsultationStep,
  EMERGENCY_STEPS,
  type EmergencyStep,
  PLAIN_STEPS,
  SESSION_STEPS,
  type SessionStep,
} from './acts/act-words.ts';
export type { Observer } from './acts/observer.ts';
export { type Opening, openingIn, openingSeverity, packOpening } from './acts/opening.ts';
export { mayStand, openCaseOf, wasAnswered, workedWithin } from './backlog.ts';
export { type Branch, branchedSeed, branchesIn, seedParts, textOfBranches } from './branches.ts';
export { readHourSpan } from './calendar/hour-span.ts';
export {
  type CivilDate,
  civilDateOf,
  type DayNumber,
  isTimeZone,
  LONGEST_MS,
  LocalClock,
  localClockOf,
  offsetsOf,
  readZoneClock,
  weekdayOf,
  type ZoneClock,
} from './calendar/local-time.ts';
export {
  DAY_MINUTES,
  foldIntoWeek,
  hourOfWeek,
  intersectInWeek,
  minuteOfWeek,
  minutesIn,
  shiftInWeek,
  subtractInWeek,
  uniteInWeek,
  WEEK_HOURS,
  WEEK_MINUTES,
  WEEKDAYS,
  type WeekSpan,
  WHOLE_WEEK,
} from './calendar/local-week.ts';
export { multiplyPieces, type Pieces } from './calendar/pieces.ts';
export {
  calendarForm,
  expandSteps,
  expandWeeklyHours,
  intersectWindows,
  mergeWindows,
  subtractWindows,
  type WeeklyHours,
  type Window,
} from './calendar/windows.ts';
export { answersMessages, customerName, customersNames, streamsOfSameCustomers } from './demand.ts';
export {
  fteOf,
  fteText,
  fullTimeEquivalents,
  fullTimeHours,
  hoursInPeople,
  presentShareOf,
  scheduledHours,
  weeklyHours,
} from './full-time.ts';
export type {
  AgentIndex,
  BasisKindIndex,
  CaseNumber,
  CaseRow,
  CaseStateIndex,
  CentreIndex,
  ChannelIndex,
  CopyRoleIndex,
  CustomerNumber,
  DataCentreIndex,
  DimensionIndex,
  DurationMs,
  EntityIndex,
  EntryIndex,
  EpochMs,
  EscalationReasonIndex,
  GroupIndex,
  ItemClassSet,
  LanguageIndex,
  PlaceIndex,
  PlacementIndex,
  ProductIndex,
  PromiseIndex,
  PurposeIndex,
  QueueOwnerIndex,
  RunMs,
  SegmentIndex,
  SeverityIndex,
  SoftwareIndex,
  StreamIndex,
  TierNumber,
  TransitionEventIndex,
  WaitingCauseIndex,
} from './indices.ts';
export { canonicalLanguage, servesLanguage } from './language.ts';
export type { AdequacyDecision, AdequacyStatement } from './law/adequacy-decision.ts';
export { ADEQUACY_DECISIONS, adequacyDecisionsFor } from './law/adequacy-decisions.ts';
export { ADEQUACY_SCOPES, coverageOf } from './law/adequacy-scopes.ts';
export {
  type BasisDates,
  givenDates,
  givenLaw,
  givenLaws,
  LAWFUL_BASES,
  type LawfulBasis,
  lawfulBasisById,
} from './law/basis-dates.ts';
export { BASIS_KINDS, type BasisKind } from './law/basis-kinds.ts';
export { BINDING_RULES, BINDING_RULES_HOLDERS } from './law/binding-rules.ts';
export { CERTIFICATE_EDITIONS, certificateEditionById } from './law/certificate-editions.ts';
export {
  CLAUSE_SETS,
  type ClauseRole,
  type ClauseSet,
  clauseSetById,
  isOpenForNewContracts,
} from './law/clause-sets.ts';
export { COUNTRY_NAMES, isCountryCode } from './law/countries.ts';
export {
  type DatedFact,
  FACTS_AS_OF_MS,
  isInForce,
  KNOWLEDGE,
  type Knowledge,
  knownEndMs,
} from './law/dated-fact.ts';
export { FRAMEWORKS, type Framework, frameworkById } from './law/frameworks.ts';
export { idleClauseSentences, idleClauses } from './law/idle-clauses.ts';
export type { BasisInstrument } from './law/instruments.ts';
export { LAW_EVENTS, lawEventsBetween } from './law/law-events.ts';
export { LAW_READING, type LawReading } from './law/law-reading.ts';
export { type LawTableName, lawTables } from './law/law-tables.ts';
export { dayInWords, legalBegin, legalEnd, legalInstant } from './law/legal-dates.ts';
export {
  AGREEMENT_INSTANTS,
  agreementsAskedFor,
  LEGAL_REGIMES,
  type LegalRegime,
} from './law/legal-regimes.ts';
export { PROMISE_PROFILES, type PromiseProfile, type PromiseProfileId } from './law/promise-profiles.ts';
export {
  ESTABLISHMENT_RULES,
  EXPORT_REGIMES,
  type ExportRegime,
  exportRegimeOf,
  isFreeFlow,
  PROTECTED_ZONES,
  SAME_ENTITY_RULES,
} from './law/regimes.ts';
export { TRANSFER_ASSESSMENTS } from './law/transfer-assessments.ts';
export type { TransferClaim } from './law/transfer-claim.ts';
export { ZONE_MEMBERSHIPS } from './law/zone-memberships.ts';
export {
  isZoneMember,
  ZONE_IDS,
  type ZoneId,
  zoneChangeInstants,
  zoneMembersAt,
} from './law/zones.ts';
export { CASE_COLUMNS, type CaseColumn, type CaseContext, NONE } from './lifecycle/case-context.ts';
export {
  CASE_ASSIGNMENTS,
  CASE_DELAYS,
  CASE_GUARDS,
  type CaseEvent,
  STANDS,
  UNVARIED,
} from './lifecycle/case-functions.ts';
export { caseMachine } from './lifecycle/case-machine.ts';
export {
  CASE_EVENTS,
  CASE_STATES,
  CASE_TIMERS,
  type CaseState,
  TRANSITION_EVENTS,
} from './lifecycle/case-words.ts';
export { drawCaseMachine } from './lifecycle/machine-diagram.ts';
export { type CaseFilter, caseFilterKey, waitedShare } from './measures.ts';
export {
  type BacklogTally,
  type CaseTally,
  type ContactCounts,
  EXCEPTIONS,
  type Exception,
  type FeatureTallies,
  type FirstAnswer,
  type GroupTally,
  type Level,
  type Meter,
  type Overload,
  type PaidWork,
  type TargetTally,
  type WeeklyCounts,
} from './meter.ts';
export type { CaseView, GroupView, MakePreference, OwnPreference } from './own-preference.ts';
export type { GroupConsidered, RoutingDecision } from './probe.ts';
export {
  commonOccupancy,
  handlesOf,
  occupancyInHour,
  relaxationMs,
  type ServedQueue,
  waitingShare,
} from './queues.ts';
export {
  breakPlacings,
  daySets,
  isWorkable,
  type Tour,
  tourCount,
  tourHours,
  tourInFile,
  toursOf,
} from './rosters.ts';
export type { AgentGroup, Concurrency, RampUp, Shift, Wage } from './scenario/agent-groups.ts';
export {
  type ArrivalStream,
  type Busyness,
  type ForecastError,
  type PatienceAgain,
  type ProductMix,
  rateForm,
  type Trace,
  type Trend,
} from './scenario/arrival-streams.ts';
export type { AllocatedKind, CaseKind, RankedKind, TakingGuard } from './scenario/case-kinds.ts';
export type { Incident } from './scenario/incident.ts';
export type {
  BreakGlassRule,
  Certificate,
  Consent,
  Disclosure,
  EncryptionDuty,
  GdprStatement,
  LegalEntity,
  LegalHold,
  ResidencyPromise,
  Subcontract,
} from './scenario/legal-terms.ts';
export {
  MEASURE_DIMENSIONS,
  type MeasureDimension,
  type WarmUpRule,
  type WeeklyMeasure,
} from './scenario/measures.ts';
export { type Backlog, OPEN_CASE_STATES, type OpenCase, type OpenCaseState } from './scenario/open-case.ts';
export type { Evacuation, RandomOutages, RandomTimes, ServiceCentre } from './scenario/places.ts';
export { DAY_PATTERNS, type Roster, type ShiftShape } from './scenario/roster.ts';
export type {
  CommitmentRule,
  PreemptionRule,
  RoutingCondition,
  RoutingRule,
  RoutingStage,
} from './scenario/routing-rule.ts';
export {
  type LineLimits,
  type Scenario,
  type Segment,
  type SharedLines,
  scenarioForm,
} from './scenario/scenario.ts';
export type { ServiceLevel, Target } from './scenario/service-goals.ts';
export type { Degradation, Software } from './scenario/software.ts';
export type { TierTransfer, TransferRule } from './scenario/transfers.ts';
export type { CaseSelection, WorkException } from './scenario/work-exception.ts';
export type {
  CallbackRule,
  ConsultationRule,
  CustomerWait,
  ShiftEndPolicy,
  WorkModel,
} from './scenario/work-model.ts';
export {
  concernsCases,
  concernsSegment,
  type JudgedKind,
  judgedKinds,
  levelKey,
  serviceLevelOf,
  stretchMs,
  targetKey,
  tellsProductsApart,
} from './service-levels.ts';
export { AGENTS_MOST, MOST_WAITING } from './size-limits.ts';
export {
  type ClockedCase,
  countsOfTargets,
  TargetClock,
  TargetClocks,
  type TargetCount,
} from './targets/target-clocks.ts';
export { numbersTransfers, passesToGroups, reachedBy, SAME_TIER, tiersReached } from './tier-transfers.ts';
export { expectedRate, hasKnownDemand, trendFactor, trendWithin } from './trend.ts';
export {
  AGREEMENT_NAMES,
  AGREEMENTS,
  type Agreement,
  ALLOCATION_COSTS,
  type AllocationCost,
  type BySeverity,
  CERTIFIED_SERVICES,
  CERTIFIED_STANDARDS,
  type CertifiedService,
  type CertifiedStandard,
  CHANNELS,
  type Channel,
  COMMITMENT_RULES,
  COMMITTED_TO,
  CONSULTATION_ALTERNATIVES,
  CONTACT_TURNS,
  COPY_ROLES,
  type ContactTurn,
  type CopyRole,
  DAY_END_POLICIES,
  type DayEndPolicy,
  DRAWN_CUSTOMERS,
  ENTITY_KINDS,
  ESCALATION_REASONS,
  type EscalationReason,
  ITEM_CLASSES,
  NO_WAIT_OUTCOMES,
  OUTAGE_POLICIES,
  type OutagePolicy,
  PAUSING_PARTIES,
  type PausingParty,
  PLAIN_RULES,
  PREFERENCES,
  PROMISE_DIMENSIONS,
  type Preference,
  type PromiseDimension,
  placeInEvent,
  policyFor,
  QUEUE_ORDERS,
  RAISED_PLACES,
  RARE_CAUSES,
  RETRY_KEEPS,
  type RetryKeeps,
  SEVERITIES,
  type Severity,
  SHIFT_END_POLICIES,
  SUBCONTRACTOR_RULES,
  TARGET_MEASURES,
  type TargetMeasure,
  TIERS,
  type Tier,
  TRANSFER_WAYS,
  WAITING_CAUSES,
  WARM_UP_SERIES,
  type WaitingCause,
  type WarmUpSeries,
} from './vocabulary.ts';
export { isSelected, mayBalkOn } from './work-exceptions.ts';
