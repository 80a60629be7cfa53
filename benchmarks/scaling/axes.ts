import { COMMANDS, type ScaledCommand } from './commands.ts';
import { type NetworkSize, networkText } from './network.ts';
import { queueText } from './queue.ts';

/** A quantity that grows while everything else stays the same. */
export interface Axis {
  readonly id: string;
  /** What varies, and what stays the same. */
  readonly title: string;
  /** What the sizes count. */
  readonly unit: string;
  readonly sizes: readonly number[];
  readonly commands: readonly ScaledCommand[];
  /** Options of Node. */
  readonly nodeOptions?: readonly string[];
  /** The scenario file of a size. It may extend scenarios of the repository. */
  textOf(size: number): string;
}

const OF_NETWORKS: readonly ScaledCommand[] = ['run', 'audit', 'prove'];
/** Queues may hold ten million waiting cases, which need this much memory; fewer need far less. */
const FOR_QUEUES = ['--max-old-space-size=14000'];
const NETWORK: NetworkSize = { centres: 50, agents: 10_000, segments: 100 };

export const AXES: readonly Axis[] = [
  {
    id: 'centres',
    title: 'a day of a network of 10,000 agents and 100 segments: 50, 200 and 1,000 centres',
    unit: 'centres',
    sizes: [50, 200, 1_000],
    commands: OF_NETWORKS,
    textOf: (centres) => networkText({ ...NETWORK, centres }),
  },
  {
    id: 'agents',
    title: 'a day of a network of 50 centres and 100 segments: 1,000 to 100,000 agents, 14 cases for each',
    unit: 'agents',
    sizes: [1_000, 10_000, 100_000],
    commands: OF_NETWORKS,
    textOf: (agents) => networkText({ ...NETWORK, agents }),
  },
  {
    id: 'segments',
    title: 'a day of a network of 50 centres and 10,000 agents: 100, 1,000 and 5,000 segments',
    unit: 'segments',
    sizes: [100, 1_000, 5_000],
    commands: OF_NETWORKS,
    textOf: (segments) => networkText({ ...NETWORK, segments }),
  },
  {
    id: 'weeks',
    title: 'css-2014: 1, 4, 13 and 52 weeks, with evidence, query and statement of one customer',
    unit: 'weeks',
    sizes: [1, 4, 13, 52],
    commands: COMMANDS.filter((command) => command !== 'prove'),
    textOf: (weeks) =>
      `meridian: 1\nextends: ../css-2014\nname: css-2014-weeks\ntitle: css-2014 with a horizon of ${weeks} weeks\nhorizon: ${weeks} weeks\n`,
  },
  {
    id: 'waiting',
    title: 'one queue: 0.3, 1, 3 and 10 million cases wait',
    unit: 'cases waiting',
    sizes: [300_000, 1_000_000, 3_000_000, 10_000_000],
    commands: ['run', 'audit'],
    nodeOptions: FOR_QUEUES,
    textOf: (cases) => queueText({ cases }),
  },
  {
    id: 'takesFirst',
    title:
      'one queue whose agents take cases by rank and weight: 5,000, 10,000 and 20,000 cases, an agent for 50',
    unit: 'cases',
    sizes: [5_000, 10_000, 20_000],
    commands: ['run', 'audit'],
    nodeOptions: FOR_QUEUES,
    textOf: (cases) => queueText({ cases, agents: cases / 50, hasRanks: true }),
  },
  {
    id: 'shifts',
    title: 'one queue of 30,000 cases and 3,000 agents: 30, 300 and 3,000 shifts',
    unit: 'shifts',
    sizes: [30, 300, 3_000],
    commands: ['run', 'audit'],
    nodeOptions: FOR_QUEUES,
    textOf: (shifts) => queueText({ cases: 30_000, agents: 3_000, shifts }),
  },
];
