import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ScenarioIssue } from '#scenario';
import type { CaseQuery } from '../chronicle/case-list.ts';
import type {
  Catalogue,
  DroppedFile,
  RunProgress,
  RunResult,
  ScenarioText,
  WorldFacts,
  WorldNow,
} from '../protocol.ts';
import type { Client } from './client.ts';
import type { Experiments } from './use-experiments.ts';

export const VIEWS = ['world', 'service', 'cases', 'residency', 'compare', 'edit'] as const;
export type ViewName = (typeof VIEWS)[number];

/** A stretch of the run that everything follows, ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What is looked at, in every view and in the link, by the ids of the scenario; null: all. An id that the run does not have chooses
 * nothing.
 */
export interface Look {
  readonly segment: string | null;
  readonly channel: string | null;
  /** The centre that answered first. */
  readonly centre: string | null;
  /** Whose clock hours of the week are read from; null: UTC. */
  readonly timeZone: string | null;
}

export const EVERYTHING: Look = { segment: null, channel: null, centre: null, timeZone: null };

/** Where to look when another run is opened. */
export const NOTHING_CHOSEN = { caseNumber: null, wish: null, look: EVERYTHING, stretch: null } as const;

/** Cases that the list of cases is to show first. */
export interface CaseWish extends Pick<CaseQuery, 'handedOver'> {
  /** What the wish is, in words. */
  readonly words: string;
}

export interface Problem {
  readonly message: string;
  readonly issues: readonly ScenarioIssue[];
}

/** The scenario that is to be run next. */
export interface Source extends ScenarioText {
  /** It comes from the editor, which therefore has it already. */
  readonly isTyped?: boolean;
}

export interface StudioState {
  readonly catalogue: Catalogue | null;
  readonly source: Source | null;
  readonly seed: string;
  readonly until: string;
  readonly breach: string;
  /** The last good run: it stays while another is made, and when the next scenario has faults. */
  readonly run: RunResult | null;
  /** Counts the runs, for what has to begin anew. */
  readonly runNumber: number;
  readonly progress: RunProgress | null;
  /** The page asks what to open. */
  readonly isChoosing: boolean;
  /** What is being run, and how its world stands: drawn until the run is over. */
  readonly live: { readonly facts: WorldFacts; readonly now: WorldNow } | null;
  readonly problem: Problem | null;
  readonly view: ViewName;
  readonly stretch: Stretch | null;
  readonly look: Look;
  readonly caseNumber: number | null;
  readonly wish: CaseWish | null;
  /** Where the clock of the world stands, ms. */
  readonly clockMs: number;
  /** What was dropped on the page and is about to be verified. */
  readonly dropped: Promise<readonly DroppedFile[]> | null;
}

export const INITIAL: StudioState = {
  catalogue: null,
  source: null,
  seed: '',
  until: '',
  breach: '',
  run: null,
  runNumber: 0,
  progress: { share: 0, stage: 'opening', cases: 0, waiting: 0 },
  isChoosing: false,
  live: null,
  problem: null,
  view: 'world',
  ...NOTHING_CHOSEN,
  clockMs: 0,
  dropped: null,
};

/** What views can read and do. */
export interface Studio {
  readonly state: StudioState;
  readonly client: Client;
  readonly experiments: Experiments;
  /** What forms keep while other views are looked at. */
  readonly kept: Map<string, unknown>;
  change(part: Partial<StudioState>): void;
  run(): void;
  cancel(): void;
  openScenario(path: string): Promise<void>;
  show(view: ViewName): void;
}

export const StudioContext = createContext<Studio | null>(null);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('there is no studio around this view');
  return studio;
}
