export { leavesSessionsOpen } from './boundary/boundary-desk.ts';
export { type LogBoundary, logBoundary } from './boundary/log/log-boundary.ts';
export { type BoundaryStatement, boundaryStatement } from './boundary/run/boundary-statement.ts';

export { momentInWords } from './boundary/words/boundary-words.ts';
export { exampleCustomer } from './customer/customer-cases.ts';
export { CASE_INDEX, CaseIndex, caseIndexFile, writeCaseIndex } from './customer/index/case-index.ts';
export { IndexBroken } from './customer/index/rows-by-customer.ts';
export { customerStatement, type Statement } from './customer/statement.ts';
export { historyAnswer, invariantName, nameText, undecidedIn } from './history-answer.ts';
export { openRecord, type ProcessingRecord, processingRecord } from './processing/processing-record.ts';
export { processingRecordCsv, subProcessorsCsv } from './processing/processing-record-csv.ts';
export { NOT_ON_RECORD } from './receipts.ts';
export { doraRegister } from './requirements/dora-register.ts';
export {
  answersOfLog,
  answersOfRun,
  type EvaluatedKind,
  type EvaluatedRow,
  type Evaluation,
  evaluation,
  evaluationCsv,
  evaluationOfRun,
  firstBreach,
  openAnswers,
  type SourceAnswers,
} from './requirements/evaluation.ts';
export { type ProofQuestion, proofQuestions, provenIn } from './requirements/proof-questions.ts';
export { ACCESS_WAYS, type AccessWay, promisedAsRequired, reachOf } from './requirements/required-promise.ts';
