/**
 * The ids of the server-sent events behind `after`, as a browser that lost its connection asks for them; hangs up after
 * `limit`, or when the stream ends.
 */
export async function readStream(url: string, after: number, limit = Infinity): Promise<number[]> {
  const response = await fetch(url, { headers: after > 0 ? { 'last-event-id': String(after) } : {} });
  const ids: number[] = [];
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    ids.push(...lines.filter((line) => line.startsWith('id: ')).map((line) => Number(line.slice(4))));
    if (ids.length >= limit) break;
  }
  return ids.slice(0, limit);
}
