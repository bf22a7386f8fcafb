import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A fenced code block. */
export interface CodeBlock {
  readonly language: string;
  /** With the last line's end. */
  readonly text: string;
  /** Of the fence, from 1. */
  readonly line: number;
  /** The HTML comment on the line before the fence, without its signs. */
  readonly marker?: string;
}

/** A link or an image. */
export interface Link {
  readonly target: string;
  readonly line: number;
}

/** What the checks of a page need. */
export interface Page {
  readonly blocks: readonly CodeBlock[];
  readonly links: readonly Link[];
  /** The anchors of its headings, as GitHub writes them. */
  readonly anchors: ReadonlySet<string>;
}

/** Folders that hold no page of ours. */
const SKIPPED = new Set(['node_modules', 'dist', 'api', 'coverage']);

/** Every Markdown file below a folder, as path in it. */
export function markdownFiles(root: string, folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : markdownFiles(root, path);
    }
    return entry.name.endsWith('.md') ? [relative(root, path).replaceAll('\\', '/')] : [];
  });
}

/** Reads a Markdown file. */
export function readPage(file: string): Page {
  return parsePage(readFileSync(file, 'utf8'));
}

/** Takes a Markdown text apart: code blocks, and links and headings outside of them. */
export function parsePage(text: string): Page {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: CodeBlock[] = [];
  const links: Link[] = [];
  const headings: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const fence = /^(`{3,}|~{3,})\s*(\S*)/.exec(line);
    if (fence) {
      const block = readBlock(lines, index, fence);
      blocks.push(block);
      index += block.text.split('\n').length;
      continue;
    }
    links.push(...linksIn(line).map((target) => ({ target, line: index + 1 })));
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading !== undefined) headings.push(heading);
  }
  return { blocks, links, anchors: anchorsOf(headings) };
}

function readBlock(lines: readonly string[], start: number, fence: RegExpExecArray): CodeBlock {
  const [, sign = '', language = ''] = fence;
  const length = lines.slice(start + 1).findIndex((line) => line.trim() === sign);
  if (length === -1) throw new Error(`The code block in line ${start + 1} does not end.`);
  const marker = /^<!--\s*(.*?)\s*-->$/.exec(lines[start - 1] ?? '')?.[1];
  const text = lines.slice(start + 1, start + 1 + length).map((line) => `${line}\n`).join('');
  return { language, text, line: start + 1, ...(marker === undefined ? {} : { marker }) };
}

function linksIn(line: string): string[] {
  const plain = line.replace(/(`+)[^`].*?\1/g, '');
  const inline = [...plain.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const definition = /^\[[^\]]+\]:\s+<?(\S+?)>?$/.exec(plain);
  return [...inline, ...(definition ? [definition] : [])].map((match) => match[1] ?? '');
}

function anchorsOf(headings: readonly string[]): Set<string> {
  const anchors = new Set<string>();
  for (const heading of headings) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '').toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');
    let number = 0;
    while (anchors.has(number === 0 ? anchor : `${anchor}-${number}`)) number += 1;
    anchors.add(number === 0 ? anchor : `${anchor}-${number}`);
  }
  return anchors;
}
