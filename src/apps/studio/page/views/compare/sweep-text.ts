import type { Knob } from '../../../protocol.ts';

/** Something that a sweep can vary, and how its file says so. */
export interface Variable {
  readonly title: string;
  readonly path: string;
  /** E.g. `values: 2..8 step 1`. */
  readonly range: string;
}

/** Agents fewer and more than there are. */
const AROUND = 3;

/** What can be varied without writing a path: the agents of a shift, and demand. */
export function variablesOf(knobs: readonly Knob[]): readonly Variable[] {
  const demand = knobs.filter((knob) => knob.kind === 'demand');
  const times = 'times: 0.8..1.2 step 0.1';
  return [
    ...knobs.flatMap((knob): readonly Variable[] => {
      if (knob.kind !== 'shift') return [];
      const [centre = '', group = '', shift = ''] = knob.id.split('/');
      const [low, high] = [Math.max(0, knob.agents - AROUND), knob.agents + AROUND];
      return [
        {
          title: `Agents: ${knob.centre}, ${knob.group}, ${knob.shift}`,
          path: `centres.${centre}.groups.${group}.shifts.${shift}.agents`,
          range: `values: ${low}..${high} step 1`,
        },
      ];
    }),
    ...(demand.length > 1
      ? [{ title: 'Demand: all segments', path: 'segments.*.customers.*.rate', range: times }]
      : []),
    ...demand.map(({ id, title }) => ({
      title: `Demand: ${title}`,
      path: `segments.${id}.customers.*.rate`,
      range: times,
    })),
  ];
}

/** A sweep file beside the scenario. `until`: a part of the run, where it is not all of it. */
export function sweepTextOf(path: string, variables: readonly Variable[]): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const lines = [
    'meridian-sweep: 1',
    `scenario: ${file === 'scenario.yaml' ? '.' : file}`,
    'replications: 5',
    'vary:',
    ...variables.flatMap(({ path: varied, range, title }) => [
      `  ${JSON.stringify(title)}:`,
      `    path: ${varied}`,
      `    ${range}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
