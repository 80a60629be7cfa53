export type { CaseLife } from './case-life.ts';
export { type CaseListener, CaseLives } from './case-lives.ts';
export { exceptionsOf } from './history/case-exceptions.ts';
export {
  type AccessRow,
  type CaseHistory,
  type CopyRow,
  caseHistory,
  isUnderOrder,
  type SessionRow,
  type TransferRow,
} from './history/case-history.ts';
export { casePasses, forEachCase } from './history/case-stories.ts';
export { ByAct } from './names/known-acts.ts';
export { ScenarioNames } from './names/names.ts';
export { openCasesAt, openCasesCsv } from './open-cases.ts';
