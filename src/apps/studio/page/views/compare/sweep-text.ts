import type { Knob } from '../../../protocol.ts';

/** Something that a sweep can vary, with its text for the file. */
export interface Variable {
  readonly title: string;
  readonly path: string;
  /** For example `values: 2..8 step 1`. */
  readonly range: string;
}

/** Range around the present number of agents. */
const AROUND = 3;

/** Variables that need no path: agents of a shift, and demand. */
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

/** A sweep file next to the scenario. `until`: duration, if only a part is simulated. */
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
