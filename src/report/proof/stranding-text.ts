import { plural } from '#base';
import type { TriedStranding } from '#prover';

/**
 * `premier-eea, fi, tier 2 (azure): stranded if, and only if, dublin is down: nobody may work it`, with every condition. `startEpochMs`:
 * start of the run.
 */
export function strandingText(stranding: TriedStranding, startEpochMs: number): string {
  const { down, kind, language, onlyIf, products, segment, tier, unless } = stranding;
  const of = [segment, ...(language === null ? [] : [language]), ...(tier === null ? [] : [`tier ${tier}`])];
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
