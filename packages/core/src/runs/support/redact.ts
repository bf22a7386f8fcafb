import { homedir, hostname, userInfo } from 'node:os';

const HIDDEN = '***';

/** Names of secrets; a number of tokens is none. */
const SECRET_NAME = String.raw`\w*(?:TOKEN|SECRET|PASSWORD|API_KEY)(?![A-Z])`;

/** What looks like a secret wherever it stands: tokens of the hub and of others, passwords in addresses. */
const SECRETS = [
  /\bhf_[A-Za-z0-9]{8,}/g, /\bsk-[A-Za-z0-9_-]{16,}/g, /\bgh[pousr]_[A-Za-z0-9]{20,}/g, /\bAKIA[A-Z0-9]{16}\b/g,
  /(?<=:\/\/)[^/\s:@]+:[^/\s@]+(?=@)/g, /(?<=\bBearer )[\w.~+/-]+=*/gi,
  new RegExp(String.raw`(?<=\b${SECRET_NAME}["']?\s*[=:]\s*["']?)(?!\d+\b)[^\s"',;]{4,}`, 'gi'),
];

/** `text` without secrets, the user's name and folder, and the name of the machine. */
export function redactText(text: string): string {
  const names = [homedir(), hostname(), userInfo().username].filter((name) => name.length > 3);
  const nameless = names.reduce((left, name, index) => left.replaceAll(name, index === 0 ? '~' : HIDDEN), text);
  return SECRETS.reduce((left, pattern) => left.replace(pattern, HIDDEN), nameless);
}

/** Keys whose texts are the user's own words: prompts, answers, what a tag or a note says. */
const WORDS = new Set(['prompt', 'completion', 'sample_prompts', 'tags']);

/** A JSON value without secrets and names; the user's own words become their length. */
export function redactValue(value: unknown, key = ''): unknown {
  if (WORDS.has(key)) return `(${JSON.stringify(value ?? null).length} characters)`;
  if (typeof value === 'string') return isSecretName(key) ? HIDDEN : redactText(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactValue(item, name)]));
}

const isSecretName = (key: string) => new RegExp(`^${SECRET_NAME}`, 'i').test(key);
