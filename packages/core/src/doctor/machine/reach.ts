import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import { proxyFor } from './proxy-for.ts';

/** What became of asking an address. */
export type Reached =
  | { readonly status: number; readonly body: string; readonly byProxy: boolean }
  /** Such as `ENOTFOUND`, `ECONNREFUSED`, `ETIMEDOUT`, `SELF_SIGNED_CERT_IN_CHAIN`. */
  | { readonly code: string };

/** How to ask. */
export interface ReachOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

const MOST_BYTES = 64 * 1024;

/** Asks an address once, as pip and the hub's client would: through the proxy, with this machine's certificates. */
export async function reach(address: string, options: ReachOptions): Promise<Reached> {
  const url = new URL(address);
  const proxy = proxyFor(url, options.env);
  try {
    if (!proxy) return await ask(url, options);
    const tunnel = await openTunnel(proxy, url, options.signal);
    if (typeof tunnel === 'number') return { status: tunnel, body: '', byProxy: true };
    return await ask(url, options, tunnel);
  } catch (error) {
    if (options.signal.aborted) return { code: 'ETIMEDOUT' };
    return { code: String((error as NodeJS.ErrnoException).code ?? (error as Error).message) };
  }
}

function ask(url: URL, { headers, signal, env }: ReachOptions, tunnel?: Duplex): Promise<Reached> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const ca = certificates(env);
  const isSecure = url.protocol === 'https:';
  const secured = tunnel && isSecure ? tls.connect({ socket: tunnel, servername: url.hostname, ca }) : tunnel;
  const through = secured ? { createConnection: () => secured } : {};
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, signal, ca, agent: false, ...through }, (answer) => {
      void text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body, byProxy: false }), reject);
    });
    sent.on('error', reject).end();
  });
}

async function text(answer: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
    body += chunk;
    if (body.length > MOST_BYTES) break;
  }
  return body;
}

/** A connection to the host of `url`, or the status with which the proxy refused it. */
function openTunnel(proxy: URL, url: URL, signal: AbortSignal): Promise<Duplex | number> {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const userinfo = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization = { 'Proxy-Authorization': `Basic ${Buffer.from(userinfo).toString('base64')}` };
  const request = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request({
      host: proxy.hostname, port: proxy.port || undefined, method: 'CONNECT', path: `${url.hostname}:${port}`, signal,
      agent: false, headers: proxy.username === '' ? {} : authorization,
    })
      .on('connect', ({ statusCode = 0 }, socket) => resolve(statusCode === 200 ? socket : statusCode))
      .on('response', ({ statusCode = 0 }) => resolve(statusCode))
      .on('error', reject)
      .end();
  });
}

/** Node's certificates, the system's, and those that pip and the hub's client are told to use. */
function certificates(env: NodeJS.ProcessEnv): string[] {
  const files = ['PIP_CERT', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE'].flatMap((name) => env[name] ?? []);
  const named = files.flatMap((file) => {
    try {
      return [readFileSync(file, 'utf8')];
    } catch {
      return [];
    }
  });
  return [...tls.rootCertificates, ...tls.getCACertificates('system'), ...named];
}
