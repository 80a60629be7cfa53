import { drawCaseMachine } from '#domain';

/** The initial state inside a composite state, to which transitions into it lead. */
const FIRST: Readonly<Record<string, string>> = {
  'open.waiting': 'open.waiting.queued',
  open: 'open.triage',
};

/** Pairs of successive states, read from the diagram of the case machine. */
export function caseEdges(): readonly (readonly [from: string, to: string])[] {
  const pairs = new Map<string, readonly [string, string]>();
  for (const [, from = '', to = ''] of drawCaseMachine().matchAll(/^\s*(\w+) --> (\w+) :/gm)) {
    const edge = [nameOf(from), nameOf(to)] as const;
    pairs.set(edge.join(' '), edge);
  }
  return [...pairs.values()];
}

function nameOf(node: string): string {
  const name = node.replaceAll('_', '.');
  return FIRST[name] ?? name;
}
