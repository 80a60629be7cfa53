import { formatCount, groupedBy, plural, present } from '#base';
import type { Proof, ProvenProperty, TriedStranding } from '#prover';
import { leavesSessionsOpen } from '#statements';

/** Broken properties: first those that simulated runs broke (`met`), then by the number of steps that break them. */
export function worstFirst(
  properties: readonly ProvenProperty[],
  met: ReadonlySet<string>,
): readonly ProvenProperty[] {
  return properties
    .filter(({ verdict }) => verdict === 'broken')
    .sort(
      (left, right) =>
        Number(met.has(right.id)) - Number(met.has(left.id)) || right.brokenSteps - left.brokenSteps,
    );
}

/** The subject of a proof. */
export function headingOf({ breach, scenario }: Proof, title: string = scenario): string {
  return `${title}${breach === null ? '' : `, with the breach ${breach}`}: all possible runs`;
}

/**
 * The answer of a proof: what holds, what is broken, what is not judged, and how much of the auditor's invariants this covers.
 */
export function proofAnswer(proof: Proof, met: ReadonlySet<string> = new Set()): readonly string[] {
  const { properties } = proof;
  const judged = properties.filter(({ checks }) => checks > 0);
  const holding = judged.filter(({ verdict }) => verdict === 'holds').length;
  const broken = worstFirst(properties, met).map(
    ({ id, name }) => `${id} "${name}"${met.has(id) ? ' (met in simulation)' : ''}`,
  );
  const idle = properties.length - judged.length;
  const rest = idle === 0 ? '' : `; ${idle} more had nothing to judge`;
  const aside = judged.some(leavesSessionsOpen) ? ', sessions of software left aside' : '';
  return [
    `${holding} of ${plural(judged.length, 'property', 'properties')} hold in all possible runs${aside}${rest}.`,
    broken.length === 0 ? 'None is broken.' : `Broken, worst first: ${broken.join(', ')}.`,
    ...properties.filter(({ undecided }) => undecided.length > 0).map(undecidedSentence),
    extentSentence(proof),
  ];
}

/** Worded like the audit of a run. */
function undecidedSentence({ checks, id, name, undecided }: ProvenProperty): string {
  const acts = undecidedActs(undecided);
  const reasons = undecided.map((one) => `${one.reason} (${formatCount(one.acts)})`).join('; ');
  return `${id} "${name}": ${formatCount(acts)} of ${plural(checks, 'check')} ${acts === 1 ? 'is' : 'are'} not judged: ${reasons}.`;
}

function undecidedActs(undecided: ProvenProperty['undecided']): number {
  return undecided.reduce((sum, { acts }) => sum + acts, 0);
}

function extentSentence({ notExplored, properties }: Proof): string {
  const idsOf = (extent: ProvenProperty['extent']) => [
    ...new Set(
      properties.filter((one) => one.extent === extent && one.checks > 0).map(({ partOf }) => partOf.id),
    ),
  ];
  const part = idsOf('part');
  return (
    `Of the auditor's invariants ${idsOf('whole').length} are checked whole, ${part.length} in part (${part.join(', ')}) and ` +
    `${notExplored.length} not at all (${notExplored.map(({ id }) => id).join(', ')}): what is left open is listed below.`
  );
}

/** `all of R1`, `part of R15`. */
export function extentOf({ extent, partOf }: ProvenProperty): string {
  return extent === 'whole' ? `all of ${partOf.id}` : `part of ${partOf.id}`;
}

export function answerOf({ brokenSteps, checks, undecided, verdict }: ProvenProperty): string {
  if (checks === 0) return 'nothing to judge';
  switch (verdict) {
    case 'holds':
      return 'holds';
    case 'undecided':
      return `undecided in ${plural(undecidedActs(undecided), 'check')}`;
    case 'broken':
      return `broken by ${plural(brokenSteps, 'step')}`;
  }
}

/** How much was explored. */
export function explored({ caseClasses, epochs, states, transitions }: Proof): string {
  return (
    `${plural(caseClasses, 'class', 'classes')} of cases, ${plural(epochs, 'stretch', 'stretches')} between dated changes: ` +
    `${formatCount(states)} states, ${formatCount(transitions)} transitions, every one judged`
  );
}

/** The parts of each partly checked invariant that were left open, by invariant. */
export function leftOpen({
  properties,
}: Proof): readonly { readonly id: string; readonly title: string; readonly what: string }[] {
  const parts = properties.filter(({ extent }) => extent === 'part');
  return [...groupedBy(parts, ({ partOf }) => partOf.id).values()].map(([{ leavesOpen, partOf }]) => ({
    ...partOf,
    what: leavesOpen.map(({ what }) => what).join('; '),
  }));
}

/**
 * `premier-eea, fi, tier 2 (azure): stranded if, and only if, dublin is down: nobody may work it`, with every condition. `startEpochMs`:
 * start of the run.
 */
export function strandingText(stranding: TriedStranding, startEpochMs: number): string {
  const { down, kind, language, onlyIf, products, segment, tier, unless } = stranding;
  const of = present([segment, language !== null && language, tier !== null && `tier ${tier}`]);
  const which = products.length === 0 ? '' : ` (${products.join(', ')})`;
  const places = down.length === 0 ? [] : [`${down.join(' and ')} ${down.length === 1 ? 'is' : 'are'} down`];
  const [first, ...others] = [...places, ...onlyIf];
  const conditions =
    first === undefined
      ? 'whatever is up'
      : `if ${[first, ...others.map((one) => `only if ${one}`)].join(', and ')}`;
  const exceptions = unless.map((one) => `, unless ${one}`).join('');
  return `${of.join(', ')}${which}: stranded${duringText(stranding, startEpochMs)} ${conditions}${exceptions}: ${kind}`;
}

function duringText({ during }: TriedStranding, startEpochMs: number): string {
  if (during === null) return '';
  const iso = (timeMs: number) => `${new Date(startEpochMs + timeMs).toISOString().slice(0, 16)}Z`;
  return ` from ${during.map(({ fromMs, toMs }) => `${iso(fromMs)} to ${iso(toMs)}`).join(' and from ')}`;
}

/** Whether a simulated case proceeded although the finding says that it could not. */
export function isContradicted({ trial, unless }: TriedStranding): boolean {
  return (trial?.gotOn ?? null) !== null && unless.length === 0;
}

/** Whether simulated runs have met it, in a few words. */
export function trialText(stranding: TriedStranding): string {
  const { trial } = stranding;
  if (trial === null) return 'not tried';
  const met =
    trial.met === null
      ? `not met in ${plural(trial.runs, 'try', 'tries')}`
      : `met (case ${trial.met.caseNumber} of replication ${trial.met.replication})`;
  if (trial.gotOn === null) return met;
  const how = isContradicted(stranding) ? ', AGAINST this finding' : '';
  return `${met}; case ${trial.gotOn.caseNumber} of replication ${trial.gotOn.replication} proceeded nevertheless${how}`;
}

/** What was tried, and the result. */
export function trialsSentence(strandings: readonly TriedStranding[]): string {
  const tried = strandings.filter(({ trial }) => trial !== null);
  const met = tried.filter(({ trial }) => trial?.met !== null).length;
  const found = plural(strandings.length, 'finding');
  if (strandings.length === 0) return 'Nobody, by one or two failures.';
  if (tried.length === 0) return `${found}. None was tried in simulation.`;
  const untried = strandings.length - tried.length;
  return (
    `${found}: ${met} met in simulation, ${tried.length - met} tried and not met, ${untried} not tried. The tries take the places down on purpose, ` +
    'in turns of nine hours, and everything else stays up. Data centres that could hold other copies go down before those with the copies of a case. ' +
    'Met means that a case waited for an hour meanwhile, or left the queue before without having been worked.'
  );
}
