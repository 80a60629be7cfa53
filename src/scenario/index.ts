import './without-generated-code.ts';

export type { Answers, CentreAnswer, CustomersAnswer, ShiftAnswer } from './begin/answers.ts';
export { idOf } from './begin/answers.ts';
export { READ_ANSWER, type ReadAnswer } from './begin/read-answer.ts';
export { readSheet } from './begin/read-sheet.ts';
export { scenarioText } from './begin/scenario-text.ts';
export { TEMPLATE_NAMES, TEMPLATES, type TemplateName } from './begin/templates.ts';
export { unservedTier } from './begin/unserved.ts';
export {
  CHANGE_PARTS,
  type ChangePart,
  changedParts,
  partOfKey,
  withPartsOf,
} from './change-parts.ts';
export { suggestion } from './did-you-mean.ts';
export { editScenarioText, type TextEdit } from './edit-text.ts';
export { issueCountOf } from './first-issues.ts';
export { issueAt } from './issue-list.ts';
export { SCENARIO_ISSUE_CODES, type ScenarioIssue } from './issues.ts';
export { scenarioJsonSchema } from './json-schema.ts';
export { type ParsedScenario, parseScenario, parseSource } from './parse-scenario.ts';
export { type PartedChange, partedChange, type ReadScenario } from './parted-change.ts';
export { readYaml } from './read/read-yaml.ts';
export { plainOf, type SourceMap } from './read/source-tree.ts';
export { type RecoveryEdit, recoveryEdits, withEdits } from './recovery-edits.ts';
export { keyExamples, renderReference } from './reference.ts';
export { keptScenarioJson, parseScenarioJson, scenarioJson } from './scenario-json.ts';
export { scenarioTree, type TreeValue, treeOf } from './scenario-tree.ts';
export { parseDuration } from './shape/duration-text.ts';
export { readCountry, readLanguage, readTimeZone } from './shape/law-words.ts';
export { parseRate } from './shape/rate-text.ts';
export { parseInstant } from './shape/time-text.ts';
export { shown, visible } from './shown.ts';
export { loadSource, type ScenarioInput } from './source.ts';
export {
  type NumberRange,
  parseSweep,
  type Sweep,
  type SweepParameter,
  type SweepUse,
} from './sweep-file.ts';
