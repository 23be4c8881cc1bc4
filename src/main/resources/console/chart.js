// How a job goes on: its bar, its figures, and its rate over the last minutes.
import { svg } from './lit/lit-html.js';
import { count, duration, html, nothing, number, rate } from './words.js';

export const OUTCOMES = ['done', 'rejected', 'skipped', 'unknown'];

const RECENT_MS = 32000;

const share = ({ receipt, bytesRead }) => (receipt.bytes ? Math.min(1, bytesRead / receipt.bytes) : 1);

export function bar(job) {
  const { receipt, rows } = job;
  const read = rows.read || 1;
  let from = 0;
  const fills = OUTCOMES.map((outcome) => {
    const width = (100 * share(job) * rows[outcome]) / read;
    from += width;
    return svg`<rect class="fill ${outcome}" x="${from - width}" width="${width}" height="10"></rect>`;
  });
  const percent = Math.floor(100 * share(job));
  return html`<div class="bar" role="progressbar" aria-label="${receipt.file}" aria-valuemin="0" aria-valuemax="100"
    aria-valuenow="${percent}" aria-valuetext="${percent} percent, ${count(rows.read, 'row')} read">
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${fills}</svg></div>`;
}

/** Rows a second and seconds left, by the last half minute. */
function pace({ receipt, bytesRead, history }, now) {
  const recent = history.filter((sample) => now - new Date(sample.at) < RECENT_MS);
  if (recent.length < 2) return { rate: 0, left: null };
  const [first, last] = [recent[0], recent[recent.length - 1]];
  const seconds = (new Date(last.at) - new Date(first.at)) / 1000;
  const bytes = (last.bytes - first.bytes) / seconds;
  return { rate: (last.rows - first.rows) / seconds, left: bytes > 0 ? (receipt.bytes - bytesRead) / bytes : null };
}

const figure = (name, value, kind = '') => html`<div class=${kind}><dt>${name}</dt><dd>${value}</dd></div>`;

export function figures(job, now) {
  const { receipt, rows, state } = job;
  const { rate: perSecond, left } = pace(job, now);
  return html`<dl class="figures">
    ${share(job) < 1 ? figure('of the file', `${Math.floor(100 * share(job))} %`) : nothing}
    ${figure(rows.read === 1 ? 'row read' : 'rows read', number(rows.read))}
    ${OUTCOMES.filter((outcome) => rows[outcome]).map((outcome) => figure(outcome, number(rows[outcome]), outcome))}
    ${receipt.calls.throttled ? figure(receipt.calls.throttled === 1 ? 'call throttled' : 'calls throttled', number(receipt.calls.throttled)) : nothing}
    ${state === 'running' ? figure('rows/s', rate(perSecond)) : nothing}
    ${state === 'running' && left !== null ? figure('left', duration(left)) : nothing}
  </dl>`;
}

/** Rows a second over the last ten minutes. */
export function chart({ history, receipt }) {
  const steps = history.slice(1).map((sample, i) => {
    const seconds = (new Date(sample.at) - new Date(history[i].at)) / 1000;
    return { at: new Date(sample.at).getTime(), rate: Math.max(0, (sample.rows - history[i].rows) / (seconds || 1)) };
  });
  if (steps.length < 3) return nothing;
  const [start, end] = [steps[0].at, steps[steps.length - 1].at];
  const most = Math.max(...steps.map((step) => step.rate), 1);
  const x = (at) => ((at - start) / (end - start || 1)) * 300;
  const points = steps.map((step) => `${x(step.at).toFixed(1)},${(39 - (step.rate / most) * 37).toFixed(1)}`).join(' L');
  const past = duration((end - start) / 1000);
  const text = `Rows a second of ${receipt.file} over the last ${past}, at most ${rate(most)}`;
  return html`<figure class="chart"><svg viewBox="0 0 300 40" preserveAspectRatio="none" role="img" aria-label="${text}">
    <path class="area" d="M0,40 L${points} L300,40 Z"></path><path class="edge" d="M${points}"></path></svg>
    <figcaption aria-hidden="true"><span>${past} ago</span><span>at most ${rate(most)} rows/s</span><span>now</span></figcaption></figure>`;
}
