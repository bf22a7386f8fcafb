import { isObject } from '../../config/paths.ts';

/** Whether text is white space and control characters alone: what Python strips is among them. */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && /^[\s\p{Cc}]*$/u.test(text);
}

/** The value, or what its JSON text holds; `undefined` for text that is no JSON. */
export function valueOrJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** The text of a content: text, or parts of type `text`; `undefined` when it is neither. Nothing is empty text. */
export function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (!Array.isArray(content) || !content.every(isTextPart)) return undefined;
  return content.map(({ text }) => text).join('');
}

function isTextPart(part: unknown): part is { readonly text: string } {
  if (!isObject(part) || typeof part['text'] !== 'string') return false;
  return part['type'] === undefined || part['type'] === 'text';
}
