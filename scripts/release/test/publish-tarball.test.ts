import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { mustRun } from '../../check-pack/run-command.ts';
import { publishTarball } from '../publish-tarball.ts';

/** What a registry was sent, by the name of the package. */
type Published = Record<string, {
  readonly versions: Record<string, object>;
  readonly access: string;
  readonly 'dist-tags': Record<string, string>;
}>;

const published: Published = {};
let server: Server;

/** As much of a registry as pnpm asks for: one document a package, which a PUT brings. */
function startRegistry(): Promise<Server> {
  const registry = createServer((request, response) => {
    const name = decodeURIComponent(request.url?.slice(1).split('?')[0] ?? '');
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method !== 'PUT') return answer(published[name] ? 200 : 404, published[name] ?? {});
    return void bodyOf(request).then((body) => {
      published[name] = JSON.parse(body) as Published[string];
      answer(201, { ok: true });
    });
  });
  return new Promise((resolve) => { registry.listen(0, '127.0.0.1', () => resolve(registry)); });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function tarballOf(version: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tuner-publish-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@tuner/probe', version }));
  await mustRun('pnpm', ['pack', '--pack-destination', folder], { cwd: folder });
  const path = join(folder, `tuner-probe-${version}.tgz`);
  return { name: '@tuner/probe', path, bytes: 0, unpackedBytes: 0, files: {} };
}

beforeAll(async () => {
  server = await startRegistry();
  const { port } = server.address() as AddressInfo;
  const config = join(mkdtempSync(join(tmpdir(), 'tuner-npmrc-')), '.npmrc');
  writeFileSync(config, `registry=http://127.0.0.1:${port}/\n//127.0.0.1:${port}/:_authToken=test\n`);
  for (const name of ['NPM_CONFIG_USERCONFIG', 'npm_config_userconfig']) vi.stubEnv(name, config);
  for (const name of ['NPM_CONFIG_REGISTRY', 'npm_config_registry']) vi.stubEnv(name, `http://127.0.0.1:${port}/`);
});
afterAll(() => { vi.unstubAllEnvs(); server.close(); });

const options = { provenance: false, dryRun: false };

test('a version is published once, to everybody; a second call leaves it alone', async () => {
  const tarball = await tarballOf('1.0.0');
  expect(await publishTarball(tarball, { ...options, version: '1.0.0' })).toBe('published');
  expect(published['@tuner/probe']).toMatchObject({ access: 'public', 'dist-tags': { latest: '1.0.0' } });
  expect(await publishTarball(tarball, { ...options, version: '1.0.0' })).toBe('there already');
});

test('a prerelease does not become the latest version; a dry run uploads nothing', async () => {
  const tarball = await tarballOf('2.0.0-beta.1');
  await publishTarball(tarball, { ...options, dryRun: true, version: '2.0.0-beta.1' });
  expect(Object.keys(published['@tuner/probe']?.versions ?? {})).toEqual(['1.0.0']);
  await publishTarball(tarball, { ...options, version: '2.0.0-beta.1' });
  expect(published['@tuner/probe']?.['dist-tags']).toEqual({ next: '2.0.0-beta.1' });
});
