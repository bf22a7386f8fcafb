import { describe, expect, it } from 'vitest';
import { embeddedFiles, tarballProblems } from '../tarball-problems.ts';

const machine = { root: '/srv/builds/tuner', home: '/home/ann' };
const files = {
  'package.json': '{ "name": "@tuner/x", "exports": { ".": { "types": "./dist/index.d.ts" } } }',
  'README.md': '# x', LICENSE: 'MIT',
  'dist/index.js': 'var files = { "train.py": "print(1)", "sub/more.py": `print(2)`, "config.yaml": \'a: 1\' };',
  'dist/index.d.ts': 'export {};',
};
const problems = (changes: Record<string, string>, embeds: string[] = []) =>
  tarballProblems({ ...files, ...changes }, embeds, machine);

describe('a tarball', () => {
  it('is right with its build, what people read, and its Python', () => {
    const changes = { 'dist/chunk-AB12.js': 'x', 'CHANGELOG.md': '## 1' };
    expect(problems(changes, ['train.py', 'sub/more.py', 'config.yaml'])).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no declarations', { 'dist/index.d.ts': '' }, 'dist/index.d.ts is missing or empty'],
    ['a source', { 'src/index.ts': 'x' }, 'src/index.ts is no file for strangers'],
    ['a source map', { 'dist/index.js.map': '{}' }, 'dist/index.js.map is no file for strangers'],
    ['a range of the workspace', { 'package.json': '{ "@tuner/core": "workspace:^" }' },
      'package.json still says workspace:'],
    ['the condition of the checkout', { 'package.json': '{ "@tuner/source": "./x" }' },
      'package.json still says @tuner/source'],
    ['the folder it was built in', { 'dist/a.js': 'at("/srv/builds/tuner/x.py")' },
      'dist/a.js holds the path /srv/builds/tuner of this machine'],
    ['the home of who built it', { 'README.md': 'see /home/ann' },
      'README.md holds the path /home/ann of this machine'],
    ['a test', { 'dist/a.js': '"tests/test_a.py": "x"' }, 'tests/test_a.py is embedded, and is for development only'],
    ['bytecode', { 'dist/a.js': '"a/__pycache__/b.pyc": "x"' },
      'a/__pycache__/b.pyc is embedded, and is for development only'],
    ['requirements of developers', { 'dist/a.js': '"requirements/dev.txt": "x"' },
      'requirements/dev.txt is embedded, and is for development only'],
  ])('is wrong with %s', (_what, changes, problem) => {
    expect(problems(changes)).toEqual([problem]);
  });

  it('is wrong without the Python that it needs', () => {
    expect(problems({}, ['train.py', 'schemas/a.json'])).toEqual(['the Python file schemas/a.json is not embedded']);
  });

  it('may name a folder that only begins like one of this machine', () => {
    expect(problems({ 'README.md': '/home/anna and /srv/builds/tuner-2' })).toEqual([]);
  });
});

it('a path of Windows is found with the backslashes that JavaScript doubles', () => {
  const on = { root: 'C:\\work\\tuner', home: 'C:\\Users\\ann' };
  expect(tarballProblems({ ...files, 'dist/a.js': 'x = "C:\\\\work\\\\tuner\\\\a.py"' }, [], on))
    .toEqual(['dist/a.js holds the path C:\\work\\tuner of this machine']);
});

it('names of embedded files are found in every kind of quotes, and nothing else is', () => {
  expect(embeddedFiles(`{"a.py":"x", "b/c.yaml": 'y', "d.txt": \`z\`, "dist/index.js": 1, "e.py": 5}`))
    .toEqual(['a.py', 'b/c.yaml', 'd.txt']);
});
