// What the page is made of: each function turns a piece of the daemon's state into HTML.
import { html, svg, nothing } from './lit-html.js';
import { ago, count, duration, rate, since, until, when } from './words.js';

const OUTCOMES = ['done', 'rejected', 'skipped', 'unknown'];
const UNDER_WAY = ['running', 'paused', 'stopping'];

export const isUnderWay = (job) => UNDER_WAY.includes(job.state);

const word = (text) => html`<span class="word ${text}">${text.replaceAll('-', ' ')}</span>`;

function bar({ receipt, rows, bytesRead }) {
  const share = receipt.bytes ? Math.min(1, bytesRead / receipt.bytes) : 1;
  const read = rows.read || 1;
  let from = 0;
  const fills = OUTCOMES.map((outcome) => {
    const width = (100 * share * rows[outcome]) / read;
    from += width;
    return svg`<rect class="fill ${outcome}" x="${from - width}" width="${width}" height="10"></rect>`;
  });
  const percent = Math.floor(100 * share);
  return html`<div class="bar" role="progressbar" aria-label="${receipt.file}" aria-valuemin="0" aria-valuemax="100"
    aria-valuenow="${percent}" aria-valuetext="${percent} percent, ${count(rows.read, 'row')} read">
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${fills}</svg></div>`;
}

const number = (name, value, kind = '') => html`<div class="${kind}"><dt>${name}</dt><dd>${value}</dd></div>`;

/** Rows a second and seconds left, by the last half minute. */
function pace({ receipt, bytesRead, history }, now) {
  const recent = history.filter((sample) => now - new Date(sample.at) < 32000);
  if (recent.length < 2) return { rate: 0, left: null };
  const [first, last] = [recent[0], recent[recent.length - 1]];
  const seconds = (new Date(last.at) - new Date(first.at)) / 1000;
  const bytes = (last.bytes - first.bytes) / seconds;
  return { rate: (last.rows - first.rows) / seconds, left: bytes > 0 ? (receipt.bytes - bytesRead) / bytes : null };
}

function numbers(job, now) {
  const { rows, state } = job;
  const { rate: perSecond, left } = pace(job, now);
  return html`<dl class="numbers">
    ${number('rows read', rows.read.toLocaleString())}
    ${OUTCOMES.filter((outcome) => rows[outcome] || outcome === 'done').map((outcome) => number(outcome, rows[outcome].toLocaleString(), outcome))}
    ${state === 'running' ? number('rows/s', rate(perSecond)) : nothing}
    ${state === 'running' && left !== null ? number('left', duration(left)) : nothing}
  </dl>`;
}

/** Rows a second over the last ten minutes. */
function chart({ history, receipt }) {
  const steps = history.slice(1).map((sample, i) => {
    const seconds = (new Date(sample.at) - new Date(history[i].at)) / 1000;
    return { at: new Date(sample.at).getTime(), rate: Math.max(0, (sample.rows - history[i].rows) / (seconds || 1)) };
  });
  if (steps.length < 3) return nothing;
  const [start, end] = [steps[0].at, steps[steps.length - 1].at];
  const most = Math.max(...steps.map((step) => step.rate), 1);
  const x = (at) => ((at - start) / (end - start || 1)) * 300;
  const points = steps.map((step) => `${x(step.at).toFixed(1)},${(38 - (step.rate / most) * 36).toFixed(1)}`).join(' L');
  const text = `Rows a second of ${receipt.file} over the last ${duration((end - start) / 1000)}, at most ${rate(most)}`;
  return html`<figure class="chart"><svg viewBox="0 0 300 40" preserveAspectRatio="none" role="img" aria-label="${text}"><title>${text}</title>
    <path class="area" d="M0,40 L${points} L300,40 Z"></path><path class="edge" d="M${points}"></path></svg>
    <figcaption aria-hidden="true"><span>${duration((end - start) / 1000)} ago</span><span>at most ${rate(most)} rows/s</span><span>now</span></figcaption></figure>`;
}

const PAUSE = ['pause', 'Pause'];
const STOP = ['stop', 'Stop'];
const RESUME = ['resume', 'Resume'];
const BUTTONS = {
  waiting: [PAUSE, STOP],
  working: [PAUSE, STOP],
  stopping: [RESUME],
  held: [RESUME, STOP],
  stopped: [RESUME, ['resume?accept-change=true', 'Resume with the changed route']],
  unsettled: [
    ['settle?as=probe', 'Ask the API about the unknown rows'],
    ['settle?as=done', 'Count the unknown rows as done'],
    ['settle?as=resend', 'Send the unknown rows again'],
  ],
};

function buttons({ receipt, standing }, actions) {
  if (!actions.allowed) return nothing;
  const all = BUTTONS[standing] ?? [];
  return all.length
    ? html`<div class="buttons">${all.map(([action, text]) => html`<button type="button"
        @click=${() => actions.steer(receipt.job, action, text)}>${text}<span class="unseen"> ${receipt.file}</span></button>`)}</div>`
    : nothing;
}

function details({ receipt }, actions) {
  const found = actions.details[receipt.job];
  return html`<details @toggle=${(event) => actions.open(receipt.job, event.target.open)}>
    <summary>Receipt and first rejects</summary>
    ${found ? html`
      ${found.rows.length ? html`<div class="scroll"><table><thead><tr><th scope="col">Row</th><th scope="col">Outcome</th><th scope="col">Why</th></tr></thead>
        <tbody>${found.rows.map((row) => html`<tr>${cell('Row', row.row)}${cell('Outcome', row.outcome, row.outcome)}${cell('Why', row.reason)}</tr>`)}</tbody></table></div>`
        : html`<p class="quiet">No row was rejected or is unknown.</p>`}
      <pre tabindex="0" aria-label="Receipt">${JSON.stringify(found.receipt, null, 2)}</pre>` : nothing}
  </details>`;
}

const BAD = ['stopped', 'failed', 'incomplete'];

function card(job, now, actions) {
  const { receipt, state, waitsFor, resumeAt } = job;
  const id = `job-${receipt.job}`;
  return html`<article class="card" aria-labelledby=${id}>
    <div class="head"><h3 id=${id}>${receipt.import}: ${receipt.file}</h3>${word(state)}
      <span class="grow"></span><span class="quiet">begun ${ago(receipt.started, now)}</span></div>
    ${bar(job)}${numbers(job, now)}
    ${receipt.reason ? html`<p class=${BAD.includes(state) ? 'bad' : 'quiet'}>${receipt.reason}</p>` : nothing}
    ${waitsFor && waitsFor !== receipt.reason ? html`<p class="quiet">${waitsFor}</p>` : nothing}
    ${resumeAt ? html`<p class="quiet">Goes on by itself ${until(resumeAt, now)}.</p>` : nothing}
    ${isUnderWay(job) ? chart(job) : nothing}
    ${buttons(job, actions)}${details(job, actions)}
    <p class="quiet"><small>job ${receipt.job}</small></p></article>`;
}

/** On a narrow screen the cells of a row stand below each other, each behind its column's name. */
const cell = (name, content, kind = '') => html`<td data-name=${name} class=${kind}>${content}</td>`;

const table = (id, title, columns, rows) => rows.length
  ? html`<section aria-labelledby=${id}><h2 id=${id}>${title}</h2><div class="card scroll" tabindex="0"><table>
      <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`
  : nothing;

/** Files that no job has taken, each import's oldest first. */
const MOST_WAITING = 20;

const inbox = ({ waiting }, now) => waiting.length
  ? html`<article class="card" aria-labelledby="inbox"><div class="head"><h3 id="inbox">Waiting in the inboxes</h3>
      <span class="quiet">${count(waiting.length, 'file')}</span></div>
      <div class="scroll"><table><thead><tr>${['Import', 'File', 'Waits for'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${waiting.slice(0, MOST_WAITING).map((file) => html`<tr>${cell('Import', file.importName)}${cell('File', file.file)}${cell('Waits for', since(file.since, now))}</tr>`)}</tbody></table></div>
      ${waiting.length > MOST_WAITING ? html`<p class="quiet">and ${waiting.length - MOST_WAITING} more</p>` : nothing}</article>`
  : nothing;

export function imports(state, now, actions) {
  const { jobs } = state;
  return html`<section aria-labelledby="imports"><h2 id="imports">Imports</h2>
    ${inbox(state, now)}
    ${jobs.length ? jobs.map((job) => card(job, now, actions))
      : html`<p class="quiet card">No file has been imported yet. Drop one into an inbox.</p>`}
  </section>`;
}

export const timers = (state, now) => table('timers', 'Timers', ['Route', 'Schedule', 'Last run', 'Next run'],
  state.timers.map((timer) => html`<tr>${cell('Route', timer.route)}${cell('Schedule', html`<code>${timer.schedule}</code>`)}
    ${cell('Last run', timer.last ? when(timer.last, now) : 'not yet')}${cell('Next run', timer.next ? when(timer.next, now) : 'never')}</tr>`));

function token(standing, now) {
  if (!standing.expires) return standing.failure ? 'none' : 'not asked for yet';
  return new Date(standing.expires) > now ? `expires ${until(standing.expires, now)}` : 'expired, renewed when it is needed';
}

const daysLeft = (expires, now) => Math.floor((new Date(expires) - now) / 86400000);

/** Whether the API lets calls pass; how long it has not, in all. */
function gate(found, now) {
  if (!found) return html`<span class="quiet">no call yet</span>`;
  const shut = found.throttled >= 1 ? html`<div class="quiet">closed for ${duration(found.throttled)} in all</div>` : nothing;
  return found.closedUntil
    ? html`<div class="warn">throttled: next call ${until(found.closedUntil, now)}</div>${shut}`
    : html`<div>open, ${count(found.inFlight, 'call')} under way</div>${shut}`;
}

function credential({ certificates, problem }, now) {
  if (problem) return html`<div class="bad">${problem}</div>`;
  if (!certificates.length) return html`<span class="quiet">a secret: only the issuer knows how long it lasts</span>`;
  return certificates.map((one) => html`<div class=${daysLeft(one.expires, now) < 30 ? 'bad' : ''}>
    ${one.file}: ${count(daysLeft(one.expires, now), 'day')} left</div>`);
}

function profile(profile, gates, now) {
  const standings = profile.tokens.length ? profile.tokens : [{ tenant: '' }];
  return standings.map((standing, i) => html`<tr>
    ${cell('Profile', html`oauth.${profile.name}`)}${cell('Tenant', standing.tenant ? html`<code>${standing.tenant}</code>` : '–')}
    ${cell('Token', html`${token(standing, now)}${standing.failure ? html`<div class="bad">${standing.failure}</div>` : nothing}`)}
    ${cell('API', gate(gates.find((one) => one.profile === profile.name && one.tenant === standing.tenant), now))}
    ${cell('Credential', i ? html`<span class="quiet">as above</span>` : credential(profile, now))}</tr>`);
}

/** Imports may call without a profile; those calls are held back by origin. */
const origin = (one, now) => html`<tr>${cell('Profile', 'none', 'quiet')}${cell('Tenant', html`<code>${one.name}</code>`)}
  ${cell('Token', 'none', 'quiet')}${cell('API', gate(one, now))}${cell('Credential', 'none', 'quiet')}</tr>`;

export const profiles = (state, now) => table('profiles', 'Profiles', ['Profile', 'Tenant', 'Token, and its last error', 'API', 'Credential'],
  [...state.profiles.map((one) => profile(one, state.gates, now)), ...state.gates.filter((one) => !one.profile).map((one) => origin(one, now))]);

export function routes(state, actions) {
  return html`<section aria-labelledby="routes"><h2 id="routes">Routes</h2>
    ${state.routes.map((route) => html`<article class="card"><div class="head"><h3>${route.id}</h3>${word(route.state)}</div>
      ${route.description ? html`<p>${route.description}</p>` : nothing}
      <p class="quiet">from <code>${route.from}</code>${route.file ? html`, ${route.file}:${route.line}` : nothing}</p>
      ${route.file ? html`<details @toggle=${(event) => actions.yaml(route.id, event.target.open)}><summary>YAML</summary>
        <pre tabindex="0" aria-label="YAML of ${route.id}">${actions.yamls[route.id] ?? ''}</pre></details>` : nothing}</article>`)}
  </section>`;
}
