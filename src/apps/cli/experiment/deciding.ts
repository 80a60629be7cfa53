import type { Scenario } from '#domain';
import { estimateForDecision, estimateOfSeen, type ReplicationRecord, wantedShares } from '#experiment';
import { replicatedVerdicts, type TargetVerdict } from '#planning';
import { parseDuration } from '#scenario';
import { looksUntil } from '#statistics';
import { refuse } from '../../shared/problem.ts';
import { type ExperimentOptions, type ExperimentSettings, settingsOfExperiment } from './settings.ts';

export interface DecidingOptions extends ExperimentOptions {
  /** How long to go on until each target is decided; true for the default, undefined if the number of replications is given. */
  readonly decide?: string | true;
}

/** How replications are judged, and how many there are to be. */
export interface Judging {
  readonly settings: ExperimentSettings;
  judge(records: readonly ReplicationRecord[], level: number): readonly TargetVerdict[];
  /** How a search for a decision has ended; null if the number of replications was given. */
  decisionFrom(
    verdicts: readonly TargetVerdict[],
  ): { readonly isReached: boolean; readonly longestMs: number } | null;
}

const DEFAULT = '60 s';
const GIVEN_DEFAULT = 5;
/** Unless the time is over before. */
const DECIDING_MOST = 10_000;

/** Refuses a duration that is none, and a scenario without targets. */
export function judgingOf(options: DecidingOptions, scenario: Scenario): Judging {
  const { decide } = options;
  const settings = settingsOfExperiment(
    options,
    ['service level', 'speed of answer'],
    decide === undefined ? GIVEN_DEFAULT : DECIDING_MOST,
  );
  const estimate = decide === undefined ? estimateOfSeen : estimateForDecision;
  const judge: Judging['judge'] = (records, level) =>
    replicatedVerdicts(scenario, records.length, (id) => estimate(records, id, level));
  if (decide === undefined) return { settings, judge, decisionFrom: () => null };
  const text = decide === true ? DEFAULT : decide;
  const longest = parseDuration(text);
  if (!longest.ok || longest.value <= 0)
    return refuse(`--decide ${text} is not a duration`, 'write a number with a unit, e.g. --decide "5 min"');
  if (wantedShares(scenario).length === 0)
    return refuse('--decide: the scenario has no target', 'name some under `serviceLevels` or `targets`');
  const longestMs = longest.value;
  const decision = {
    looks: looksUntil(settings.stopping.maximum),
    isMade: ([records = []]: readonly (readonly ReplicationRecord[])[]) =>
      isDecided(judge(records, settings.level)),
  };
  const stopping = { ...settings.stopping, precision: null, decision };
  return {
    settings: { ...settings, longestMs, stopping },
    judge,
    decisionFrom: (verdicts) => ({ isReached: isDecided(verdicts), longestMs }),
  };
}

function isDecided(verdicts: readonly TargetVerdict[]): boolean {
  return verdicts.every(({ state }) => state === 'met' || state === 'missed');
}
