// Asks the daemon how it is once a second, and shows the answer.
import { html, nothing, render } from './lit-html.js';
import { imports, isUnderWay, profiles, routes, timers } from './parts.js';
import { count } from './words.js';

const EVERY_MS = 1000;
const HIDDEN_MS = 10000;
const KEPT = 'bactrian-secret';

// The secret came with the link; it is taken out of the address so that no bookmark or screenshot keeps it.
if (location.hash.length > 1) {
  sessionStorage.setItem(KEPT, location.hash.slice(1));
  history.replaceState(null, '', location.pathname);
}

const page = document.getElementById('page');
let state = null;
let lost = null;
let refused = null;
const actions = {
  allowed: sessionStorage.getItem(KEPT) !== null,
  details: {},
  yamls: {},
  async open(job, isOpen) {
    if (isOpen) {
      this.details[job] = await get(`console/jobs/${encodeURIComponent(job)}`);
      show();
    }
  },
  async yaml(route, isOpen) {
    if (isOpen) {
      this.yamls[route] = await get(`console/routes/${encodeURIComponent(route)}`);
      show();
    }
  },
  async steer(job, action, text) {
    if (action.startsWith('settle') && !confirm(`${text}? This cannot be undone.`)) return;
    const answer = await fetch(`console/jobs/${encodeURIComponent(job)}/${action}`, {
      method: 'POST', headers: { 'Bactrian-Secret': sessionStorage.getItem(KEPT) } });
    refused = answer.ok ? null : await answer.text();
    say(answer.ok ? `${text}: done` : refused);
    await ask();
  },
};

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

function say(text) {
  document.getElementById('said').textContent = text;
}

/** Tells those who do not see the bars when a job ends or is held. */
function tell(before, after) {
  const states = Object.fromEntries(before.jobs.map((job) => [job.receipt.job, job.state]));
  for (const { receipt, rows, state } of after.jobs) {
    if (state !== states[receipt.job] && (states[receipt.job] || state !== 'running')) {
      say(`${receipt.file}: ${state.replaceAll('-', ' ')}, ${count(rows.read, 'row')} read`);
    }
  }
}

function title() {
  const running = state.jobs.filter(isUnderWay).length;
  return running ? `${count(running, 'import')} under way` : 'at rest';
}

function show() {
  if (!state) return;
  const now = new Date(state.now);
  document.title = `Bactrian: ${title()}`;
  render(html`
    ${lost ? html`<p class="banner" role="alert">The daemon does not answer; what you see is of ${new Date(state.now).toLocaleTimeString()}.</p>` : nothing}
    ${refused ? html`<p class="banner" role="alert">${refused}</p>` : nothing}
    <header><h1>Bactrian</h1><span>${title()}</span><span class="quiet">${state.version}</span></header>
    <main id="main">${imports(state, now, actions)}${timers(state, now)}${profiles(state, now)}${routes(state, actions)}</main>`,
  page);
}

async function ask() {
  try {
    const next = await get('console/state');
    if (state) tell(state, next);
    else page.replaceChildren();
    state = next;
    lost = null;
  } catch (failure) {
    lost = failure;
    if (!state) page.textContent = `The daemon cannot be asked: ${failure.message}`;
  }
  show();
}

async function watch() {
  await ask();
  setTimeout(watch, document.hidden ? HIDDEN_MS : EVERY_MS);
}

watch();
document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
