import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ensureEnvironment } from '../../../src/environment/ensure.ts';
import { installSources, pipVariables, uvVariables } from '../../../src/environment/install/install-sources.ts';
import { specWithProbe } from '../../support/tiny-environment.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const ENV = { TUNER_INDEX_COMPANY: 'https://me:hunter2@pypi.example/simple', TUNER_INDEX_ODD: 'ftp://me:hunter2@odd.example' };

describe('where packages come from', () => {
  it('is what pip says when nothing is named', () => {
    expect(pipVariables(installSources({}))).toEqual({});
    expect(uvVariables(installSources({}))).toEqual({});
  });

  it('is an index by address, by a known name, or by the name of a variable', () => {
    const { index, extraIndexes } = installSources({ index: 'company', extraIndex: ['pytorch-cpu', 'file:///mirror/simple'] }, ENV);
    expect([index, ...extraIndexes]).toEqual([ENV.TUNER_INDEX_COMPANY, 'https://download.pytorch.org/whl/cpu', 'file:///mirror/simple']);
  });

  it('reaches pip and uv by variables, which other users of the machine cannot see', () => {
    const sources = installSources({ index: 'pypi', extraIndex: 'company', proxy: 'http://me:hunter2@proxy.example:3128' }, ENV);
    expect(pipVariables(sources)).toEqual({
      PIP_INDEX_URL: 'https://pypi.org/simple', PIP_EXTRA_INDEX_URL: ENV.TUNER_INDEX_COMPANY, PIP_PROXY: 'http://me:hunter2@proxy.example:3128',
    });
    expect(uvVariables(sources)).toMatchObject({ UV_DEFAULT_INDEX: 'https://pypi.org/simple', UV_INDEX: ENV.TUNER_INDEX_COMPANY });
  });

  it('is a folder of wheels and nothing else', () => {
    const folder = join(temporaryFolder(), 'my wheels');
    mkdirSync(folder);
    writeFileSync(join(folder, 'tiny-1.0-py3-none-any.whl'), '');
    const sources = installSources({ wheels: folder });
    expect(pipVariables(sources)).toEqual({ PIP_NO_INDEX: '1', PIP_FIND_LINKS: pathToFileURL(folder).href });
    expect(() => installSources({ wheels: folder, index: 'pypi' })).toThrow(expect.objectContaining({ code: 'CONFIG_CONFLICT' }));
  });
});

describe('a bad option is refused before anything is done', () => {
  it.each([
    [{ index: 'compny' }, 'one of the names pypi, pytorch-cpu, company, odd'],
    [{ index: 'odd' }, 'TUNER_INDEX_ODD'],
    [{ index: '' }, 'an address or a name'],
    [{ index: 'https://' }, 'an address with https:'],
    [{ extraIndex: [42] }, 'The option extraIndex'],
    [{ proxy: 'socks5://me:hunter2@proxy.example' }, 'http://proxy.example:3128'],
    [{ proxy: 'proxy.example:3128' }, 'an address'],
    [{ wheels: '/no/such/folder' }, 'ENOENT'],
    [{ wheels: temporaryFolder() }, 'files *.whl'],
  ])('%j', (options, words) => {
    const error = catchError(() => installSources(options as object, ENV));
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'CONFIG_INVALID', message: expect.stringContaining(words) });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it.each([[{ indexUrl: 'x' }, 'indexUrl'], [{ uv: 'yes' }, 'a boolean'], [{ rebuild: 1 }, 'a boolean']])('%j, of callers without types', async (options, words) => {
    const folder = temporaryFolder();
    await expect(ensureEnvironment(folder, specWithProbe(folder), options as object)).rejects.toMatchObject({
      code: 'CONFIG_INVALID', message: expect.stringContaining(words),
    });
  });
});

function catchError(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
