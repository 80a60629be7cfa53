import { once } from 'node:events';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Command } from 'commander';
import { parseDuration } from '#scenario';
import { refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { note } from '../../shared/terminal.ts';
import { VERSION } from '../../shared/version.ts';
import { answerTo } from '../mcp/answer-call.ts';
import { describeTools } from '../mcp/tools.ts';
import { Workspace } from '../mcp/workspace.ts';

interface McpOptions {
  readonly root: string;
  readonly write?: true;
  readonly longest: string;
}

/**
 * `meridian mcp`: answers an assistant by the Model Context Protocol on standard input and output, until the input ends. Each tool runs another
 * command of meridian.
 */
export function mcpOf(program: Command) {
  return async (options: McpOptions, { signal }: CommandContext): Promise<void> => {
    const longest = parseDuration(options.longest);
    if (!longest.ok || longest.value <= 0)
      return refuse(`--longest ${options.longest} is not a duration`, 'write e.g. --longest "55 s"');
    const workspace = new Workspace(options.root, options.write === true);
    const server = new Server(
      { name: 'meridian', version: VERSION },
      { capabilities: { tools: {} }, instructions: instructionsFor(workspace) },
    );
    server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: describeTools(program, workspace.mayWrite),
    }));
    const running = new Set<Promise<unknown>>();
    const over = new AbortController();
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
      const ended = AbortSignal.any([extra.signal, over.signal]);
      const call = answerTo(params, { program, workspace, longestMs: longest.value, signal: ended });
      running.add(call);
      const { isError, text } = await call.finally(() => running.delete(call));
      return { content: [{ type: 'text', text }], isError };
    });
    await server.connect(new StdioServerTransport());
    note(`answering an assistant on standard input, below ${workspace.root}; the end of the input ends it`);
    await Promise.race(['end', 'close'].map((event) => once(process.stdin, event, { signal }))).catch(
      () => {},
    );
    over.abort();
    await Promise.allSettled(running);
    await server.close();
    workspace.end();
  };
}

function instructionsFor({ mayWrite, root }: Workspace): string {
  const kept = mayWrite
    ? 'Results are written there.'
    : 'Nothing is written there: the name of a run that `run` returns, such as unsaved-1, is for trace, explain, audit and evaluate, until this server ends.';
  return `Paths are below ${root}. ${kept} Each answer has the command that makes it again in that folder. low and high are the ends of a figure's interval; counts of a run, such as cases and violations, are exact. One run says little about targets: for figures with intervals, give run replications.`;
}
