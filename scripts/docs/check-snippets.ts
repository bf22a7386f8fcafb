import { join } from 'node:path';
import { markdownFiles, readPage, type CodeBlock } from './markdown.ts';
import { snippetSource } from './snippet-source.ts';

/** Languages whose blocks must be a tested file, a region of one, or marked as a sketch. */
const CHECKED = new Set(['ts', 'typescript', 'js', 'mjs']);

/** The marker of a block that is no file: types only, or something that does not run. */
export const SKETCH = 'sketch';

/**
 * What is wrong with the code blocks of all Markdown files below `root`. A marker `<!-- path -->` or
 * `<!-- path#region -->` on the line before a block says which file it shows, from the root of the repository.
 */
export function checkSnippets(root: string): string[] {
  return markdownFiles(root).flatMap((file) => readPage(join(root, file)).blocks.flatMap((block) => {
    const wrong = problemOf(root, block);
    return wrong === undefined ? [] : [`${file}:${block.line}: ${wrong}`];
  }));
}

function problemOf(root: string, { language, text, marker }: CodeBlock): string | undefined {
  if (marker === undefined && !CHECKED.has(language)) return undefined;
  const markers = `<!-- path/to/file.ts --> or <!-- ${SKETCH} -->`;
  if (marker === undefined) return `the ${language} block has no marker: ${markers}`;
  if (marker === SKETCH) return undefined;
  const source = snippetSource(root, marker);
  if ('problem' in source) return source.problem;
  return source.text === text ? undefined : `the block is not what stands in ${marker} (npm run docs:snippets)`;
}
