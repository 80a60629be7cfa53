import './without-generated-code.ts';

export type { Answers, CentreAnswer, CustomersAnswer, ShiftAnswer } from './begin/answers.ts';
export { idOf } from './begin/answers.ts';
export { READ_ANSWER, type ReadAnswer } from './begin/read-answer.ts';
export { readSheet } from './begin/read-sheet.ts';
export { scenarioText } from './begin/scenario-text.ts';
export { TEMPLATE_NAMES, TEMPLATES, type TemplateName } from './begin/templates.ts';
export { unservedTier } from './begin/unserved.ts';
export { editScenarioText, type TextEdit } from './edit-text.ts';
export { issueCountOf } from './first-issues.ts';
export { SCENARIO_ISSUE_CODES, type ScenarioIssue } from './issues.ts';
export { scenarioJsonSchema } from './json-schema.ts';
export { type ParsedScenario, parseScenario, type ScenarioInput } from './parse-scenario.ts';
export { renderReference } from './reference.ts';
export { keptScenarioJson, parseScenarioJson, scenarioJson } from './scenario-json.ts';
export { scenarioTree, type TreeValue } from './scenario-tree.ts';
export { parseDuration } from './shape/duration-text.ts';
export {
  type NumberRange,
  parseSweep,
  type Sweep,
  type SweepParameter,
  type SweepUse,
} from './sweep-file.ts';
