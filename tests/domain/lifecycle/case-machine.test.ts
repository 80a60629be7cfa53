import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import {
  CASE_COLUMNS,
  type CaseContext,
  type CaseEvent,
  caseMachine,
  drawCaseMachine,
  UNVARIED,
} from '#domain';

const NEVER = Number.POSITIVE_INFINITY;

/** A case with one contact and no incidents, changed as the test asks. */
function facts(wanted: Partial<CaseContext> = {}): CaseContext {
  const zeros = Object.fromEntries(Object.keys(CASE_COLUMNS).map((name) => [name, 0])) as CaseContext;
  const never = {
    patienceMs: NEVER,
    messageMs: NEVER,
    severityRaiseMs: NEVER,
    regionHoldMs: NEVER,
    replyMs: NEVER,
    vendorMs: NEVER,
    reopeningMs: NEVER,
  };
  return {
    ...zeros,
    ...never,
    tier: 1,
    solvedAtTier: 1,
    severity: 2,
    closingMs: 100,
    retentionMs: 1000,
    ...wanted,
  };
}

/** A real actor on a clock that the test moves. */
function start(wanted: Partial<CaseContext> = {}) {
  let now = 0;
  let counter = 0;
  const timers = new Map<number, { readonly at: number; readonly fire: () => void }>();
  const actor = createActor(caseMachine, {
    input: facts(wanted),
    clock: {
      setTimeout: (fire: () => void, delay: number) => {
        timers.set(++counter, { at: now + delay, fire });
        return counter;
      },
      clearTimeout: (id: number) => timers.delete(id),
    },
  });
  actor.start();
  return {
    send: (event: CaseEvent) => actor.send(event),
    wait: (ms: number) => {
      now += ms;
      const due = [...timers].filter(([, { at }]) => at <= now).sort(([, a], [, b]) => a.at - b.at);
      for (const [id, { fire }] of due) if (timers.delete(id)) fire();
    },
    state: () => JSON.stringify(actor.getSnapshot().value).replace(/[{}"]/g, '').replaceAll(':', '.'),
    context: () => actor.getSnapshot().context,
  };
}

const SUBMIT: CaseEvent = { type: 'SUBMIT', primary: 0, replica: 1, refused: 0, stands: 0 };
const assign = (more: Partial<Extract<CaseEvent, { type: 'ASSIGN' }>> = {}): CaseEvent => ({
  type: 'ASSIGN',
  agent: 7,
  group: 3,
  centre: 2,
  handleMs: 60,
  replyMs: NEVER,
  vendorMs: NEVER,
  reopeningMs: NEVER,
  ...UNVARIED.ASSIGN,
  solvedAtTier: 1,
  ...more,
});

describe('the life of a case', () => {
  it('goes from submission to erasure if all goes well', () => {
    const life = start();
    life.send(SUBMIT);
    expect(life.state()).toBe('open.waiting.queued');
    life.send(assign());
    expect(life.state()).toBe('open.working');
    expect(life.context()).toMatchObject({
      agent: 7,
      group: 3,
      centre: 2,
      contacts: 1,
      primary: 0,
      replica: 1,
    });
    life.wait(60);
    expect(life.state()).toBe('resolved');
    life.wait(100);
    expect(life.state()).toBe('closed');
    life.wait(1000);
    expect(life.state()).toBe('erased');
  });

  it('waits at intake while no data centre can take it', () => {
    const life = start();
    life.send({ type: 'SUBMIT', primary: -1, replica: -1, refused: 0, stands: 0 });
    expect(life.state()).toBe('stalled');
    life.send({ type: 'PLACE', primary: 4, replica: -1 });
    expect(life.state()).toBe('open.waiting.queued');
    expect(life.context()).toMatchObject({ primary: 4, replica: -1 });
  });

  it('is over when the customer leaves a message, unless the case was answered before', () => {
    const life = start({ messageMs: 30, patienceMs: 90 });
    life.send(SUBMIT);
    life.wait(30);
    expect(life.state()).toBe('closed');

    const answered = start({ messageMs: 30, solvedAtTier: 2 });
    answered.send(SUBMIT);
    answered.send(assign());
    answered.wait(60);
    answered.wait(1000);
    expect(answered.state()).toBe('open.waiting.queued');
  });

  it('ends at once if the case is refused', () => {
    const life = start();
    life.send({ type: 'SUBMIT', primary: 4, replica: -1, refused: 1, stands: 0 });
    expect(life.state()).toBe('refused');
    expect(life.context()).toMatchObject({ primary: 0, replica: 0 });
  });

  it('includes triage if triage takes time', () => {
    const life = start({ triageMs: 5 });
    life.send(SUBMIT);
    expect(life.state()).toBe('open.triage');
    life.wait(5);
    expect(life.state()).toBe('open.waiting.queued');
  });

  it('is abandoned if patience ends before the first answer, but not after it', () => {
    const life = start({ patienceMs: 30 });
    life.send(SUBMIT);
    life.wait(30);
    expect(life.state()).toBe('closed');

    const answered = start({ patienceMs: 30, solvedAtTier: 2 });
    answered.send(SUBMIT);
    answered.send(assign());
    answered.wait(60);
    expect(answered.state()).toBe('open.waiting.queued');
    answered.wait(1000);
    expect(answered.state()).toBe('open.waiting.queued');
  });

  it('after a callback was accepted, knows no abandonment, and allows a limited number of calls', () => {
    const life = start({ patienceMs: 30, messageMs: 40, callsLeft: 2, callAgainMs: 20 });
    life.send(SUBMIT);
    life.send({ type: 'CALL_BACK' });
    life.wait(100);
    expect(life.state()).toContain('waiting');
    life.send(assign({ unreached: 1, handleMs: 5 }));
    life.wait(5);
    expect(life.state()).toContain('unreached');
    life.wait(20);
    expect(life.state()).toContain('waiting');
    life.send(assign({ unreached: 1, handleMs: 5 }));
    life.wait(5);
    expect(life.state()).toBe('closed');
  });

  it('is over when the queue is cleared at the end of the day, answered or not', () => {
    const unanswered = start();
    unanswered.send(SUBMIT);
    unanswered.send({ type: 'CLEAR' });
    expect(unanswered.state()).toBe('closed');
    const answered = start({ solvedAtTier: 2 });
    answered.send(SUBMIT);
    answered.send(assign({ handleMs: 5 }));
    answered.send({ type: 'CLEAR' });
    expect(answered.state()).toContain('working');
    answered.wait(5);
    answered.send({ type: 'CLEAR' });
    expect(answered.state()).toBe('closed');
  });

  it('may end as lost if nobody can take over at once', () => {
    const life = start({ solvedAtTier: 2 });
    life.send(SUBMIT);
    life.send(assign({ handleMs: 5 }));
    life.wait(5);
    life.send({ type: 'LOSE' });
    expect(life.state()).toBe('closed');
  });

  it('waits for its incident after a contact that only links it, whatever else that contact would have found', () => {
    const life = start({ solvedAtTier: 2, trueLanguage: 1, patienceMs: 30 });
    life.send(SUBMIT);
    life.send({ type: 'MEND' });
    expect(life.state()).toContain('waiting');
    life.send(assign({ handleMs: 5, links: 1, replyMs: 10, vendorMs: 10 }));
    life.wait(5);
    expect(life.state()).toBe('open.linked');
    life.wait(1000);
    expect(life.state()).toBe('open.linked');
    life.send({ type: 'MEND' });
    expect(life.state()).toBe('resolved');
    life.wait(100);
    expect(life.state()).toBe('closed');
  });

  it('after a successful callback is served like any other', () => {
    const life = start({ patienceMs: 30, callsLeft: 1, solvedAtTier: 2 });
    life.send(SUBMIT);
    life.send({ type: 'CALL_BACK' });
    life.send(assign({ handleMs: 5 }));
    life.wait(5);
    expect([life.context().calledBack, life.context().tier]).toEqual([0, 2]);
  });

  it('works off language, product and tier one by one, each by a transfer', () => {
    const life = start({ language: 1, product: 1, solvedAtTier: 3 });
    life.send(SUBMIT);
    const seen: string[] = [];
    for (let contact = 0; contact < 5; contact++) {
      life.send(assign());
      life.wait(60);
      const { language, product, tier } = life.context();
      seen.push(`${language}${product}${tier}`);
    }
    expect(seen).toEqual(['011', '001', '002', '003', '003']);
    expect(life.state()).toBe('resolved');
  });

  it('goes back to the tier below if a contact finds that the case belongs there, and only if outcomes are drawn', () => {
    const life = start({ solvedAtTier: 2, drawsOutcomes: 1 });
    life.send(SUBMIT);
    life.send(assign({ solvedAtTier: 2 }));
    life.wait(60);
    expect(life.context().tier).toBe(2);
    life.send(assign({ solvedAtTier: 1 }));
    life.wait(60);
    expect(life.state()).toBe('open.waiting.queued');
    expect(life.context()).toMatchObject({ tier: 1, agent: -1 });
    life.send(assign({ solvedAtTier: 1 }));
    life.wait(60);
    expect(life.state()).toBe('resolved');

    const settled = start({ solvedAtTier: 2 });
    settled.send(SUBMIT);
    settled.send(assign());
    settled.wait(60);
    settled.send(assign({ solvedAtTier: 1 }));
    settled.wait(60);
    expect(settled.state()).toBe('resolved');
  });

  it('waits for the customer, and is resolved without an answer if that takes too long', () => {
    const life = start({ autoCloseMs: 500 });
    life.send(SUBMIT);
    life.send(assign({ replyMs: 200 }));
    life.wait(60);
    expect(life.state()).toBe('open.awaitingCustomer');
    life.wait(200);
    expect(life.state()).toBe('open.waiting.queued');
    life.send(assign({ replyMs: 900 }));
    life.wait(60);
    life.wait(500);
    expect(life.state()).toBe('resolved');
  });

  it('is handed over at the end of a shift only if the policy says so, and keeps the remaining work', () => {
    const life = start();
    life.send(SUBMIT);
    life.send(assign());
    life.send({ type: 'SHIFT_END', workLeftMs: 40, handsOver: 0 });
    expect(life.state()).toBe('open.working');
    life.send({ type: 'SHIFT_END', workLeftMs: 40, handsOver: 1 });
    expect(life.state()).toBe('open.waiting.queued');
    expect(life.context()).toMatchObject({ agent: -1, group: -1, centre: -1, workLeftMs: 40 });
    life.send(assign());
    life.send({ type: 'CENTRE_DOWN', workLeftMs: 10 });
    expect(life.state()).toBe('open.waiting.queued');
    expect(life.context().workLeftMs).toBe(10);
  });

  it('pauses with its agent, who continues the remaining work, or is taken from the agent', () => {
    const life = start();
    life.send(SUBMIT);
    life.send(assign());
    life.wait(20);
    life.send({ type: 'PAUSE', leftMs: 40 });
    expect(life.state()).toBe('open.paused');
    expect(life.context()).toMatchObject({ agent: 7, contacts: 1 });
    life.wait(1000);
    expect(life.state()).toBe('open.paused');
    life.send({ type: 'RESUME' });
    life.wait(39);
    expect(life.state()).toBe('open.working');
    life.send({ type: 'PAUSE', leftMs: 1 });
    life.send({ type: 'AGENT_ABSENT', workLeftMs: 1 });
    expect(life.state()).toBe('open.waiting.queued');
    expect(life.context()).toMatchObject({ agent: -1, workLeftMs: 1 });
  });

  it('is raised to severity A, and to tier 2 if tier 1 cannot solve it', () => {
    const life = start({ severityRaiseMs: 50, solvedAtTier: 3 });
    life.send(SUBMIT);
    life.wait(50);
    expect(life.state()).toBe('open.waiting.queued');
    expect(life.context()).toMatchObject({ severity: 0, tier: 2, severityRaiseMs: NEVER });
  });

  it('is offered beyond its region when the hold runs out', () => {
    const life = start({ regionHoldMs: 20 });
    life.send(SUBMIT);
    expect(life.context()).toMatchObject({ stage: 0, holdMs: 20 });
    life.wait(20);
    expect(life.context()).toMatchObject({ stage: 1, holdMs: NEVER });
  });

  it('is re-opened by the customer before it closes', () => {
    const life = start();
    life.send(SUBMIT);
    life.send(assign({ reopeningMs: 30 }));
    life.wait(60);
    life.wait(30);
    expect(life.state()).toBe('open.waiting.queued');
    expect(life.context().reopeningMs).toBe(NEVER);
  });

  it('moves its copies in any state', () => {
    const life = start();
    life.send(SUBMIT);
    life.send({ type: 'RELOCATE', primary: 5, replica: 6 });
    expect(life.state()).toBe('open.waiting.queued');
    expect(life.context()).toMatchObject({ primary: 5, replica: 6 });
  });
});

describe('drawCaseMachine()', () => {
  const lines = drawCaseMachine()
    .split('\n')
    .map((line) => line.trim());

  it('draws each state once, with its entry and exit actions', () => {
    expect(lines[0]).toBe('stateDiagram-v2');
    for (const state of ['submitted', 'stalled', 'open', 'open_waiting_queued', 'open_working', 'erased']) {
      expect(
        lines.filter(
          (line) => /^state ".*" as /.test(line) && line.split(' as ')[1]?.split(' ')[0] === state,
        ),
      ).toHaveLength(1);
    }
    expect(lines).toContain('open_working : exit / purgeWorkingCopy');
    expect(lines).toContain('erased --> [*]');
  });

  it('draws transitions with event or timer, guard and actions', () => {
    expect(lines).toContain('submitted --> open : SUBMIT [placed] / notePlaces, storePrimary, storeReplica');
    expect(lines).toContain('open_waiting --> abandoned : after patience / recordAbandonment');
    expect(lines).toContain(
      'note right of submitted : in every state, RELOCATE / relocateCopies, notePlaces',
    );
  });

  it('can be given up while the case waits again, with the patience of the last contact', () => {
    const ofWaits = { transferPatienceMs: 30, interruptionPatienceMs: 20, reopeningPatienceMs: 10 };
    const transferred = start({ solvedAtTier: 2 });
    transferred.send(SUBMIT);
    transferred.send(assign(ofWaits));
    transferred.wait(60);
    expect(transferred.state()).toBe('open.waiting.queued');
    transferred.wait(29);
    expect(transferred.state()).toBe('open.waiting.queued');
    transferred.wait(1);
    expect(transferred.state()).toBe('closed');

    const interrupted = start();
    interrupted.send(SUBMIT);
    interrupted.send(assign(ofWaits));
    interrupted.send({ type: 'SHIFT_END', workLeftMs: 5, handsOver: 1 });
    // A next agent in time: patience for the next wait is that of the next contact.
    interrupted.wait(19);
    interrupted.send(assign());
    interrupted.send({ type: 'CENTRE_DOWN', workLeftMs: 5 });
    interrupted.wait(1000);
    expect(interrupted.state()).toBe('open.waiting.queued');

    const reopened = start();
    reopened.send(SUBMIT);
    reopened.send(assign({ ...ofWaits, reopeningMs: 50 }));
    reopened.wait(60);
    reopened.wait(50);
    expect(reopened.state()).toBe('open.waiting.queued');
    reopened.wait(10);
    expect(reopened.state()).toBe('closed');
  });
});
