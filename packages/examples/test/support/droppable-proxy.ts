import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be cut. */
export interface DroppableProxy {
  readonly url: string;
  /** The `Last-Event-ID` of each request that had one. */
  readonly lastEventIds: number[];
  /** Cuts every connection, as a network does; new ones work. */
  drop(): void;
  close(): void;
}

/** Listens on a free port and passes everything on to `target`. */
export async function createDroppableProxy(target: URL): Promise<DroppableProxy> {
  const sockets = new Set<Socket>();
  const lastEventIds: number[] = [];
  const drop = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const proxy = createServer((client) => {
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
    client.pipe(upstream).pipe(client);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`;
  return { url, lastEventIds, drop, close: () => { drop(); proxy.close(); } };
}
