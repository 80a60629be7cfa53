import type { Browser, Page } from 'playwright-core';

/**
 * How long the page's own thread was busy, task by task, in processor time, which unlike wall-clock time does not include other programs.
 * From Chromium's trace, whose tasks carry both.
 */
export interface Task {
  /** The last step that was named before the task. */
  readonly step: string;
  readonly processorMs: number;
  /** It drew a frame that an animation had requested. */
  readonly isFrame: boolean;
  /** What took longest in it. */
  readonly what: string;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of the thread, microseconds. */
  readonly tdur?: number;
  readonly args: {
    readonly name?: string;
    readonly data?: { readonly message?: string; readonly functionName?: string };
    readonly chrome_mojo_event_info?: { readonly mojo_interface_tag?: string };
  };
}

const CATEGORIES = ['toplevel', 'mojom', 'devtools.timeline', '__metadata'];
const TASK = 'ThreadControllerImpl::RunTask';
/** The connection by which a test controls the page. */
const FROM_THE_TEST = 'blink.mojom.DevToolsSession';

/** Call it before the page is opened. */
export function startTrace(browser: Browser, page: Page): Promise<void> {
  return browser.startTracing(page, { categories: CATEGORIES });
}

/** Names the following step. */
export function beginStep(page: Page, step: string): Promise<void> {
  return page.evaluate(`console.timeStamp(${JSON.stringify(step)})`);
}

/** Every task of the page since the first step was named, except those that only serve the test. */
export async function stopTrace(browser: Browser): Promise<readonly Task[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const steps = traceEvents.filter(({ name }) => name === 'TimeStamp');
  const [{ pid, tid } = { pid: -1, tid: -1 }] = steps;
  const own = traceEvents
    .filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X')
    .sort((left, right) => left.ts - right.ts || (right.dur ?? 0) - (left.dur ?? 0));
  const tasks: Task[] = [];
  for (let i = 0; i < own.length; ) {
    const task = own[i++] as TraceEvent;
    // The last one was still running when the trace ended.
    if (task.name !== TASK || task.tdur === undefined) continue;
    const inside: TraceEvent[] = [];
    for (; i < own.length && (own[i] as TraceEvent).ts < task.ts + (task.dur ?? 0); i++)
      inside.push(own[i] as TraceEvent);
    if (inside.some(({ args }) => args.chrome_mojo_event_info?.mojo_interface_tag === FROM_THE_TEST))
      continue;
    const longest = inside.toSorted((left, right) => (right.tdur ?? 0) - (left.tdur ?? 0)).slice(0, 3);
    tasks.push({
      step: steps.findLast(({ ts }) => ts <= task.ts)?.args.data?.message ?? 'begin',
      processorMs: task.tdur / 1000,
      isFrame: inside.some(({ name }) => name === 'FireAnimationFrame'),
      what: longest.map(({ name, tdur = 0 }) => `${name} ${(tdur / 1000).toFixed(0)}`).join(', '),
    });
  }
  if (tasks.length === 0) throw new Error('this browser tells no processor time');
  return tasks;
}
