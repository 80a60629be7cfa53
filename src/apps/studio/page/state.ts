import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { ScenarioIssue } from '#scenario';
import type { Answer, RunResult } from '../calls.ts';
import type { CaseQuery } from '../chronicle/case-list.ts';
import type { DroppedFile, RunProgress, ScenarioText, WorldFacts, WorldNow } from '../protocol.ts';
import type { OpenCasesAnswer } from '../worker/log/opened-cases.ts';
import type { Client } from './client.ts';
import type { Experiments } from './use-experiments.ts';

export const VIEWS = [
  'overview',
  'world',
  'service',
  'cases',
  'residency',
  'compare',
  'edit',
  'log',
] as const;
export type ViewName = (typeof VIEWS)[number];

/** A part of the run that all views follow, ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The user's choices, in every view and in links, by ids of the scenario; null: all. An id that the run does not have
 * selects nothing.
 */
export interface Look {
  readonly segment: string | null;
  readonly channel: string | null;
  /** The centre that answered first. */
  readonly centre: string | null;
  /** Time zone for the hours of the week; null: UTC. */
  readonly timeZone: string | null;
}

export const EVERYTHING: Look = { segment: null, channel: null, centre: null, timeZone: null };

/** Choices when another run is opened. */
export const NOTHING_CHOSEN = { caseNumber: null, wish: null, look: EVERYTHING, stretch: null } as const;

/** Cases that the case list should show first. */
export interface CaseWish extends Pick<CaseQuery, 'handedOver'> {
  /** The wish in words. */
  readonly words: string;
}

export interface Problem {
  readonly message: string;
  readonly issues: readonly ScenarioIssue[];
}

/** The scenario to run next. */
export interface Source extends ScenarioText {
  /** Whether it comes from the editor, which therefore already has it. */
  readonly isTyped?: boolean;
  /** The open cases that it starts from, instead of those that it names. */
  readonly opening?: OpenCasesAnswer | undefined;
}

export interface StudioState {
  readonly catalogue: Answer<'catalogue'> | null;
  readonly source: Source | null;
  readonly seed: string;
  readonly until: string;
  readonly breach: string;
  /** The last good run. It stays while another run is simulated, and if the next scenario has errors. */
  readonly run: RunResult | null;
  /** Number of the run. A change restarts whatever depends on the run. */
  readonly runNumber: number;
  /** The files of the last run and of the one before; null: none. */
  readonly path: string | null;
  readonly pathBefore: string | null;
  readonly progress: RunProgress | null;
  /** Whether the page asks what to open. */
  readonly isChoosing: boolean;
  /** The scenario being run and its present world, drawn until the run is over. */
  readonly live: { readonly facts: WorldFacts; readonly now: WorldNow } | null;
  readonly problem: Problem | null;
  readonly view: ViewName;
  readonly stretch: Stretch | null;
  readonly look: Look;
  readonly caseNumber: number | null;
  readonly wish: CaseWish | null;
  /** Position of the world's clock, ms. */
  readonly clockMs: number;
  /** Dropped files that are about to be verified. */
  readonly dropped: Promise<readonly DroppedFile[]> | null;
  /** A log of another system that is about to be read. */
  readonly log: DroppedFile | null;
}

export const INITIAL: StudioState = {
  catalogue: null,
  source: null,
  seed: '',
  until: '',
  breach: '',
  run: null,
  runNumber: 0,
  path: null,
  pathBefore: null,
  progress: { share: 0, stage: 'opening', cases: 0, waiting: 0 },
  isChoosing: false,
  live: null,
  problem: null,
  view: 'overview',
  ...NOTHING_CHOSEN,
  clockMs: 0,
  dropped: null,
  log: null,
};

/** Data and actions for views. */
export interface Studio {
  readonly state: StudioState;
  readonly client: Client;
  readonly experiments: Experiments;
  /** State of forms, kept while the user looks at other views. */
  readonly kept: Map<string, unknown>;
  change(part: Partial<StudioState>): void;
  run(): void;
  cancel(): void;
  openScenario(path: string): Promise<void>;
  /** Shows the result of an experiment from its file. */
  openResult(file: DroppedFile): void;
  /** Runs a scenario anew, in this view. */
  runSource(source: Source, view: ViewName): void;
}

export const StudioContext = createContext<Studio | null>(null);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('a view is used outside the studio');
  return studio;
}

/** State that survives while the user looks at another view. `name` must be unique. */
export function useKept<Value>(name: string, first: Value) {
  const { kept } = useStudio();
  const [value, setValue] = useState<Value>(kept.has(name) ? (kept.get(name) as Value) : first);
  const keep = (next: Value) => {
    kept.set(name, next);
    setValue(next);
  };
  return [value, keep] as const;
}
