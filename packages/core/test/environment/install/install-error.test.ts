import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { installError } from '../../../src/environment/install/install-error.ts';

/** What pip and uv really printed, each with the code that it means: `=== case | tool | code`. */
const RECORDED = readFileSync(new URL('../../fixtures/installations/recorded.txt', import.meta.url), 'utf8')
  .split(/^=== /m).slice(1).map((block) => {
    const [head = '', ...lines] = block.trimEnd().split('\n');
    const [name = '', tool = '', code = ''] = head.split(' | ');
    return { name, tool, code, output: `${lines.join('\n')}\n` };
  });

interface Evidence {
  readonly firstLine: number;
  readonly line: number;
  readonly lines: readonly string[];
}

describe('an installation that failed says why', () => {
  it.each(RECORDED)('$name with $tool: $code', ({ tool, code, output }) => {
    const error = installError({ tool, output });
    expect(error).toMatchObject({ name: 'EnvironmentError', code, hint: expect.stringMatching(/\w/) });
    const { evidence, fixes } = error.details as unknown as { evidence: Evidence; fixes: readonly string[] };
    expect(fixes.length).toBeGreaterThan(0);
    // The line that says so is shown, under the number that it has in the output.
    const telling = evidence.lines[evidence.line - evidence.firstLine] ?? '';
    expect(error.message).toContain(telling.trim().slice(0, 200));
    expect(output.split('\n')[evidence.line - 1]?.slice(0, 20)).toBe(telling.slice(0, 20));
  });

  it.each([
    ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', 'DISK_FULL'],
    ['error: failed to write to file: No space left on device (os error 28)', 'DISK_FULL'],
    ['MemoryError', 'OUT_OF_MEMORY'],
    ["ERROR: Could not install packages due to an OSError: [WinError 206] The filename or extension is too long", 'ENVIRONMENT_INSTALL_FAILED'],
    ["PermissionError: [WinError 32] The process cannot access the file because it is being used by another process", 'ENVIRONMENT_INSTALL_FAILED'],
    ["ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/opt/x'", 'ENVIRONMENT_INSTALL_FAILED'],
    ['  error: Microsoft Visual C++ 14.0 or greater is required.', 'COMPILER_MISSING'],
    ["error: command 'gcc' failed: No such file or directory", 'COMPILER_MISSING'],
    ['ERROR: tiny-1.0-cp39-cp39-win_amd64.whl is not a supported wheel on this platform.', 'PACKAGE_UNAVAILABLE'],
    ['  cause: Because there is no version of tiny==2.0 and you require tiny==2.0, we can conclude that your requirements are unsatisfiable.', 'PACKAGE_UNAVAILABLE'],
    ['The virtual environment was not created successfully because ensurepip is not available.', 'PYTHON_UNUSABLE'],
    ['ERROR: ResolutionImpossible: for help visit https://pip.pypa.io', 'PACKAGE_MISMATCH'],
    ['requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://pypi.org', 'NETWORK_UNREACHABLE'],
  ])('%s', (line, code) => {
    expect(installError({ tool: 'pip', output: `Collecting tiny\n${line}\n` })).toMatchObject({ code, details: { evidence: { line: 2 } } });
  });

  it('by a signal, whatever was printed before', () => {
    const error = installError({ tool: 'pip', output: 'Collecting torch\n', signal: 'SIGKILL' });
    expect(error).toMatchObject({ code: 'KILLED', retryable: true, message: expect.stringContaining('SIGKILL') });
  });

  it('without what is secret in an address', () => {
    for (const secret of ['user:hunter2@', 'hunter2@', 'user:p%40ss/hunter2@']) {
      const output = `Looking in indexes: https://${secret}pypi.example/simple\nERROR: 401 Error for https://${secret}pypi.example/simple\n`;
      const text = JSON.stringify(installError({ tool: 'pip', output }));
      expect(text).not.toContain('hunter2');
      expect(text).toContain('pypi.example');
    }
  });
});
