import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server of events that holds the first stream in the middle, so that it can be cut there. */
export interface DroppableProxy {
  readonly url: string;
  /** The `Last-Event-ID` of each request that had one. */
  readonly lastEventIds: number[];
  /** Cuts every connection, as a network does, and takes no new one until `mend`. Nothing is held from now on. */
  drop(): void;
  /** New connections work again. */
  mend(): void;
  close(): void;
}

/** Listens on a free port and passes on what `target` sends, up to the event `holdBehind` and no further until `drop`. */
export async function createDroppableProxy(target: URL, holdBehind: number): Promise<DroppableProxy> {
  const sockets = new Set<Socket>();
  const lastEventIds: number[] = [];
  const state = { holds: true, isCut: false };
  const drop = () => {
    Object.assign(state, { holds: false, isCut: true });
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const proxy = createServer((client) => {
    if (state.isCut) return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => [client, upstream].forEach((one) => one.destroy()));
    }
    client.on('data', (chunk) => {
      const id = /^last-event-id: (\d+)/im.exec(chunk.toString('latin1'))?.[1];
      if (id) lastEventIds.push(Number(id));
    });
    client.pipe(upstream);
    upstream.on('end', () => client.end());
    upstream.on('data', (chunk) => {
      const end = state.holds ? endOfEvent(chunk, holdBehind) : undefined;
      client.write(chunk.subarray(0, end));
      if (end !== undefined) upstream.pause();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`;
  const mend = () => { state.isCut = false; };
  return { url, lastEventIds, drop, mend, close: () => { drop(); proxy.close(); } };
}

/** Where the first event from number `wanted` on ends in this piece of a stream. */
function endOfEvent(chunk: Buffer, wanted: number): number | undefined {
  const text = chunk.toString('latin1');
  const event = text.matchAll(/^id: (\d+)$/gm).find(([, id]) => Number(id) >= wanted);
  if (!event) return undefined;
  const end = text.indexOf('\n\n', event.index);
  return end < 0 ? chunk.length : end + 2;
}
