import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, test } from 'vitest';
import { DOCTOR_CODES } from '../../src/contract/doctor.ts';
import { CHECKS } from '../../src/doctor/checks.ts';
import { examine } from '../../src/doctor/examine.ts';
import { formatDoctor } from '../../src/doctor/format-doctor.ts';
import { proxyFor } from '../../src/doctor/machine/proxy-for.ts';
import { reach } from '../../src/doctor/machine/reach.ts';
import { thisMachine } from '../../src/doctor/machine/this-machine.ts';
import type { Check } from '../../src/doctor/patient.ts';
import { createTuner, defineBackend, isTunerError } from '../../src/index.ts';
import { fakeBackend } from '../../src/testing/index.ts';
import { fakeMachine, fakePatient } from '../support/fake-machine.ts';
import { temporaryFolder } from '../support/temporary.ts';

const PAGE = readFileSync(new URL('../../../../docs/environments.md', import.meta.url), 'utf8');
const check = (name: string, run: Check['run']): Check => ({ name, run });

test('docs/environments.md has a row for every code of the doctor, and names every check', () => {
  const documented = [...PAGE.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
  expect(documented.filter((code) => (DOCTOR_CODES as readonly unknown[]).includes(code)).sort()).toEqual([...DOCTOR_CODES].sort());
  for (const { name } of CHECKS) expect(PAGE).toContain(`\`${name}\``);
});

describe('an examination', () => {
  const low = { code: 'MEMORY_LOW', severity: 'warning', message: 'Little memory.', evidence: ['1 GB'], fix: 'End others.', command: 'top' } as const;
  const bad = { code: 'DISK_LOW', severity: 'error', message: 'Little disk.', evidence: [] } as const;
  const patient = fakePatient(fakeMachine().machine);

  it('puts the worst first, and is healthy without an error', async () => {
    const both = await examine(patient, [check('memory', async () => [low]), check('disk', async () => [bad])]);
    expect(both).toMatchObject({ isHealthy: false, findings: [bad, low], checks: ['memory', 'disk'] });
    expect(await examine(patient, [check('memory', async () => [low])])).toMatchObject({ isHealthy: true });
  });

  it('survives a check that fails, one that hangs, and says so', async () => {
    const report = await examine(patient, [
      check('broken', () => Promise.reject(new Error('no /proc'))), check('slow', () => new Promise(() => undefined)), check('disk', async () => [bad]),
    ], 50);
    expect(report.findings).toMatchObject([
      bad, { code: 'CHECK_FAILED', severity: 'warning', evidence: ['no /proc'] }, { code: 'CHECK_FAILED', evidence: ['no answer within 0.05 s'] },
    ]);
  });

  it('is text for people, too', () => {
    const text = formatDoctor({ isHealthy: false, findings: [bad, low], checks: ['a', 'b'], durationMs: 1234 });
    expect(text).toBe([
      'error DISK_LOW: Little disk.', '', 'warning MEMORY_LOW: Little memory.', '  seen: 1 GB', '  fix:  End others.', '  run:  top', '',
      'not healthy: 1 error, 1 warning; 2 checks in 1.2 s',
    ].join('\n'));
  });
});

describe('tuner.doctor, on this machine', () => {
  it('looks at everything within its deadline and never throws for what it finds', async () => {
    const broken = defineBackend({ ...fakeBackend(), name: 'broken', environment: () => Promise.reject(new Error('no requirements')) } as never);
    const tuner = createTuner({ home: temporaryFolder(), backends: [fakeBackend(), broken] });
    const report = await tuner.doctor();
    expect(report.checks).toEqual(['back end broken', ...CHECKS.map(({ name }) => name)]);
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'CHECK_FAILED', evidence: ['no requirements'] }));
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'ENVIRONMENT_NOT_READY', command: "await tuner.ensureEnvironment('fake')" }));
    expect(report.findings.every(({ code }) => DOCTOR_CODES.includes(code))).toBe(true);
    // The supervisor's rule for detached runs is Python of this package: it must run.
    expect(report.findings.filter(({ message }) => message.includes('"detach"'))).toEqual([]);
  });

  it('refuses an unknown back end and ends with its signal', async () => {
    const tuner = createTuner({ home: temporaryFolder(), backends: [fakeBackend()] });
    await expect(tuner.doctor({ backend: 'fakee' })).rejects.toMatchObject({ code: 'BACKEND_UNKNOWN' });
    const error = await tuner.doctor({ signal: AbortSignal.abort() }).catch((thrown: unknown) => thrown);
    expect(isTunerError(error) && error.code).toBe('ABORTED');
  });

  it('reads what it judges: memory, disk, glibc, programs', async () => {
    const machine = thisMachine();
    const { total, available } = machine.memory();
    expect(available).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(available);
    expect(await machine.freeDisk('/no/such/folder/at/all')).toBeGreaterThan(0);
    expect(await machine.run(process.execPath, ['-e', 'console.log(1); console.error(2); process.exit(3)'])).toMatchObject({ exitCode: 3 });
    expect(await machine.run('no-such-program', [])).toMatchObject({ exitCode: undefined });
    if (process.platform === 'linux') expect(machine.glibc ?? '').toMatch(/^(\d+\.\d+)?$/);
  });
});

describe('an address is reached', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());
  const listen = async (made: Server) => {
    server = made;
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    return (made.address() as AddressInfo).port;
  };
  const signal = () => AbortSignal.timeout(2000);

  it('directly, with its headers, and what refuses has a code', async () => {
    const port = await listen(createServer((request, answer) => answer.writeHead(401).end(String(request.headers.authorization))));
    const url = `http://127.0.0.1:${port}/`;
    expect(await reach(url, { env: {}, signal: signal(), headers: { Authorization: 'Bearer a' } })).toEqual({ status: 401, body: 'Bearer a', byProxy: false });
    expect(await reach('http://127.0.0.1:9/', { env: {}, signal: signal() })).toEqual({ code: 'ECONNREFUSED' });
    expect(await reach(url, { env: {}, signal: AbortSignal.abort() })).toEqual({ code: 'ETIMEDOUT' });
  });

  it('through a proxy, which is told user and password, or refuses', async () => {
    const seen: unknown[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      seen.push(request.url, request.headers['proxy-authorization']);
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    const env = { HTTPS_PROXY: `http://me:hunter2@127.0.0.1:${await listen(proxy)}` };
    expect(await reach('https://pypi.example/simple/', { env, signal: signal() })).toEqual({ status: 407, body: '', byProxy: true });
    expect(seen).toEqual(['pypi.example:443', `Basic ${Buffer.from('me:hunter2').toString('base64')}`]);
  });

  it.each([
    [{}, undefined], [{ HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'], [{ https_proxy: 'proxy:3128' }, 'http://proxy:3128/'],
    [{ ALL_PROXY: 'http://all:1' }, 'http://all:1/'], [{ HTTP_PROXY: 'http://plain:1' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'localhost, .example.org' }, undefined], [{ HTTPS_PROXY: 'http://proxy:1', no_proxy: '*' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'other.org' }, 'http://proxy:1/'],
  ])('by the proxy of %j: %s', (env, expected) => {
    expect(proxyFor(new URL('https://pypi.example.org/simple'), env)?.href).toBe(expected);
  });
});
