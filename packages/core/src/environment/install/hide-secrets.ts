const HIDDEN = '***';

/** `text` without what stands before the host in its addresses: names, passwords, tokens. */
export function hideSecrets(text: string): string {
  return text.replace(/(?<=:\/\/)[^\s"'<>]+@(?=[\w[])/g, `${HIDDEN}@`);
}
