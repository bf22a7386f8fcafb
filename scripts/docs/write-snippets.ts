import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SKETCH } from './check-snippets.ts';
import { ROOT } from './config-documents.ts';
import { markdownFiles, parsePage } from './markdown.ts';
import { snippetSource } from './snippet-source.ts';

/** Brings the code blocks of all Markdown files below `root` up to the files that their markers name. */
export function writeSnippets(root: string): string[] {
  return markdownFiles(root).filter((file) => {
    const before = readFileSync(join(root, file), 'utf8');
    const after = withSnippets(root, before);
    if (after !== before) writeFileSync(join(root, file), after);
    return after !== before;
  });
}

function withSnippets(root: string, page: string): string {
  const lines = page.split('\n');
  // From the end, so that the lines before keep their numbers.
  for (const { line, text, marker } of parsePage(page).blocks.toReversed()) {
    const source = marker === undefined || marker === SKETCH ? undefined : snippetSource(root, marker);
    if (source === undefined || 'problem' in source) continue;
    lines.splice(line, text.split('\n').length - 1, ...source.text.split('\n').slice(0, -1));
  }
  return lines.join('\n');
}

// npm run docs:snippets
if (import.meta.main) {
  const written = writeSnippets(ROOT);
  console.log(written.length === 0 ? 'Every block is what its file says.' : `Written: ${written.join(', ')}`);
}
