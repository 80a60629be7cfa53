import { storyOf, tellCase } from '#audit';
import { failure, type Result, success } from '#base';
import { EXPORT_FORMATS, type FormatName } from '#bundle';
import { CaseLives, caseHistory, openCasesAt, openCasesCsv, ScenarioNames } from '#cases';
import type { Scenario } from '#domain';
import { auditedEvidence, type Evidence, MemorySink, writeTogether } from '#exports';
import type { StoryEntry } from '#ledger';
import { startProof } from '#prover';
import { caseAnswer } from '#report';
import {
  type BoundaryStatement,
  boundaryStatement,
  customerStatement,
  exampleCustomer,
  type Statement,
} from '#statements';
import { exportedFiles } from '../shared/evidence/bundle-contents.ts';
import { numberProblems } from './arguments.ts';
import { openRecorded } from './audit.ts';
import { hashes } from './machine/node.ts';

/** What happened to one case. */
export interface CaseTrace {
  readonly entries: readonly StoryEntry[];
  /** In one sentence; null if the run does not have the opening of the case. */
  readonly answer: string | null;
  /** Entry by entry, then where its data was, who saw it and why it waited. */
  readonly lines: readonly string[];
}

/** The story of one case, from the ledger alone. Cases are numbered from 0 in the order of arrival. Fails like `audit`, or if there is no such case. */
export function trace(ledger: Uint8Array, scenario: Scenario, caseNumber: number): Result<CaseTrace, string> {
  const [wrong] = numberProblems('caseNumber', caseNumber, { least: 0, most: 2 ** 32 - 2 });
  if (wrong !== undefined) return failure(wrong);
  const opened = openRecorded(ledger, scenario);
  if (!opened.ok) return opened;
  const entries = storyOf(opened.value, caseNumber);
  if (entries.length === 0) return failure(`there is no case ${caseNumber}; cases are numbered from 0`);
  const history = caseHistory(entries, new ScenarioNames(scenario));
  const answer = history === null ? null : caseAnswer(history, scenario);
  return success({ entries, answer, lines: tellCase(entries, scenario) });
}

/**
 * The cases that are open at an instant of a run, and those that may be opened again, as the CSV file from which another run starts
 * (`meridian run --backlog`, or the key `backlog`). `atMs`: since the start of the run, ms; left out, its end. Fails like `audit`.
 */
export function openCases(
  ledger: Uint8Array,
  scenario: Scenario,
  atMs: number = scenario.horizonMs,
): Result<string, string> {
  const opened = openRecorded(ledger, scenario);
  if (!opened.ok) return opened;
  const [wrong] = numberProblems('atMs', atMs, { least: 1, most: scenario.horizonMs });
  if (wrong !== undefined) return failure(wrong);
  const lives = new CaseLives(scenario, [], atMs);
  opened.value.forEach(lives.visit);
  const cases = openCasesAt(lives, scenario, atMs);
  return success(openCasesCsv(cases, scenario, scenario.startEpochMs + atMs));
}

/**
 * A run in formats that other tools read (`meridian reference formats` lists them): the bytes of each file by its path. Fails like `audit`, and
 * for an unknown format.
 *
 * @example
 * const files = exportRun(ledger, scenario, ['parquet']);
 * if (files.ok) for (const [path, bytes] of files.value) console.log(path, bytes.length);
 */
export function exportRun(
  ledger: Uint8Array,
  scenario: Scenario,
  formats: readonly FormatName[],
): Result<ReadonlyMap<string, Uint8Array>, string> {
  const [stray] = strayFormats(formats);
  if (stray !== undefined) return failure(stray);
  const evidence = evidenceOf(ledger, scenario);
  if (!evidence.ok) return evidence;
  const opened = formats
    .flatMap((name) => exportedFiles(name, evidence.value))
    .map((file) => ({ file, sink: new MemorySink(hashes.utf8) }));
  writeTogether(opened, evidence.value);
  return success(new Map(opened.map(({ file, sink }) => [file.path, sink.finish()])));
}

/** A sentence for each name that is no format. */
export function strayFormats(formats: readonly FormatName[]): readonly string[] {
  const names = EXPORT_FORMATS.map(({ name }) => name);
  return formats
    .filter((name) => !names.includes(name))
    .map((name) => `there is no format ${name}; choose among ${names.join(', ')}`);
}

/**
 * What stays inside, what leaves and for how long, each sentence with what it rests on. `proof`: whether all possible runs are explored, too.
 * If the signal is aborted before the work begins, its reason is thrown. The work is done in one go, which nothing on the same thread can stop.
 */
export function boundary(
  ledger: Uint8Array,
  scenario: Scenario,
  { proof = false, signal }: { readonly proof?: boolean; readonly signal?: AbortSignal } = {},
): Result<BoundaryStatement, string> {
  signal?.throwIfAborted();
  const evidence = evidenceOf(ledger, scenario);
  if (!evidence.ok) return evidence;
  const prover = proof ? startProof(scenario) : null;
  while (prover?.next() === true);
  return success(boundaryStatement(evidence.value, prover?.finish() ?? null));
}

/** The three promises answered for one customer: a segment, its customers in a country (`premier/DE`), or one of them (`premier/DE/24`). */
export function statement(
  ledger: Uint8Array,
  scenario: Scenario,
  customer: string,
): Result<Statement, string> {
  const evidence = evidenceOf(ledger, scenario);
  if (!evidence.ok) return evidence;
  const made = customerStatement(evidence.value, customer);
  if (made !== null) return success(made.statement);
  const example = exampleCustomer(evidence.value, null);
  return failure(`there is no case of ${customer}${example === null ? '' : `; name for example ${example}`}`);
}

function evidenceOf(ledger: Uint8Array, scenario: Scenario): Result<Evidence, string> {
  const opened = openRecorded(ledger, scenario);
  return opened.ok ? success(auditedEvidence(scenario, opened.value, hashes)) : opened;
}
