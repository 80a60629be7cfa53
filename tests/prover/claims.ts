import type { Scenario } from '#domain';
import { ACT_NUMBERS } from '#domain';
import { faultsOf } from '#engine';
import { openLedger } from '#ledger';
import { type Proof, startFollowing, startProof } from '#prover';
import { Auditor } from '../../src/audit/reading/auditor.ts';
import { runInMemory, sha256 } from '../running.ts';

/**
 * For violations of partly checked invariants: the property or open part to which each belongs. If two are named, the auditor's message
 * cannot tell them apart.
 */
const BELONGS_TO: readonly (readonly [invariant: string, message: RegExp, ids: readonly string[]])[] = [
  [
    'R6',
    /assigned to nobody|no other agent is working on the case|for the purpose|another escort/,
    ['R6.group-has-it'],
  ],
  ['R6', /assigned to agent/, ['R6.group-has-it', 'R6.agents']],
  ['R10', /has been sent back/, ['R10.facts']],
  ['R10', /^the stated reason|no reason is stated/, ['R10.reason-fits']],
  ['R10', /centre is down$|is not on duty$|is away$|at another case$|in hand$/, ['R10.presence']],
  [
    'R10',
    /^it (joins|is opened to all)|ahead of it in that queue|expected delay|in the queue of/,
    ['R10.lines'],
  ],
  ['R10', /is not eligible: /, ['R10.group-eligible']],
  ['R13', /./, ['R13.conduct']],
  ['R15', /during a legal hold/, ['R15.none-in-hold']],
  ['R15', /left after the deadline for erasure/, ['R15.erased-whole', 'R15.time']],
  ['R18', /ms before an earlier entry/, ['R18.times']],
  ['R18', /but did not exist|which has no copy of it|already exists|but has no copy/, ['R18.copies-exist']],
  ['R18', /ends, but had not begun|a view begins while/, ['R18.views-recorded']],
  ['R18', /an escort watches/, ['R18.views-recorded', 'R18.work']],
  ['R18', /approval|approve/, ['R18.states-connect']],
  ['R18', /^a transition from/, ['R18.states-connect']],
  ['R18', /consult|of the contact are done|at the speeds of/, ['R18.work']],
  [
    'R18',
    /work window|recorded as|comes back|goes away|overtime|duty|cleared|serv(ed|ing) out/,
    ['R18.world'],
  ],
  [
    'R18',
    /follows case|case follows|callback|call |refus|trace|transfer|interrupt|room|continue it|stay with it/,
    ['R18.service'],
  ],
  ['R18', /is next|happens to a case|arrival stream/, ['R18.numbers']],
  ['R20', /./, ['R20.group-named', 'R20.agents']],
];

export interface Claims {
  readonly proof: Proof;
  /** Properties that the run breaks. */
  readonly brokenInRun: readonly string[];
  /** Invariants that the auditor finds violated, and how often. */
  readonly violations: Readonly<Record<string, number>>;
  /** What the proof claims or omits although the run contradicts it. Should be empty. */
  readonly contradictions: readonly string[];
}

export interface ClaimOptions {
  readonly breach: string | null;
  /** Arrival streams to explore and follow; all if left out. The auditor always judges all. */
  readonly streams?: readonly number[];
}

/** Proves the scenario, runs it, and compares the two. */
export function claimsOf(scenario: Scenario, { breach, streams }: ClaimOptions): Claims {
  const faults = (breach === null ? null : faultsOf(breach)) ?? {};
  const prover = startProof(scenario, { faults, ...(streams === undefined ? {} : { streams }) });
  while (prover.next());
  const proof = prover.finish();
  const opened = openLedger(runInMemory(scenario, breach === null ? {} : { breach }).ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const follower = startFollowing(scenario, faults, streams && new Map([['any', new Set(streams)]]));
  const streamOf = new Map<number, number>();
  const auditor = new Auditor(scenario);
  const found = messagesOf(auditor);
  opened.value.forEach((entry) => {
    auditor.visit(entry);
    follower.visit(entry);
    if (entry.kind === ACT_NUMBERS.open) streamOf.set(entry.caseNumber, entry.a);
  });
  auditor.finish(scenario.horizonMs);
  const { broken, offPath } = follower.finish();
  const brokenInRun = [...broken.keys()];
  const breaking = prover.streamsBreaking();
  const elsewhere = [...broken].filter(
    ([id, caseNumber]) => breaking.get(id)?.has(streamOf.get(caseNumber) ?? -1) !== true,
  );
  const violations = Object.fromEntries(
    auditor.judges.tallies.flatMap(({ id, violations: count }) => (count > 0 ? [[id, count]] : [])),
  );
  const contradictions = [
    ...offPath.slice(0, 3).map((way) => `a way that is not explored: ${way}`),
    ...contradictionsOfRun(proof, brokenInRun),
    ...elsewhere.map(
      ([id, caseNumber]) => `${id} broken by case ${caseNumber}, in whose stream no step breaks it`,
    ),
    ...contradictionsOfOpenQuestions(proof, auditor),
    ...[...found].flatMap(([id, messages]) =>
      contradictionsOfAudit(proof, new Set(brokenInRun), id, messages),
    ),
  ];
  return { proof, brokenInRun, violations, contradictions };
}

function contradictionsOfRun(proof: Proof, brokenInRun: readonly string[]): readonly string[] {
  return proof.properties
    .filter(({ id, verdict }) => verdict !== 'broken' && brokenInRun.includes(id))
    .map(({ id, verdict }) => `${id} ${verdict} by the proof, and is broken in the run`);
}

/** Checks that the proof leaves undecided what the auditor cannot judge, for the same reason. */
function contradictionsOfOpenQuestions({ properties }: Proof, { judges }: Auditor): readonly string[] {
  return judges.tallies.flatMap(({ id, open }) => {
    const own = properties.filter(({ partOf }) => partOf.id === id);
    const said = new Set(own.flatMap(({ undecided }) => undecided.map(({ reason }) => reason)));
    return [...open.keys()]
      .filter((reason) => !said.has(reason))
      .map((reason) => `${id} is undecided in the run, and by the proof it is not: ${reason}`);
  });
}

/** Checks that each violation belongs to a property that does not hold, or to a part that the proof names as open. */
function contradictionsOfAudit(
  { notExplored, properties }: Proof,
  brokenInRun: ReadonlySet<string>,
  invariant: string,
  messages: ReadonlySet<string>,
): readonly string[] {
  const own = properties.filter(({ partOf }) => partOf.id === invariant);
  if (own.length === 0) {
    const isSaid = notExplored.some(({ id }) => id === invariant);
    return isSaid ? [] : [`${invariant} is violated, and the proof does not say that it is not explored`];
  }
  const [first] = own;
  if (first?.extent === 'whole') {
    const isSaid = brokenInRun.has(invariant) && first.verdict === 'broken';
    return isSaid ? [] : [`${invariant} is violated, and by proof or run it is not: ${[...messages][0]}`];
  }
  const left = new Set(own.flatMap(({ leavesOpen }) => leavesOpen.map(({ id }) => id)));
  return [...messages].flatMap((message) => {
    const [, , ids] = BELONGS_TO.find(([of, what]) => of === invariant && what.test(message)) ?? [];
    if (ids === undefined) return [`${invariant} is violated in a way that nobody has placed: ${message}`];
    const isSaid = ids.some((id) => brokenInRun.has(id) || left.has(id));
    return isSaid ? [] : [`${invariant} is violated, but ${ids.join(' and ')} hold: ${message}`];
  });
}

/** Messages that the auditor reports, by invariant, with all numbers replaced by one placeholder. */
function messagesOf({ judges }: Auditor): ReadonlyMap<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const tally of judges.tallies) {
    const violate = tally.violate.bind(tally);
    tally.violate = (caseNumber, message, ...rest) => {
      const messages = found.get(tally.id) ?? new Set();
      found.set(tally.id, messages.add(message.replace(/\d+/g, '0')));
      violate(caseNumber, message, ...rest);
    };
  }
  return found;
}
