import './without-generated-code.ts';

export {
  type Answers,
  type CentreAnswer,
  type CustomersAnswer,
  idOf,
  type ShiftAnswer,
} from './begin/answers.ts';
export { READ_ANSWER, type ReadAnswer } from './begin/read-answer.ts';
export { readSheet } from './begin/read-sheet.ts';
export { scenarioText, unservedTier } from './begin/scenario-text.ts';
export { TEMPLATE_NAMES, TEMPLATES, type TemplateName } from './begin/templates.ts';
export {
  CHANGE_PARTS,
  type ChangePart,
  changedParts,
  type PartedChange,
  partedChange,
  partOfKey,
  type ReadScenario,
  withPartsOf,
} from './change-parts.ts';
export { nearest, suggestion } from './did-you-mean.ts';
export { editScenarioText, inlineYaml, type TextEdit } from './edit-text.ts';
export { isTree, plainAt, withValue } from './edit-tree.ts';
export { type HiringPlan, hiringJsonSchema, parseHiringPlan } from './hiring/hiring-plan-file.ts';
export { issueAt } from './issue-list.ts';
export {
  inReadingOrder,
  issueCountOf,
  SCENARIO_ISSUE_CODES,
  type ScenarioIssue,
  type ScenarioIssueCode,
} from './issues.ts';
export { scenarioJsonSchema, sharedJsonSchema } from './json-schema.ts';
export { type ParsedScenario, parseScenario, parseSource, problemOfKeys } from './parse-scenario.ts';
export { readYaml } from './read/read-yaml.ts';
export {
  nodeAt,
  type Place,
  pathText,
  plainOf,
  type SourceMap,
  type SourceNode,
  type SourcePath,
  type TreeValue,
} from './read/source-tree.ts';
export { keyExamples, renderReference } from './reference.ts';
export {
  type Asked,
  parseRequirements,
  type Requirement,
  type RequirementFile,
  SUBJECT_NAMES,
  type SubjectName,
} from './requirements/requirement-file.ts';
export { type DatedEvent, datedEvent, touchesRun } from './resolve/dated-events.ts';
export { softwareIn, usualShare } from './resolve/software.ts';
export {
  keptScenarioJson,
  parseScenarioJson,
  problemsOfScenarioJson,
  scenarioJson,
} from './scenario-json.ts';
export { readCountry, readLanguage, readTimeZone } from './shape/law-words.ts';
export { type Problem, problem } from './shape/problem.ts';
export { readShape } from './shape/read-shape.ts';
export type { GroupFile, ScenarioFile, ShiftFile } from './shape/scenario-file.ts';
export { parseDays, parseDuration, parseInstant, parseRate } from './shape/time-text.ts';
export {
  loadSource,
  type ScenarioInput,
  type ScenarioSource,
  scenarioTree,
  treeOf,
} from './source.ts';
export { type CsvRow, Sheet, type SheetKind } from './trace/sheet.ts';
