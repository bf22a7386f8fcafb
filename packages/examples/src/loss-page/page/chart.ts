/** A value at a step. */
export interface Point {
  readonly step: number;
  readonly value: number;
}

/** What a chart is drawn from. */
export interface ChartData {
  readonly training: readonly Point[];
  readonly heldOut: readonly Point[];
  /** Where the axis of steps ends, when that is known. */
  readonly totalSteps: number;
}

/** A part of a drawing: an SVG element with its attributes and text. */
export type Shape = readonly [name: string, attributes: Readonly<Record<string, string | number>>, text?: string];

const [LEFT, RIGHT, TOP, BOTTOM] = [58, 784, 14, 330] as const;

/** The loss over the steps, as SVG elements for a box of 800 by 380. */
export function chartShapes(data: ChartData): Shape[] {
  const { across, up } = axesOf(data);
  const x = (step: number) => round(scale(step, across, LEFT, RIGHT));
  const y = (value: number) => round(scale(value, up, BOTTOM, TOP));
  const line = (kind: string, points: readonly Point[]): Shape[] => {
    const places = points.map(({ step, value }) => `${x(step)},${y(value)}`);
    return places.length < 2 ? [] : [['path', { class: kind, d: `M${places.join('L')}` }]];
  };
  return [
    ...up.ticks.map((tick): Shape => ['line', { class: 'grid', x1: LEFT, x2: RIGHT, y1: y(tick), y2: y(tick) }]),
    ...up.ticks.map((tick) => words(`${tick}`, { x: LEFT - 8, y: y(tick) + 4, 'text-anchor': 'end' })),
    ...across.ticks.map((tick) => words(`${tick}`, { x: x(tick), y: BOTTOM + 20 })),
    words('step', { x: (LEFT + RIGHT) / 2, y: 372 }),
    words('loss', { x: 14, y: 172, transform: 'rotate(-90 14 172)' }),
    ...line('training', data.training),
    ...line('held-out', data.heldOut),
    ...data.heldOut.map(({ step, value }): Shape => ['circle', { class: 'held-out', cx: x(step), cy: y(value), r: 4 }]),
  ];
}

function axesOf({ training, heldOut, totalSteps }: ChartData): { across: Axis; up: Axis } {
  const points = [...training, ...heldOut];
  const lastStep = points.reduce((last, { step }) => Math.max(last, step), Math.max(totalSteps, 1));
  const [low, high] = points.reduce(([a, b], { value }) => [Math.min(a, value), Math.max(b, value)], [0, 0.001]);
  return { across: axis(0, lastStep, 8), up: axis(low, high, 6) };
}

function words(text: string, place: Readonly<Record<string, string | number>>): Shape {
  return ['text', { 'text-anchor': 'middle', ...place }, text];
}

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** An axis with about `count` round ticks that holds both ends. */
export function axis(from: number, to: number, count: number): Axis {
  const rough = (to - from) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999) ?? rough;
  const [first, last] = [Math.floor(from / step), Math.ceil(to / step - 1e-9)];
  const at = (index: number) => Number(((first + index) * step).toPrecision(10));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => at(index));
  return { from: first * step, to: last * step, ticks };
}

function scale(value: number, { from, to }: Axis, start: number, end: number): number {
  return start + ((value - from) / (to - from)) * (end - start);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
