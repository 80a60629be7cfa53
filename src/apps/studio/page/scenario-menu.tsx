import { useState } from 'preact/hooks';
import { DAY_MS } from '#base';
import type { ScenarioListing } from '../../shared/scenario/scenario-listing.ts';
import type { WorldFacts } from '../protocol.ts';
import { day } from './format.ts';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';
import { useStudio } from './state.ts';

/** The open scenario, with the days that it covers; opens another one from a list that can be searched. */
export function ScenarioMenu() {
  const { run, source, catalogue } = useStudio().state;
  const listed = catalogue?.scenarios.find(({ path }) => path === source?.path);
  const title = source === null ? 'No scenario yet' : (listed?.title ?? run?.facts.title ?? source.path);
  const dates =
    run === null || (listed !== undefined && listed.name !== run.facts.name) ? '' : datesOf(run.facts);
  return (
    <Menu
      label={`Scenario: ${title} ${dates}`.trim()}
      style="scenario-menu"
      face={
        <>
          <b>{title}</b> <span class="dates">{dates}</span>
          <Icon name="down" />
        </>
      }
    >
      {(close) => <ScenarioList onClose={close} />}
    </Menu>
  );
}

/** `Mon 3 Mar to Sun 16 Mar 2025`. */
function datesOf({ horizonMs, startEpochMs }: WorldFacts): string {
  const last = startEpochMs + Math.max(0, horizonMs - 1);
  const year = new Date(last).getUTCFullYear();
  return horizonMs <= DAY_MS
    ? `${day(startEpochMs)} ${year}`
    : `${day(startEpochMs)} to ${day(last)} ${year}`;
}

function ScenarioList({ onClose }: { readonly onClose: () => void }) {
  const { change, openScenario, state } = useStudio();
  const [wish, setWish] = useState('');
  const all = state.catalogue?.scenarios ?? [];
  const words = wish.toLowerCase().split(/\s+/);
  const found = all.filter(({ name, title }) => {
    const text = `${name} ${title}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const open = (path: string) => {
    onClose();
    void openScenario(path);
  };
  const groups = [
    { title: 'Yours', scenarios: found.filter(({ origin }) => origin !== 'shipped') },
    { title: 'Samples', scenarios: found.filter(({ origin }) => origin === 'shipped') },
  ].filter(({ scenarios }) => scenarios.length > 0);
  return (
    <>
      <input
        type="search"
        aria-label="Search scenarios"
        placeholder="Search scenarios"
        value={wish}
        onInput={(event) => setWish(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = groups.flatMap(({ scenarios }) => scenarios);
          if (event.key === 'Enter' && first !== undefined) open(first.path);
        }}
      />
      {groups.map(({ scenarios, title }) => (
        <ScenarioGroup key={title} title={title} scenarios={scenarios} onOpen={open} />
      ))}
      {found.length === 0 ? <p class="quiet">No scenario has these words.</p> : null}
      <button
        type="button"
        class="link"
        onClick={() => {
          onClose();
          change({ isChoosing: true });
        }}
      >
        Another folder or file
      </button>
    </>
  );
}

function ScenarioGroup(props: {
  readonly title: string;
  readonly scenarios: readonly ScenarioListing[];
  readonly onOpen: (path: string) => void;
}) {
  const { onOpen, scenarios, title } = props;
  const { source } = useStudio().state;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {scenarios.map(({ name, path, title: own }) => (
        <button
          key={path}
          type="button"
          class="menu-item"
          aria-current={path === source?.path ? 'true' : undefined}
          onClick={() => onOpen(path)}
        >
          <span>{own}</span>
          <span class="soft">{name}</span>
        </button>
      ))}
    </section>
  );
}
