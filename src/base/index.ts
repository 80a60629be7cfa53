export { AssertionError, assert, assertEqual, definite, unreachable } from './assert.ts';
export { type Attainment, attainmentOf, CASES_LEAST, detectedSign } from './attainment.ts';
export { base64Of, bytesOfBase64 } from './base64.ts';
export {
  bytesOfHex,
  type Digest,
  hexOf,
  joinBytes,
  TEXT_LENGTH_MAX,
  textOfUtf8,
  UTF8_MOST,
  utf8Of,
  writeUtf8,
} from './bytes.ts';
export { canonicalJson, type JsonValue } from './canonical-json.ts';
export { type CsvValue, columnName, csvCell, csvLine } from './csv.ts';
export { CsvReader, type CsvRecord, csvCellStarts } from './csv-rows.ts';
export {
  formatDay,
  formatHourOfDay,
  formatHourOfWeek,
  formatMinute,
  formatMinuteOfWeek,
  formatOffset,
  weekdayName,
  weekdayOf,
} from './dates.ts';
export { keepAsDoubles, keepAsVariables, unboxed } from './doubles.ts';
export {
  anyOf,
  byKey,
  checked,
  type Form,
  type FormProblem,
  list,
  NO_SUCH_KEY,
  number,
  type Of,
  optional,
  orNull,
  perWord,
  Reading,
  record,
  rowsOf,
  text,
  textLike,
  truth,
  tuple,
  word,
} from './forms.ts';
export { chunks, groupedBy, increase, memoised, runsOf } from './grouping.ts';
export { type Column, type Indexed, type NumberOf, numbered, rowAt } from './indexed.ts';
export {
  formatCompact,
  formatCount,
  formatDecimal,
  formatDuration,
  formatExactDuration,
  formatMoney,
  formatShare,
  formatTimeOfDay,
  formatTrimmed,
  listInWords,
  moneyWithin,
  NOTHING,
  plural,
  raised,
  shortList,
} from './numbers.ts';
export { optionFor, type Reader } from './option-for.ts';
export { ownMember } from './own-member.ts';
export { escapeMarkup, neutralise, shown, unprintableIn, visible } from './plain-text.ts';
export { present } from './present.ts';
export { Counter, hypercubeShares, openStream, type RandomStream, uniformOf } from './random.ts';
export { type Cycle, ratioInRun } from './ratio-in-run.ts';
export {
  type Finding,
  findingOf,
  RELEVANT,
  type Relevance,
  readRelevance,
  relevantSize,
} from './relevance.ts';
export { failure, type Result, success, UserProblem } from './result.ts';
export { HASH_WORDS, SHA256_START, sha256Extend, sha256Rounds, sha256Schedule } from './sha256-block.ts';
export { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, WEEK_MS, WEEKS_PER_YEAR } from './simulated-time.ts';
export { SparseList } from './sparse-list.ts';
export { subsetsOf } from './subsets.ts';
export { sumOf } from './sum.ts';
export {
  balancedHyperexponential,
  type Distribution,
  distribution,
  endingDistribution,
  gammaShape,
  type Phase,
  scaledBy,
  sigmaOfVariation,
  type TablePoint,
} from './variates/distribution.ts';
export { GammaLogs } from './variates/incomplete-gamma.ts';
export { meanOf } from './variates/moments.ts';
export { normalQuantile } from './variates/normal-quantile.ts';
export { quantileOf } from './variates/quantile.ts';
export { Sampler } from './variates/sampler.ts';
export { studentDistribution, studentQuantile } from './variates/student-t.ts';
export { wilsonInterval } from './wilson.ts';
