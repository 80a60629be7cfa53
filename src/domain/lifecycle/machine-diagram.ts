import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { caseMachine } from './case-machine.ts';

/**
 * The case machine as a Mermaid state diagram (`stateDiagram-v2`), drawn from the machine itself: states in their
 * hierarchy, transitions with event or timer, guard and actions.
 */
export function drawCaseMachine(): string {
  const { root }: AnyStateMachine = caseMachine;
  const lines = ['stateDiagram-v2'];
  drawChildren(root, '  ', lines);
  drawTransitions(root, '  ', lines);
  return `${lines.join('\n')}\n`;
}

function drawChildren(node: AnyStateNode, indent: string, lines: string[]): void {
  const initial = node.initial?.target[0];
  if (initial !== undefined) lines.push(`${indent}[*] --> ${nameOf(initial)}`);
  for (const child of Object.values(node.states) as AnyStateNode[]) {
    const actions = [
      ...namesOf(child.entry).map((action) => `entry / ${action}`),
      ...namesOf(child.exit).map((action) => `exit / ${action}`),
    ];
    if (Object.keys(child.states).length > 0) {
      lines.push(`${indent}state "${child.key}" as ${nameOf(child)} {`);
      drawChildren(child, `${indent}  `, lines);
      lines.push(`${indent}}`);
    } else {
      lines.push(`${indent}state "${child.key}" as ${nameOf(child)}`);
    }
    for (const action of actions) lines.push(`${indent}${nameOf(child)} : ${action}`);
    if (child.type === 'final') lines.push(`${indent}${nameOf(child)} --> [*]`);
  }
}

function drawTransitions(node: AnyStateNode, indent: string, lines: string[]): void {
  const all = [...node.transitions.values(), node.always ?? []].flat();
  for (const transition of all) {
    const guard = typeof transition.guard === 'string' ? ` [${transition.guard}]` : '';
    const actions = namesOf(transition.actions);
    const label = `${eventName(transition.eventType)}${guard}${actions.length > 0 ? ` / ${actions.join(', ')}` : ''}`;
    if (node.parent === undefined) {
      const first = Object.values(node.states)[0] as AnyStateNode;
      lines.push(`${indent}note right of ${nameOf(first)} : in every state, ${label}`);
      continue;
    }
    for (const target of transition.target ?? [node]) {
      lines.push(`${indent}${nameOf(node)} --> ${nameOf(target)} : ${label}`);
    }
  }
  for (const child of Object.values(node.states) as AnyStateNode[]) drawTransitions(child, indent, lines);
}

function nameOf(node: AnyStateNode): string {
  return node.path.join('_');
}

/** `xstate.after.hold.case.open.waiting.queued` → `after hold`; the empty name is xstate's for `always`. */
function eventName(type: string): string {
  if (type === '') return 'always';
  const after = /^xstate\.after\.([^.]+)\./.exec(type);
  return after === null ? type : `after ${after[1]}`;
}

function namesOf(actions: readonly unknown[]): readonly string[] {
  return actions.flatMap((action) => {
    if (typeof action === 'string') return [action];
    if (typeof action !== 'object' || action === null || !('type' in action)) return [];
    const { type, params } = action as { type: string; params?: { reason?: string } };
    if (type.startsWith('xstate.')) return [];
    return [params?.reason === undefined ? type : `${type} ${params.reason}`];
  });
}
