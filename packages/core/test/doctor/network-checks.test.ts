import { describe, expect, it } from 'vitest';
import type { TrainingConfig } from '../../src/contract/config.ts';
import { hubTokenCheck } from '../../src/doctor/checks/hub-token.ts';
import { networkCheck } from '../../src/doctor/checks/network.ts';
import { fakeMachine, fakePatient, fakeTarget, type FakeMachine } from '../support/fake-machine.ts';

const config = (modelName: string) => ({ modelName }) as TrainingConfig;
const HUB = 'https://huggingface.co';
const PYPI = 'https://pypi.org';

async function look(fake: FakeMachine, { model, isReady = false }: { readonly model?: string; readonly isReady?: boolean } = {}) {
  const { machine, asked } = fakeMachine(fake);
  const changes = model === undefined ? {} : { config: config(model) };
  const patient = fakePatient(machine, [fakeTarget({}, isReady ? '/env/bin/python' : undefined)], changes);
  return { network: await networkCheck.run(patient), token: await hubTokenCheck.run(patient), asked };
}

describe('the network', () => {
  it('that answers is well', async () => {
    const { network, asked } = await look({});
    expect(network).toEqual([]);
    expect(asked.urls).toEqual([`${PYPI}/simple/pip/`, HUB]);
  });

  it('that is not there is told for what is needed only: no index when all is built', async () => {
    const addresses = { [PYPI]: { code: 'ENOTFOUND' }, [HUB]: { code: 'ENOTFOUND' } };
    expect((await look({ addresses })).network).toMatchObject([
      { code: 'NETWORK_UNREACHABLE', severity: 'warning', evidence: [`${PYPI}/simple/pip/: ENOTFOUND`], command: expect.stringContaining('wheels') },
      { code: 'NETWORK_UNREACHABLE', severity: 'info', evidence: [`${HUB}: ENOTFOUND`] },
    ]);
    expect((await look({ addresses }, { isReady: true, model: 'org/model' })).network).toMatchObject([{ severity: 'warning', evidence: [`${HUB}: ENOTFOUND`] }]);
    expect((await look({ addresses }, { isReady: true, model: 'builtin:tiny' })).network).toMatchObject([{ severity: 'info' }]);
  });

  it('that is switched off is not asked', async () => {
    for (const name of ['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE']) {
      const { asked } = await look({ env: { [name]: '1', PIP_NO_INDEX: '1' } }, { model: 'org/model' });
      expect(asked.urls).toEqual([]);
    }
  });

  it("asks the index of pip's settings, and hides what is secret in it", async () => {
    const addresses = { 'https://me:hunter2@pypi.example': { code: 'ECONNREFUSED' } };
    const { network, asked } = await look({ addresses, env: { PIP_INDEX_URL: 'https://me:hunter2@pypi.example/simple/' } });
    expect(asked.urls[0]).toBe('https://me:hunter2@pypi.example/simple/pip/');
    expect(network).toMatchObject([{ code: 'NETWORK_UNREACHABLE', evidence: ['https://***@pypi.example/simple/pip/: ECONNREFUSED'] }]);
    expect(JSON.stringify(network)).not.toContain('hunter2');
    const programs = { 'python3 -I -m pip config get global.index-url': 'https://mirror.example/simple\n' };
    expect((await look({ programs })).asked.urls[0]).toBe('https://mirror.example/simple/pip/');
  });

  it.each(['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])('that opens encrypted connections: %s', async (code) => {
    expect((await look({ addresses: { [PYPI]: { code } } })).network).toMatchObject([{
      code: 'CERTIFICATE_UNTRUSTED', evidence: [expect.stringContaining(code)], command: expect.stringContaining('PIP_CERT'),
    }]);
  });

  it('behind a proxy that wants a password', async () => {
    expect((await look({ addresses: { [PYPI]: { status: 407, body: '', byProxy: true } } })).network).toMatchObject([{
      code: 'PROXY_REFUSED', evidence: [`${PYPI}/simple/pip/: the proxy answers 407`], command: expect.stringContaining('HTTPS_PROXY'),
    }]);
  });
});

describe('the token of the hub', () => {
  const answers = (status: number) => ({ [`${HUB}/org/model/resolve`]: { status, body: '', byProxy: false } });
  it('is not needed for an open model, a folder, a built-in or a cached one', async () => {
    expect((await look({ addresses: answers(200) }, { model: 'org/model' })).token).toEqual([]);
    for (const [model, files] of [
      ['builtin:tiny', {}], ['./models/mine', {}], ['org/model', { 'org/model': '' }],
      ['org/model', { '/home/me/.cache/huggingface/hub/models--org--model/snapshots': '' }],
    ] as const) {
      expect((await look({ addresses: answers(401), files, env: { HOME: '/home/me' } }, { model })).token).toEqual([]);
    }
  });

  it('that is missing for a gated model is an error, with where to get it', async () => {
    expect((await look({ addresses: answers(401) }, { model: 'org/model' })).token).toMatchObject([{
      code: 'HUB_TOKEN_MISSING', severity: 'error', command: 'export HF_TOKEN=hf_…', fix: expect.stringContaining(`${HUB}/org/model`),
      evidence: [expect.stringContaining('401')],
    }]);
  });

  it('is taken from where the hub looks for it, and never shown', async () => {
    for (const fake of [
      { env: { HF_TOKEN: 'hf_secretsecret' } }, { files: { '/home/me/.cache/huggingface/token': 'hf_secretsecret\n' }, env: { HOME: '/home/me' } },
    ]) {
      const { token, asked } = await look({ ...fake, addresses: answers(403) }, { model: 'org/model' });
      expect(asked.headers).toContainEqual({ Authorization: 'Bearer hf_secretsecret' });
      expect(token).toMatchObject([{ code: 'HUB_TOKEN_REFUSED', command: 'hf auth login' }]);
      expect(JSON.stringify(token)).not.toContain('secretsecret');
    }
  });

  it('does not help where there is no such model', async () => {
    expect((await look({ addresses: answers(404) }, { model: 'org/model' })).token).toMatchObject([{ code: 'MODEL_NOT_FOUND', severity: 'error' }]);
  });
});
