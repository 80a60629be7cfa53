import type { ComponentType } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DroppedFile, WorldFacts } from '../protocol.ts';
import { type Call, CallCancelled, CallFailure, Client, messageOf } from './client.ts';
import { Header, Outcome, Pills } from './header.tsx';
import { Opening } from './opening.tsx';
import { sharedOf, useAddress } from './share-link.ts';
import { givenResult, questionIn } from './shared-question.ts';
import {
  EVERYTHING,
  INITIAL,
  NOTHING_CHOSEN,
  type Stretch,
  type Studio,
  StudioContext,
  type StudioState,
  VIEWS,
  type ViewName,
} from './state.ts';
import { useExperiments } from './use-experiments.ts';
import { Cases } from './views/cases/cases.tsx';
import { Compare } from './views/compare/compare.tsx';
import { Edit } from './views/edit/edit.tsx';
import { Log } from './views/log/log.tsx';
import { Overview } from './views/overview/overview.tsx';
import { useDrop } from './views/residency/dropped-files.ts';
import { Residency } from './views/residency/residency.tsx';
import { Service } from './views/service/service.tsx';
import { World } from './views/world/world.tsx';

const SHOWN: Readonly<Record<ViewName, readonly [title: string, View: ComponentType]>> = {
  overview: ['Overview', Overview],
  world: ['World', World],
  service: ['Service', Service],
  cases: ['Cases', Cases],
  residency: ['Residency', Residency],
  compare: ['Compare', Compare],
  edit: ['Edit', Edit],
  log: ['Your log', Log],
};

/** The whole page: the settings of a run above, its results below, in views. */
export function App() {
  const client = useMemo(() => new Client(), []);
  const [state, setState] = useState<StudioState>(INITIAL);
  const latest = useRef(state);
  latest.current = state;
  useAddress(client, state);
  const experiments = useExperiments(client);
  const kept = useMemo(() => new Map<string, unknown>(), []);
  const running = useRef<Call<unknown> | null>(null);

  const change = (part: Partial<StudioState>) => setState((before) => ({ ...before, ...part }));

  const run = async (part: Partial<StudioState> = {}) => {
    running.current?.cancel();
    const { breach, seed, source, until } = { ...latest.current, ...part };
    if (source === null) return;
    change({
      ...part,
      isChoosing: false,
      problem: null,
      progress: { share: 0, stage: 'simulating', cases: 0, waiting: 0 },
    });
    const ask = {
      path: source.path,
      text: source.text,
      seed: seed === '' ? null : seed,
      until: until === '' ? null : until,
      breach: breach === '' ? null : breach,
      openCases: source.opening?.taken,
    };
    let facts: WorldFacts | null = null;
    const call = client.call('run', ask, (progress) => {
      if (running.current !== call) return;
      facts = progress.facts ?? facts;
      const { live: now } = progress;
      change({ progress, ...(now === undefined || facts === null ? {} : { live: { facts, now } }) });
    });
    running.current = call;
    try {
      const result = await call.answer;
      // Draw the unpacked data in a separate task.
      await new Promise((resolve) => setTimeout(resolve));
      const { runNumber, stretch } = latest.current;
      change({
        run: result,
        runNumber: runNumber + 1,
        progress: null,
        live: null,
        stretch: within(stretch, result.facts.horizonMs),
        clockMs: result.overview.worstHour?.fromMs ?? 0,
        pathBefore: latest.current.path,
        path: source.path,
      });
    } catch (error) {
      if (running.current !== call) return;
      change({
        progress: null,
        live: null,
        ...(error instanceof CallCancelled ? {} : { problem: problemOf(error) }),
      });
    }
  };

  const openScenario = async (path: string) => {
    const source = await client.ask('open', { path });
    await run({ ...NOTHING_CHOSEN, source });
  };

  /** Whether the file is that of a result. */
  const openResult = ({ bytes, path }: DroppedFile): boolean => {
    const given = path.endsWith('.json') ? givenResult(new TextDecoder().decode(bytes)) : null;
    if (given === null) return false;
    change({ view: 'compare', isChoosing: false });
    experiments.take(given, given.files);
    return true;
  };

  const isOver = useDrop((dropped) => {
    const take = ([first, ...others]: readonly DroppedFile[]) => {
      if (first !== undefined && others.length === 0 && openResult(first)) return;
      if (first !== undefined && others.length === 0 && isLog(first.path))
        change({ view: 'log', log: first, isChoosing: false });
      else change({ view: 'residency', dropped, isChoosing: false });
    };
    dropped.then(take, () => change({ view: 'residency', dropped }));
  });

  const studio: Studio = {
    state,
    client,
    experiments,
    kept,
    change,
    run: () => void run(),
    cancel: () => running.current?.cancel(),
    openScenario,
    openResult(file) {
      if (!openResult(file))
        change({ problem: { message: `${file.path} is not the file of a result`, issues: [] } });
    },
    runSource: (source, view) => void run({ ...NOTHING_CHOSEN, source, view }),
  };

  useEffect(() => {
    const begin = async () => {
      const catalogue = await client.ask('catalogue', null);
      const shared = await sharedOf(location.hash);
      const path = shared?.path ?? catalogue.initial;
      change({ catalogue });
      if (path === null) return change({ progress: null, isChoosing: true });
      const source =
        shared?.text !== null && shared?.text !== undefined
          ? { path, text: shared.text }
          : await client.ask('open', { path });
      const { breach = '', caseNumber = null, seed = '', until = '', view = 'overview' } = shared ?? {};
      const { look = EVERYTHING, stretch = null } = shared ?? {};
      const question = shared?.question == null ? null : await questionIn(client, shared.question);
      if (question !== null) experiments.take(question);
      await run({ source, breach, caseNumber, look, seed, stretch, until, view });
    };
    begin().catch((error: unknown) =>
      change({ problem: problemOf(error), progress: null, isChoosing: true }),
    );
  }, []);

  const [title, View] = SHOWN[state.view];
  return (
    <StudioContext.Provider value={studio}>
      <div class="top">
        <Header />
        <div class="tabs">
          <nav class="views" aria-label="Views">
            {VIEWS.map((view) => (
              <button
                key={view}
                type="button"
                ref={state.view === view ? inSight : null}
                aria-current={state.view === view && !state.isChoosing ? 'page' : undefined}
                onClick={() => change({ view, isChoosing: false })}
              >
                {SHOWN[view][0]}
              </button>
            ))}
          </nav>
          <Pills />
        </div>
        <Outcome />
      </div>
      <main
        id="view"
        class={`view view-${state.view}${isOver ? ' over' : ''}`}
        aria-label={state.isChoosing ? 'What to open' : title}
      >
        {state.isChoosing ? <Opening /> : <View />}
      </main>
    </StudioContext.Provider>
  );
}

/** Narrow screens show some of the tabs. This waits until the view is laid out, which it would otherwise force twice. */
function inSight(tab: HTMLElement | null): void {
  setTimeout(() => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), 50);
}

/** The intersection of a part with the run; null if there is none. */
function within(stretch: Stretch | null, horizonMs: number): Stretch | null {
  if (stretch === null || stretch.fromMs >= horizonMs) return null;
  return { ...stretch, toMs: Math.min(stretch.toMs, horizonMs) };
}

function problemOf(error: unknown) {
  return { message: messageOf(error), issues: error instanceof CallFailure ? error.issues : [] };
}

/** Whether a file is a log of another system, by its name. Bundles and ledgers are not. */
function isLog(path: string): boolean {
  return /\.(csv|tsv|txt|xes|jsonocel|json|xls[xmb]?|xlt[xm]?|ods)(\.(gz|br))?$/i.test(path);
}
