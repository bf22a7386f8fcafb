import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { markdownFiles, readPage, type Page } from './markdown.ts';

/** What is wrong with the links of all Markdown files below `root`: a sentence each. Nothing is fetched. */
export function checkLinks(root: string): string[] {
  const readFile = (file: string) => [resolve(root, file), { file, ...readPage(join(root, file)) }] as const;
  const pages = new Map(markdownFiles(root).map(readFile));
  return [...pages.entries()].flatMap(([path, { file, links }]) => links.flatMap(({ target, line }) => {
    const wrong = problemOf(target, path, pages);
    return wrong === undefined ? [] : [`${file}:${line}: ${target} ${wrong}`];
  }));
}

function problemOf(target: string, from: string, pages: ReadonlyMap<string, Page>): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return URL.canParse(target) ? undefined : 'is no address';
  const [path = '', anchor] = target.split('#');
  if (path.startsWith('/')) return 'begins at the root of the disk';
  const file = path === '' ? from : resolve(dirname(from), decodeURI(path));
  if (!existsSync(file)) return 'does not exist';
  if (anchor === undefined) return undefined;
  const page = pages.get(file);
  if (!page) return 'has an anchor, but is no page';
  return page.anchors.has(anchor) ? undefined : 'names no heading of that page';
}
