/** What a tarball may hold besides its build. */
const EXPECTED = new Set(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']);
const BUILD = /^dist\/[\w-]+\.(js|d\.ts)$/;
const REQUIRED = ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts'];

/** Leftovers of a checkout in the package.json that a registry gets. */
const LEFTOVERS = ['workspace:', 'catalog:', '@tuner/source', './src/', 'devDependencies'];

/** The name of a text that the build embedded, as it stands in the JavaScript. */
const EMBEDDED = /"([\w./-]+\.(?:py|pyc|json|yaml|toml|txt))": ?["'`]/g;

/** Python that is for development only. */
const UNWANTED = /(^|\/)(tests|__pycache__)\/|(^|\/)(test_\w+|conftest)\.py$|\.pyc$|\.toml$|^requirements\/dev\./;

/** What belongs to the machine that packed. */
export interface Machine {
  readonly root: string;
  readonly home: string;
}

/** What is wrong with the files of a tarball: a sentence each. `embeds` are Python files that must be inside. */
export function tarballProblems(
  files: Readonly<Record<string, string>>, embeds: readonly string[], machine: Machine,
): string[] {
  const manifest = files['package.json'] ?? '';
  const python = Object.entries(files).flatMap(([path, text]) => (path.endsWith('.js') ? embeddedFiles(text) : []));
  return [
    ...REQUIRED.filter((path) => !files[path]).map((path) => `${path} is missing or empty`),
    ...Object.keys(files).filter(isForeign).map((path) => `${path} is no file for strangers`),
    ...LEFTOVERS.filter((text) => manifest.includes(text)).map((text) => `package.json still says ${text}`),
    ...embeds.filter((path) => !python.includes(path)).map((path) => `the Python file ${path} is not embedded`),
    ...python.filter((path) => UNWANTED.test(path)).map((path) => `${path} is embedded, and is for development only`),
    ...Object.entries(files).flatMap(([path, text]) => machinePaths(path, text, machine)),
  ];
}

/** The names of the Python files and their company inside built JavaScript. */
export function embeddedFiles(code: string): string[] {
  return [...code.matchAll(EMBEDDED)].map((match) => match[1] ?? '');
}

function isForeign(path: string): boolean {
  return !EXPECTED.has(path) && !BUILD.test(path);
}

function machinePaths(path: string, text: string, { root, home }: Machine): string[] {
  const folders = [...new Set([root, home])].map((folder) => folder.replace(/[\\/]$/, ''));
  return folders.filter((folder) => folder !== '' && occurs(folder, text))
    .map((folder) => `${path} holds the path ${folder} of this machine`);
}

/** Whether `folder` stands in `text` as a whole path; in JavaScript a backslash is doubled. */
function occurs(folder: string, text: string): boolean {
  const forms = [folder, folder.replaceAll('\\', '\\\\')];
  return forms.some((form) => text.split(form).slice(1).some((after) => !/^[\w.-]/.test(after)));
}
