import { isObject } from '../../config/paths.ts';

/** Whether text is white space and control characters alone: what Python strips is among them. */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && /^[\s\p{Cc}]*$/u.test(text);
}

/** Letters that are white space or control characters, and no ASCII, as the bytes of their UTF-8. */
const BLANK_BYTES =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /^[\0-\x20]*(?:\xc2[\x80-\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80|\xef\xbb\xbf)/;

/** Whether text, given as the bytes of its UTF-8, may be blank though {@link isBlank} does not see it. */
export function mayBeBlank(bytes: string): boolean {
  const first = bytes.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && BLANK_BYTES.test(bytes);
}

/** Deeper than this no row is, and the trainers' reader gives up soon after. */
export const DEEPEST = 900;

/** The value, or what its JSON text holds; `undefined` for text that is no JSON, or is nested too deeply. */
export function valueOrJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    const held: unknown = JSON.parse(value);
    return isDeep(held) ? undefined : held;
  } catch {
    return undefined;
  }
}

function isDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > DEEPEST || Object.values(value).some((inner) => isDeep(inner, depth + 1));
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
