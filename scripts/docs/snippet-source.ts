import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text that a marker stands for, or what is wrong with it. */
export type SnippetSource = { readonly text: string } | { readonly problem: string };

/** Reads what `path` or `path#region` names, from the root of the repository. */
export function snippetSource(root: string, marker: string): SnippetSource {
  const [path = '', region] = marker.split('#');
  if (!existsSync(join(root, path))) return { problem: `the marker names ${path}, which does not exist` };
  const source = readFileSync(join(root, path), 'utf8');
  const text = region === undefined ? source : regionOf(source, region);
  if (text !== undefined) return { text };
  return { problem: `${path} has no lines "// #region ${region}" and "// #endregion ${region}"` };
}

/** The lines between the two marks, moved to the left; `undefined` when the marks are not there. */
export function regionOf(source: string, name: string): string | undefined {
  const lines = source.split('\n');
  const find = (mark: string) => lines.findIndex((line) => line.trim().replace(/^(\/\/|#)\s+/, '') === mark);
  const [start, end] = [find(`#region ${name}`), find(`#endregion ${name}`)];
  if (start === -1 || end < start) return undefined;
  const inside = lines.slice(start + 1, end);
  const indents = inside.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const left = Math.min(...indents);
  return inside.map((line) => `${line.slice(left)}\n`).join('');
}
