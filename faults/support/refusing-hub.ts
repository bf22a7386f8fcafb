import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A hub on this machine that answers every request alike; it does not keep the program alive. Gives its address. */
export async function refusingHub(status: number, headers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((_, response) => void response.writeHead(status, headers).end());
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
