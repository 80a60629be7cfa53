export {
  type ActionEdit,
  actionEdits,
  editsOfToday,
  isAway,
  overrideOfEdit,
  overtimeEdits,
  screeningOf,
  temporaryEdits,
} from './actions/action-edits.ts';
export {
  askedMinutes,
  type Coverage,
  type CoverageRow,
  type CoverageWeek,
  coverageJson,
  coverageOf,
  worstWeek,
} from './coverage/coverage.ts';
export { type LostWork, lostWork } from './coverage/needs.ts';
export {
  type EventEffect,
  EventEffectFinder,
  type EventHit,
  eventEffectsIn,
} from './events/event-effects.ts';
export { withoutEvent } from './events/without-event.ts';
export { type GroupHiring, type HiringMonth, planHiring } from './hiring/hiring.ts';
export {
  isLateByWaiting,
  LateAnswerFinder,
  type LateAnswers,
  lateCellOf,
  lateKeyOfTarget,
  mainCauseOf,
  waitShareOf,
} from './late/late-answers.ts';
export { LateCell, type LateCounts } from './late/late-cell.ts';
export { type WorstHours, worstHours } from './late/worst-hours.ts';
export {
  groupInWords,
  groupNameOf,
  groupTitleOf,
  shiftInWords,
  shiftNameOf,
  spaced,
} from './names/key-words.ts';
export {
  HALF_HOUR_MS,
  SLOTS,
  SLOTS_OF_DAY,
  slotsOfRun,
  type WeekCounts,
  weekOnDuty,
} from './staff/duty-week.ts';
export { candidateFor, oneMoreAgentText, windowsIn, withNewShift } from './staff/shift-candidates.ts';
export { servedShares } from './staff/short-shifts.ts';
export { levelsOf, overrideOf, sweepPoints, valueAt } from './sweeps/design.ts';
export { inputWith, readSetting, readSettings, type SetValues, treeWith } from './sweeps/set-values.ts';
export {
  parseSweep,
  type Sweep,
  type SweepParameter,
  type SweepUse,
  sweepOf,
} from './sweeps/sweep-file.ts';
export { partsOfCell } from './targets/run-length.ts';
export {
  isBehind,
  type JudgedRun,
  replicatedVerdicts,
  restOf,
  type TargetVerdict,
  targetVerdicts,
  type WantedTarget,
} from './targets/target-verdicts.ts';
