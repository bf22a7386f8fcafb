import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { RunReader } from '@tuner/core';
import { isTerminal } from '@tuner/core/contract';

const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/** A line now and then, so that nobody between takes a quiet connection for a dead one; in milliseconds. */
const HEARTBEAT_MS = 15_000;

/**
 * Sends a run's events as server-sent events. The id of each is its `seq`, so a browser that was cut off asks with
 * `Last-Event-ID` and goes on behind it: no event comes twice, none is left out. An ended run has 204 for a browser
 * that has seen everything, which ends its asking.
 */
export async function streamEvents(run: RunReader, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const after = Number(request.headers['last-event-id'] ?? 0);
  if (!Number.isSafeInteger(after) || after < 0) return void response.writeHead(400).end('Last-Event-ID is no seq');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const heartbeat = setInterval(() => response.headersSent && response.write(':\n\n'), HEARTBEAT_MS);
  try {
    if (!isTerminal(await run.status())) open(response);
    for await (const event of run.events({ after, signal: gone.signal })) {
      open(response);
      const isRoom = response.write(`id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);
      if (!isRoom) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
    }
    if (response.headersSent) response.end();
    else response.writeHead(204).end();
  } finally {
    clearInterval(heartbeat);
  }
}

function open(response: ServerResponse): void {
  if (response.headersSent) return;
  response.writeHead(200, HEADERS).write('retry: 500\n\n');
}
