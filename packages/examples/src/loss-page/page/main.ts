import { isTerminal, NO_PROGRESS, reduceProgress, type RunEvent, type RunInfo } from '@tuner/core/contract';
import { chartShapes, type Point } from './chart.ts';
import { duration } from '../../progress-line.ts';

const element = (id: string) => document.getElementById(id) as HTMLElement;
const show = (id: string, text: string) => {
  element(id).textContent = text;
};

let progress = NO_PROGRESS;
/** When the first and the newest event happened, in milliseconds. */
let [first, newest] = [NaN, NaN];
const training: Point[] = [];
const heldOut: Point[] = [];

/** Folds one event in; one that was seen before changes nothing. */
function take(event: RunEvent): void {
  if (event.seq <= progress.seq) return;
  progress = reduceProgress(progress, event);
  newest = Date.parse(event.time) || newest;
  first ||= newest;
  if (event.type === 'metrics') keep(training, event.step, event.values['loss']);
  if (event.type === 'evaluation') keep(heldOut, event.step, event.values['eval_loss']);
}

function keep(points: Point[], step: number, value: number | null | undefined): void {
  if (value != null) points.push({ step, value });
}

function draw(): void {
  const { status, step, totalSteps, fraction, loss, evaluationLoss, tokensPerSecond, etaSeconds, phase } = progress;
  const isOver = isTerminal(status);
  show('status', status);
  element('status').dataset['status'] = status;
  (element('bar') as HTMLProgressElement).value = fraction;
  show('step', totalSteps > 0 ? `${step} / ${totalSteps}` : '–');
  show('loss', loss?.toFixed(3) ?? '–');
  show('held-out', evaluationLoss?.toFixed(3) ?? '–');
  show('speed', tokensPerSecond === null ? '–' : Math.round(tokensPerSecond).toLocaleString('en-US'));
  show('time-name', isOver ? 'Took' : 'ETA');
  const seconds = isOver ? (newest - first) / 1000 : etaSeconds;
  show('time', seconds === null ? '–' : duration(seconds));
  show('connection', isOver ? 'The run has ended.' : `live: ${phase.replaceAll('_', ' ') || 'waiting'}`);
  const shapes = chartShapes({ training, heldOut, totalSteps });
  element('chart').replaceChildren(...shapes.map(([name, attributes, text]) => {
    const shape = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, String(value));
    if (text !== undefined) shape.textContent = text;
    return shape;
  }));
}

let isPlanned = false;
/** Once a frame, however many events came. */
function plan(): void {
  if (isPlanned) return;
  isPlanned = true;
  requestAnimationFrame(() => {
    isPlanned = false;
    draw();
  });
}

const { runId, record } = (await (await fetch('run')).json()) as Pick<RunInfo, 'runId' | 'record'>;
document.title = `Loss of ${record.modelName}`;
show('title', `Training ${record.modelName}`);
show('about', `${runId} · ${record.backend} · ${record.method} · ${record.data.path.split(/[/\\]/).at(-1)}`);

// The browser connects again by itself, and says which event it saw last.
const source = new EventSource('events');
source.addEventListener('error', () => {
  const isOver = source.readyState === EventSource.CLOSED;
  show('connection', isOver ? 'The run has ended.' : 'The connection was lost; connecting again …');
});
source.addEventListener('message', ({ data }) => {
  take(JSON.parse(data as string) as RunEvent);
  if (isTerminal(progress.status)) source.close();
  plan();
});
draw();
