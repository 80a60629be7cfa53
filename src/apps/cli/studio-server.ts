import { constants, readdirSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CONTENT_SECURITY_POLICY } from '../shared/content-security.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const LOOPBACK = '127.0.0.1';
/** Names by which a browser on this machine reaches the server. Others are somebody's name that was made to point here. */
const HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

export interface StudioServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the studio's own files to this machine alone: the files that stand in its folder when it is started, and those of
 * `extra` (text by name) in their place. Nothing is written, nothing is fetched, no other origin may read it.
 *
 * `port`: 0 takes any that is free. Rejects where the port is taken.
 */
export function startStudioServer(
  folder: string,
  port: number,
  extra: Readonly<Record<string, string>> = {},
): Promise<StudioServer> {
  const files = new Map(
    filesBelow(folder).map((path) => [`/${path.split(sep).join('/')}`, join(folder, path)]),
  );
  const server = createServer((request, response) => {
    // A connection that breaks off takes its own answer with it, and nothing else.
    answer(request, response, files, extra).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ url: `http://${LOOPBACK}:${taken}/`, close: () => closed(server) });
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, string>,
  extra: Readonly<Record<string, string>>,
): Promise<void> {
  const { headers, method = '', url = '/' } = request;
  if (!HOSTS.includes((headers.host ?? '').replace(/:\d+$/, ''))) return refuse(response, 421);
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405);
  const asked = url.split(/[?#]/)[0] ?? '/';
  const path = asked === '/' ? '/index.html' : asked;
  const type = TYPES[extname(path)];
  const name = path.slice(1);
  const file = files.get(path);
  if (type === undefined || (file === undefined && !Object.hasOwn(extra, name))) return refuse(response, 404);
  const head = { ...HEADERS, 'Content-Type': type };
  if (Object.hasOwn(extra, name)) {
    response.writeHead(200, head).end(method === 'HEAD' ? undefined : extra[name]);
  } else await send(file as string, method === 'HEAD', head, response);
}

/** The file is closed whatever becomes of the connection. Nothing is promised to the browser before the file is open. */
async function send(
  path: string,
  isHead: boolean,
  head: Readonly<Record<string, string>>,
  response: ServerResponse,
): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return refuse(response, isGone ? 404 : 500);
  }
  try {
    if (!(await file.stat()).isFile()) return refuse(response, 500);
    response.writeHead(200, head);
    if (isHead) response.end();
    else await pipeline(file.createReadStream({ autoClose: false }), response);
  } finally {
    await file.close();
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(status === 500 ? 'it cannot be read\n' : 'not here\n');
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => relative(folder, join(folder, path)))
    .filter((path) => statSync(join(folder, path)).isFile());
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
