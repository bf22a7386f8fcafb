/** What is known of each row, by its number from 0. */
export interface RowKeys {
  readonly count: number;
  /** Where the row stands in the drawn order: equal for rows of the same words, and for no others. */
  readonly order: Float64Array;
  /** 0 good, 1 bad, 2 without a label. */
  readonly labels: Uint8Array;
}

/**
 * Which rows are held out, by their number: of every label this share. Rows of the same words stay together, under the
 * label of the first. Of a label with at least two different rows one at least is held out and one is kept.
 */
export function chooseRows({ count, order, labels }: RowKeys, share: number): Uint8Array {
  const rows = Uint32Array.from({ length: count }, (_, row) => row)
    .sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0) || a - b);
  const groups = groupsOf(rows, order);
  const strata = [0, 1, 2].map((label) => groups.filter(([start]) => labels[rows[start] ?? 0] === label));
  const heldOut = new Uint8Array(count);
  for (const stratum of strata) {
    for (const [start, end] of drawn(stratum, share)) {
      for (let at = start; at < end; at += 1) heldOut[rows[at] ?? 0] = 1;
    }
  }
  return heldOut;
}

type Group = readonly [start: number, end: number];

/** The runs of equal rows in the drawn order. */
function groupsOf(rows: Uint32Array, order: Float64Array): Group[] {
  const groups: Group[] = [];
  let start = 0;
  for (let at = 1; at <= rows.length; at += 1) {
    if (at < rows.length && order[rows[at] ?? 0] === order[rows[start] ?? 0]) continue;
    groups.push([start, at]);
    start = at;
  }
  return groups;
}

/** The first groups that fit into the share. */
function drawn(groups: readonly Group[], share: number): Group[] {
  const total = groups.reduce((sum, [start, end]) => sum + end - start, 0);
  const wanted = Math.max(groups.length > 1 ? 1 : 0, Math.round(total * share));
  const chosen: Group[] = [];
  let room = wanted;
  for (const group of groups) {
    const size = group[1] - group[0];
    if (size > room || chosen.length === groups.length - 1) continue;
    chosen.push(group);
    room -= size;
  }
  // Where every group is larger than the share, the smallest is the least too much.
  const smallest = groups.toSorted((a, b) => a[1] - a[0] - (b[1] - b[0]))[0];
  return chosen.length === 0 && groups.length > 1 && smallest ? [smallest] : chosen;
}
