import { describe, expect, test } from 'vitest';
import { machineFacts, macosOf, type MachineFacts } from '../../src/machine/machine-facts.ts';
import { machineFinding } from '../../src/machine/machine-finding.ts';

const appleSilicon: MachineFacts = { platform: 'darwin', arch: 'arm64', macos: 14 };
const newLinux: MachineFacts = { platform: 'linux', arch: 'x64', glibc: '2.35' };

describe('for Metal', () => {
  test.each<[string, MachineFacts]>([
    ['macOS 14', appleSilicon], ['macOS 26', { ...appleSilicon, macos: 26 }],
  ])('nothing stands against Apple silicon with %s', (_, machine) => {
    expect(machineFinding(machine, 'metal')).toBeUndefined();
  });

  test('Linux has none: says what this is, and that there is a CPU for tests', () => {
    const finding = machineFinding(newLinux, 'metal');
    expect(finding).toMatchObject({ code: 'GPU_NOT_FOUND', severity: 'error' });
    expect(finding?.message).toBe('Metal needs a Mac with Apple silicon; this is Linux (x64).');
    expect(finding?.fix).toContain("For tests and tiny models there is new MacBackend({ device: 'cpu' }).");
  });

  test.each<[string, MachineFacts, string]>([
    ['an Intel Mac', { platform: 'darwin', arch: 'x64', macos: 14 }, 'an Intel Mac (x64)'],
    ['Windows', { platform: 'win32', arch: 'x64' }, 'Windows (x64)'],
    ['an old Linux', { ...newLinux, glibc: '2.31' }, 'Linux (x64)'],
  ])('%s has none, and the CPU is no way out', (_, machine, name) => {
    const finding = machineFinding(machine, 'metal');
    expect(finding?.code).toBe('GPU_NOT_FOUND');
    expect(finding?.message).toContain(`this is ${name}.`);
    expect(finding?.fix).toContain("device: 'cpu' is no way out here");
  });

  test('macOS 13 is too old, whatever the device', () => {
    for (const device of ['metal', 'cpu'] as const) {
      const finding = machineFinding({ ...appleSilicon, macos: 13 }, device);
      expect(finding).toMatchObject({ code: 'PLATFORM_UNSUPPORTED', fix: 'Update macOS to 14 or newer.' });
      expect(finding?.message).toContain('no package for macOS 13');
    }
  });
});

describe('for the CPU', () => {
  test.each<[string, MachineFacts]>([
    ['Apple silicon', appleSilicon],
    ['Linux with glibc 2.35', newLinux],
    ['Linux with glibc 2.100', { ...newLinux, glibc: '2.100' }],
    ['Linux on ARM', { ...newLinux, arch: 'arm64', glibc: '2.39' }],
  ])('nothing stands against %s', (_, machine) => {
    expect(machineFinding(machine, 'cpu')).toBeUndefined();
  });

  test.each<[string, MachineFacts, string]>([
    ['glibc 2.34', { ...newLinux, glibc: '2.34' }, 'Linux with glibc 2.34: it needs glibc 2.35 or newer'],
    ['glibc 2.4', { ...newLinux, glibc: '2.4' }, 'glibc 2.4: it needs glibc 2.35'],
    ['another C library', { platform: 'linux', arch: 'x64' }, 'Linux without glibc'],
    ['another processor', { ...newLinux, arch: 'riscv64' }, 'Linux on riscv64'],
    ['an Intel Mac', { platform: 'darwin', arch: 'x64', macos: 15 }, 'Macs with an Intel processor'],
    ['Windows', { platform: 'win32', arch: 'x64' }, 'Windows (x64)'],
    ['FreeBSD', { platform: 'freebsd', arch: 'x64' }, 'freebsd (x64)'],
  ])('%s has no package', (_, machine, words) => {
    const finding = machineFinding(machine, 'cpu');
    expect(finding).toMatchObject({ code: 'PLATFORM_UNSUPPORTED', severity: 'error' });
    expect(finding?.fix).toMatch(/^(Train|Use|Update) .+\.$/);
    expect(finding?.message).toContain(words);
  });
});

test('the version of macOS is that of its kernel', () => {
  expect(['22.6.0', '23.0.0', '24.1.0', '25.0.0'].map(macosOf)).toEqual([13, 14, 15, 26]);
});

test('this machine is told by its own facts', () => {
  const facts = machineFacts();
  expect(facts.platform).toBe(process.platform);
  if (process.platform === 'darwin') expect(facts.macos).toBeGreaterThanOrEqual(11);
  if (process.platform === 'linux') expect(facts.glibc ?? '2.0').toMatch(/^2\.\d+$/);
});
