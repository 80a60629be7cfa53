import { drawCaseMachine } from '#domain';

/** Where a transition into a state that has states of its own leads. */
const FIRST: Readonly<Record<string, string>> = {
  'open.waiting': 'open.waiting.queued',
  open: 'open.triage',
};

/** Which state follows on which, read from the drawing of the case machine itself. */
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
