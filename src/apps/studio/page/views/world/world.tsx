import type { ComponentProps } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunResult } from '../../../calls.ts';
import { MAP } from '../../../map-projection.ts';
import type { WorldFacts, WorldNow } from '../../../protocol.ts';
import { Gradually, memo } from '../../drawing.tsx';
import { Choice } from '../../form-parts.tsx';
import { moment } from '../../format.ts';
import { type StudioState, useStudio } from '../../state.ts';
import { useWidth } from '../../use-width.ts';
import type { Shown } from './arrows.ts';
import { troublesOf } from './centre-state.ts';
import { CentreTable } from './centre-table.tsx';
import { Clock, SPEEDS } from './clock.tsx';
import { momentsOf } from './events.ts';
import { Legend } from './legend.tsx';
import { Land, Marks } from './marks.tsx';
import { MomentList } from './moment-list.tsx';
import { fittedBox, layoutOf, loadWorldMap, REGIONS, type RegionName, type WorldMap } from './places.ts';
import { eventsBy, type Flow, flowsAt, worldAt } from './world-now.ts';

/** The support network at work: live during the simulation, afterwards at any moment. */
export function World() {
  const { state } = useStudio();
  const map = useWorldMap();
  if (state.live === null && state.run !== null) {
    return <Replay key={state.runNumber} map={map} run={state.run} />;
  }
  return <LiveWorld map={map} live={state.live} />;
}

const NO_FLOWS: readonly Flow[] = [];

function useWorldMap(): WorldMap | null {
  const [map, setMap] = useState<WorldMap | null>(null);
  useEffect(() => {
    loadWorldMap().then(setMap, () => setMap(null));
  }, []);
  return map;
}

/** Before the first data it shows only the map, which then stays in place. */
function LiveWorld({ live, map }: { map: WorldMap | null; live: StudioState['live'] }) {
  const [selected, setSelected] = useState<number | null>(null);
  const { facts, now } = live ?? { facts: null, now: null };
  return (
    <>
      {facts === null || now === null ? null : (
        <p class="now" role="status">
          {moment(facts.startEpochMs + now.timeMs)} – being simulated
        </p>
      )}
      <div class={facts === null ? 'world-columns alone' : 'world-columns'}>
        <Gradually>
          <WorldPicture
            map={map}
            facts={facts}
            now={now}
            timeMs={now?.timeMs ?? 0}
            flows={NO_FLOWS}
            queueMost={now === null ? 0 : Math.max(...Array.from(now.queue))}
            selected={selected}
            onSelect={setSelected}
          />
          {facts === null || now === null ? null : (
            <CentreTable
              facts={facts}
              now={now}
              flows={NO_FLOWS}
              selected={selected}
              onSelect={setSelected}
            />
          )}
        </Gradually>
      </div>
    </>
  );
}

const [, , DEFAULT_SPEED] = SPEEDS;
/** Interval at which the clock of other views follows during playback, ms. */
const SHARE_EVERY_MS = 1000;

function Replay({ map, run }: { map: WorldMap | null; run: RunResult }) {
  const { change, state } = useStudio();
  const [timeMs, setTimeMs] = useState(state.clockMs);
  const [isPlaying, setIsPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(DEFAULT_SPEED.ms);
  const [selected, setSelected] = useState<number | null>(null);
  const moments = useMemo(() => momentsOf(run), [run]);
  const at = useRef(timeMs);
  at.current = timeMs;
  const { horizonMs } = run.facts;

  useEffect(() => {
    if (!isPlaying) return;
    let frame = 0;
    let before = performance.now();
    const step = (now: number) => {
      const next = Math.min(horizonMs, at.current + ((now - before) / 1000) * speed);
      before = now;
      setTimeMs(next);
      if (next >= horizonMs) setIsPlaying(false);
      else frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed, horizonMs]);

  useEffect(() => {
    const share = () => change({ clockMs: at.current });
    const timer = setInterval(share, SHARE_EVERY_MS);
    return () => {
      clearInterval(timer);
      share();
    };
  }, []);

  const go = useCallback((to: number) => {
    setIsPlaying(false);
    setTimeMs(to);
  }, []);
  const step = Math.floor(timeMs / run.frames.stepMs);
  const now = useMemo(() => worldAt(run, timeMs), [run, step, eventsBy(run, timeMs)]);
  const flows = useMemo(() => flowsAt(run, timeMs), [run, step]);
  const broken = moments.find(
    (one) => one.kind === 'violation' && Math.abs(one.timeMs - timeMs) < run.frames.stepMs,
  );
  const queueMost = useMemo(() => run.frames.queue.reduce((most, queue) => Math.max(most, queue), 0), [run]);
  return (
    <Gradually>
      <Clock
        run={run}
        timeMs={timeMs}
        isPlaying={isPlaying}
        speed={speed}
        moments={moments}
        onPlay={(plays) => {
          if (plays && timeMs >= horizonMs) setTimeMs(0);
          setIsPlaying(plays);
        }}
        onSpeed={setSpeed}
        onTime={go}
      />
      <Troubles facts={run.facts} now={now} broken={broken?.text ?? ''} />
      <div class="world-columns">
        <Gradually>
          <div>
            <WorldPicture
              map={map}
              facts={run.facts}
              now={now}
              timeMs={timeMs}
              flows={flows}
              queueMost={queueMost}
              selected={selected}
              onSelect={setSelected}
            />
            <MomentList run={run} moments={moments} onTime={go} />
          </div>
          <LaterTable facts={run.facts} now={now} flows={flows} selected={selected} onSelect={setSelected} />
        </Gradually>
      </div>
    </Gradually>
  );
}

/** What is wrong at a moment. Not announced: it changes with every step while the world plays. */
const Troubles = memo(function Troubles({
  broken,
  facts,
  now,
}: {
  /** The promise that is broken at the moment; empty if none is. */
  readonly broken: string;
  readonly facts: WorldFacts;
  readonly now: WorldNow;
}) {
  const troubles = [...(broken === '' ? [] : [`Promise broken: ${broken}`]), ...troublesOf(facts, now)];
  return (
    <p class={`trouble${troubles.length === 0 ? ' quiet' : ''}`}>
      {troubles.length === 0
        ? 'No centre is down, and no open one has cases waiting with nobody free.'
        : `${troubles.join('. ')}.`}
    </p>
  );
});

/** The table beside the map, a frame after it, so that no frame of the screen draws both. */
function LaterTable(props: ComponentProps<typeof CentreTable>) {
  const { flows, now } = props;
  const [shown, setShown] = useState({ flows, now });
  useEffect(() => void requestAnimationFrame(() => setShown({ flows, now })), [flows, now]);
  return <CentreTable {...props} {...shown} />;
}

type Zone = WorldFacts['eea'];
const NO_ZONE: Zone = [];

/** The countries of a zone at a moment, the same set until they change; null for no zone. */
function useMembers<From extends Zone | null>(zone: From, timeMs: number) {
  const countries = zone?.findLast(({ fromMs }) => fromMs <= timeMs)?.countries;
  return useMemo(() => (zone === null ? null : new Set(countries)), [zone, countries]) as
    | ReadonlySet<string>
    | (From & null);
}

/** The part of the map with centres and customers. */
const FITTED = 'All centres';
/** Height of the map by its width; below NARROW px it is higher, so that cards find room. */
const [BROAD, HIGH, NARROW] = [0.5, 0.9, 600];
const ARROWS = [
  { value: 'cases', title: 'cases' },
  { value: 'data', title: 'data' },
];

interface PictureProps {
  readonly map: WorldMap | null;
  readonly facts: WorldFacts | null;
  readonly now: WorldNow | null;
  readonly timeMs: number;
  readonly flows: readonly Flow[];
  /** The longest queue of the run. */
  readonly queueMost: number;
  readonly selected: number | null;
  readonly onSelect: (centre: number | null) => void;
}

function WorldPicture({ facts, flows, map, now, onSelect, queueMost, selected, timeMs }: PictureProps) {
  const [shown, setShown] = useState<Shown>('cases');
  const layout = useMemo(() => (facts === null || map === null ? null : layoutOf(facts, map)), [facts, map]);
  const { bounded, choose, chosen, eea, inside } = useBoundary(facts, timeMs);
  const { ref, width } = useWidth<HTMLDivElement>(MAP.width);
  const shape = width < NARROW ? HIGH : BROAD;
  const { box, region, setRegion } = useRegion(layout, shape);
  return (
    <figure class="map">
      <figcaption>
        <div class="map-tools">
          <Choice
            label="Look at"
            style="inline"
            value={region}
            options={[FITTED, ...REGIONS.map(({ name }) => name)]}
            onChoose={(name) => setRegion(name as Region)}
          />
          <Choice
            label="Arrows of the last hour"
            style="inline"
            value={shown}
            options={ARROWS}
            onChoose={(next) => setShown(next as Shown)}
          />
          <BoundaryChoice among={bounded} chosen={chosen?.id} onChoose={choose} />
        </div>
      </figcaption>
      <div
        class="map-layers"
        ref={ref}
        style={{ aspectRatio: 1 / shape }}
        role="img"
        aria-label={mapLabel(facts)}
      >
        <Gradually>
          {map === null ? null : (
            <Land map={map} viewBox={box.join(' ')} eea={shown === 'data' ? eea : null} inside={inside} />
          )}
          {map === null || facts === null || now === null || layout === null ? null : (
            <Marks
              map={map}
              facts={facts}
              layout={layout}
              now={now}
              timeMs={timeMs}
              flows={flows}
              inside={inside}
              selected={selected}
              box={box}
              shown={shown}
              pixel={Math.max(box[2] / width, box[3] / (width * shape))}
              queueMost={queueMost}
              onSelect={onSelect}
            />
          )}
        </Gradually>
      </div>
      <Legend promise={chosen} shown={shown} />
    </figure>
  );
}

function mapLabel(facts: WorldFacts | null): string {
  return facts === null
    ? 'Map of the world'
    : `Map of ${facts.title}; its numbers are in the tables next to it`;
}

type Region = RegionName | typeof FITTED;

/** The part of the world that is looked at. */
function useRegion(layout: ReturnType<typeof layoutOf> | null, shape: number) {
  const [region, setRegion] = useState<Region>(FITTED);
  const fitted = useMemo(
    () => (layout === null ? REGIONS[0].box : fittedBox(layout, shape)),
    [layout, shape],
  );
  return { box: REGIONS.find(({ name }) => name === region)?.box ?? fitted, region, setRegion };
}

/** The promises with a boundary, the one that is chosen, and the countries inside of it. */
function useBoundary(facts: WorldFacts | null, timeMs: number) {
  const [promise, choose] = useState<string | null>(null);
  const bounded = facts?.promises.filter(({ access, storage }) => access !== null || storage !== null) ?? [];
  const chosen = bounded.find(({ id }) => id === promise) ?? bounded[0] ?? null;
  const inside = useMembers(chosen?.storage ?? chosen?.access ?? null, timeMs);
  const eea = useMembers(facts?.eea ?? NO_ZONE, timeMs);
  return { bounded, choose, chosen, eea, inside };
}

function BoundaryChoice(props: {
  readonly among: WorldFacts['promises'];
  readonly chosen: string | undefined;
  readonly onChoose: (promise: string) => void;
}) {
  const { among, chosen, onChoose } = props;
  if (chosen === undefined) return null;
  const options = among.map(({ id, title }) => ({ value: id, title }));
  return <Choice label="Boundary of" style="inline" value={chosen} options={options} onChoose={onChoose} />;
}
