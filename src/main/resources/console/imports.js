// What waits, and the jobs: each function turns a piece of the daemon's state into HTML.
import { repeat } from './lit/directives/repeat.js';
import { bar, chart, figures } from './chart.js';
import { cell, count, duration, fault, html, nothing, number, section, sentence, since, table, until, when, word } from './words.js';

const UNDER_WAY = ['running', 'paused', 'stopping'];
const BAD = ['stopped', 'failed', 'incomplete'];
const ENDED = ['ended', 'unsettled', 'probing'];

export const isUnderWay = (job) => UNDER_WAY.includes(job.state);
export const isEnded = (job) => ENDED.includes(job.standing);

const action = (path, text, ask = null) => ({ path, text, ask });
const PAUSE = action('pause', 'Pause');
const STOP = action('stop', 'Stop');
const RESUME = action('resume', 'Resume');
const ACCEPT = action('resume?accept-change=true', 'Resume with the changed route',
  'The remaining rows run through the route as it is now.');
const PROBE = action('settle?as=probe', 'Ask the API about the unknown rows',
  'Rows that did not take effect are sent again.');
const DONE = action('settle?as=done', 'Count the unknown rows as done',
  'They are not sent again. This cannot be undone.');
const RESEND = action('settle?as=resend', 'Send the unknown rows again',
  'Those that took effect may take effect twice. This cannot be undone.');

function possible({ standing, waitsFor, canProbe }) {
  switch (standing) {
    case 'waiting': case 'working': return [PAUSE, STOP];
    case 'stopping': return [RESUME];
    case 'held': return [RESUME, STOP];
    case 'stopped': return [waitsFor?.includes('--accept-change') ? ACCEPT : RESUME];
    case 'unsettled': return canProbe ? [PROBE, DONE, RESEND] : [DONE, RESEND];
    default: return [];
  }
}

function buttons(job, actions) {
  const all = actions.allowed ? possible(job) : [];
  const { receipt } = job;
  return all.length
    ? html`<div class="buttons">${repeat(all, (one) => one.path, (one) => html`<button type="button"
        @click=${() => actions.steer(receipt.job, one)}>${one.text}<span class="unseen"> ${receipt.file}</span></button>`)}</div>`
    : nothing;
}

const fact = (name, value) => (value === null || value === undefined || value === '' ? nothing
  : html`<div><dt>${name}</dt><dd>${value}</dd></div>`);

const called = ({ sent, throttled, tokenRenewals, waitedMs }) => [`${number(sent)} sent`,
  throttled && `${number(throttled)} throttled`,
  tokenRenewals && `${count(tokenRenewals, 'token')} renewed`,
  waitedMs >= 1000 && `${duration(waitedMs / 1000)} waited in all`].filter(Boolean).join(', ');

function facts({ calls, ...receipt }, now) {
  return html`<dl class="facts">
    ${fact('Job', html`<code>${receipt.job}</code>`)}
    ${fact('Continues', receipt.parent ? html`<code>${receipt.parent}</code>` : '')}
    ${fact('Started', when(receipt.started, now))}
    ${fact('Ended', receipt.finished ? when(receipt.finished, now) : '')}
    ${fact('Worked', receipt.workedMs ? duration(receipt.workedMs / 1000) : '')}
    ${fact('Calls', called(calls))}
    ${fact('Size', count(receipt.bytes, 'byte'))}
    ${fact('SHA-256', html`<code>${receipt.sha256}</code>`)}</dl>`;
}

/** Where the rows are that did not come through. */
const folder = (directory, receipt, name, hint) => {
  const file = `${directory}/${name === 'rejected' ? 'rejects' : name}/${receipt.job}-…`;
  const text = receipt.status === 'stopped' ? `Its ${name} rows come when it has ended:` : hint;
  return directory && receipt.rows[name] ? html`<p class="quiet">${text} <code>${file}</code></p>` : nothing;
};

function details({ receipt }, state, actions, now) {
  const found = actions.details[receipt.job];
  const directory = state.inboxes.find((inbox) => inbox.importName === receipt.import)?.directory;
  const bad = receipt.rows.rejected + receipt.rows.unknown;
  return html`<details @toggle=${(event) => actions.open(receipt.job, event.target.open)}>
    <summary>Receipt${bad ? ' and first rows that did not come through' : ''}<span class="unseen"> of ${receipt.file}</span></summary>
    ${found ? html`${facts(found.receipt, now)}
      ${found.rows.length ? table(['Row', 'Outcome', 'Why'], found.rows.map((row) => html`<tr>
        ${cell('Row', number(row.row), 'right')}${cell('Outcome', row.outcome, row.outcome)}${cell('Why', row.reason)}</tr>`)) : nothing}
      ${isFinished(found.receipt) ? html`${folder(directory, found.receipt, 'rejected', 'To be mended and dropped again:')}
        ${folder(directory, found.receipt, 'unknown', 'Sent and not answered:')}` : nothing}` : nothing}
  </details>`;
}

const isFinished = (receipt) => Boolean(receipt.finished);

function waits({ state, waitsFor, holdReason, resumeAt }, now) {
  if (state === 'paused' && holdReason) {
    return html`<p class="warn">Waits for the API (${holdReason})${resumeAt ? `, and goes on by itself ${until(resumeAt, now)}` : ''}.</p>`;
  }
  return waitsFor ? html`<p class="quiet">Waits for ${sentence(waitsFor)}</p>` : nothing;
}

const times = ({ receipt, standing }, now) => receipt.finished
  ? html`${standing === 'stopped' ? 'stopped' : 'ended'} ${since(receipt.finished, now)} ago`
  : html`begun ${since(receipt.started, now)} ago`;

function card(job, state, now, actions) {
  const { receipt } = job;
  const id = `job-${receipt.job}`;
  return html`<article class="card" aria-labelledby=${id} tabindex="-1">
    <div class="head"><h3 id=${id}><span class="kind">${receipt.import}</span> ${receipt.file}</h3>
      ${word(job.state)}<span class="quiet">${times(job, now)}</span></div>
    ${bar(job)}${figures(job, now)}
    ${receipt.reason ? html`<p class="quiet">${BAD.includes(job.state) ? fault(receipt.reason) : receipt.reason}</p>` : nothing}
    ${waits(job, now)}
    ${isUnderWay(job) ? chart(job) : nothing}
    ${buttons(job, actions)}
    ${actions.refused[receipt.job] ? html`<p class="bad" role="alert">${actions.refused[receipt.job]}</p>` : nothing}
    ${details(job, state, actions, now)}</article>`;
}

const waiting = (inbox, now) => inbox.waiting.map((file) => html`<tr>${cell('File', html`<span class="kind">${inbox.importName}</span> ${file.file}`)}
  ${cell('There for', since(file.since, now), 'nowrap')}${cell('Why', file.reason ?? 'waits for its turn', file.reason ? 'warn' : 'quiet')}</tr>`);

function inboxes(state, now) {
  const files = state.inboxes.reduce((sum, inbox) => sum + inbox.files, 0);
  const shown = state.inboxes.reduce((sum, inbox) => sum + inbox.waiting.length, 0);
  return files
    ? html`<article class="card" aria-labelledby="inbox"><div class="head"><h3 id="inbox">Not taken yet</h3>
        <span class="quiet">${count(files, 'file')}</span></div>
        ${table(['File', 'There for', 'Why'], state.inboxes.flatMap((inbox) => waiting(inbox, now)))}
        ${files > shown ? html`<p class="quiet">and ${number(files - shown)} more</p>` : nothing}</article>`
    : nothing;
}

const gates = ({ gates: all }, now) => all.filter((gate) => gate.closedUntil).map((gate) => html`
  <p class="card warn">${gate.name} is throttled: its API lets the next call pass ${until(gate.closedUntil, now)}.</p>`);

const empty = ({ inboxes: all }) => html`<p class="quiet card">No file has been imported yet.
  ${all.length ? html`Drop one into ${all.map((inbox, i) => html`${i ? ' or ' : ''}<code>${inbox.directory}</code>`)}.` : 'No route consumes from an import.'}</p>`;

export const imports = (state, now, actions) => section('imports', 'Imports', html`
  ${gates(state, now)}${inboxes(state, now)}
  ${state.jobs.length ? repeat(state.jobs, (job) => job.receipt.job, (job) => card(job, state, now, actions)) : empty(state)}`);
