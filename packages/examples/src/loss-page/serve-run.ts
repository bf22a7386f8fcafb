import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { RunReader } from '@tuner/core';
import { build } from 'esbuild';
import { streamEvents } from './stream-events.ts';

const fileOf = (name: string) => fileURLToPath(new URL(`page/${name}`, import.meta.url));

/** The page's program, with what it takes from `@tuner/core/contract`, as one file for browsers. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileOf('main.ts')], bundle: true, format: 'esm', write: false,
    // From source, as all of this repository runs.
    conditions: ['@tuner/source'],
  });
  return outputFiles[0]?.text ?? '';
}

/** Serves a page that draws the loss of `run` while it goes on, on this machine alone. Port 0 is any free one. */
export async function serveRun(run: RunReader, port = 0): Promise<{ url: string; server: Server }> {
  const script = await bundle();
  const { runId, record } = await run.info();
  const routes: Record<string, { type: string; body: () => string | Promise<string> }> = {
    '/': { type: 'text/html', body: () => readFile(fileOf('page.html'), 'utf8') },
    '/page.css': { type: 'text/css', body: () => readFile(fileOf('page.css'), 'utf8') },
    '/main.js': { type: 'text/javascript', body: () => script },
    '/run': { type: 'application/json', body: () => JSON.stringify({ runId, record }) },
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const route = routes[request.url ?? ''];
    if (request.method !== 'GET') return response.writeHead(405).end();
    if (request.url === '/events') return streamEvents(run, request, response);
    if (!route) return response.writeHead(404).end();
    response.setHeader('content-type', `${route.type}; charset=utf-8`);
    response.setHeader('content-security-policy', "default-src 'self' data:");
    return response.end(await route.body());
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
