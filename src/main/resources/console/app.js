// Asks the daemon how it is once a second, and shows the answer.
import { render } from './lit/lit-html.js';
import { imports, isEnded, isUnderWay } from './imports.js';
import { isEnding, profiles, routes, timers } from './rest.js';
import { count, html, nothing } from './words.js';

const EVERY_MS = 1000;
const HIDDEN_MS = 10000;
const KEPT = 'bactrian-secret';

// The secret came with the link; it is taken out of the address so that no bookmark or screenshot keeps it.
if (/^#[\w-]{32}$/.test(location.hash)) {
  sessionStorage.setItem(KEPT, location.hash.slice(1));
  history.replaceState(null, '', location.pathname);
}

const page = document.getElementById('page');
let state = null;
let lost = false;
const actions = {
  allowed: sessionStorage.getItem(KEPT) !== null,
  details: {},
  yamls: {},
  refused: {},
  async open(job, isOpen) {
    if (!isOpen) delete this.details[job];
    else await tried(job, async () => { this.details[job] = await get(`console/jobs/${encodeURIComponent(job)}`); });
  },
  async yaml(route, isOpen) {
    if (!isOpen) return;
    try {
      this.yamls[route] = await get(`console/routes/${encodeURIComponent(route)}`);
    } catch (failure) {
      this.yamls[route] = failure.message;
    }
    show();
  },
  async steer(job, { path, text, ask: question }) {
    if (question && !confirm(`${text}?\n\n${question}`)) return;
    delete this.refused[job];
    await tried(job, async () => {
      await answered(fetch(`console/jobs/${encodeURIComponent(job)}/${path}`, {
        method: 'POST', headers: { 'Bactrian-Secret': sessionStorage.getItem(KEPT) } }));
      say(`${text}: asked for`);
    });
    await ask();
  },
};

/** What cannot be done is said at the job. */
async function tried(job, what) {
  try {
    await what();
  } catch (failure) {
    actions.refused[job] = failure.message;
  }
  show();
}

async function answered(request) {
  const answer = await request;
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer;
}

const get = async (path) => (await answered(fetch(path))).json();

/** An open receipt goes on with its job. */
async function refresh(before, after) {
  const moved = after.jobs.filter(({ receipt, rows, standing }) => {
    const old = before.jobs.find((job) => job.receipt.job === receipt.job);
    return actions.details[receipt.job] && (!old || old.rows.read !== rows.read || old.standing !== standing);
  });
  for (const { receipt } of moved) await actions.open(receipt.job, true);
}

function say(text) {
  document.getElementById('said').textContent = text;
}

/** Tells those who do not see the bars which jobs have ended or stand still; a pause that ends by itself is not told. */
function tell(before, after) {
  const old = Object.fromEntries(before.jobs.map((job) => [job.receipt.job, job.standing]));
  const news = after.jobs.filter((job) => old[job.receipt.job] !== job.standing && (isEnded(job) || ['held', 'stopped'].includes(job.standing)));
  if (news.length > 3) say(`${news.length} imports have ended`);
  else if (news.length) say(news.map(({ receipt, state: word, rows }) => `${receipt.file}: ${word.replaceAll('-', ' ')}, ${count(rows.read, 'row')} read`).join('. '));
}

const underWay = () => {
  const running = state.jobs.filter(isUnderWay).length;
  return running ? `${count(running, 'import')} under way` : 'at rest';
};

const item = (n, text, kind, target) => (n ? html`<li><a class=${kind} href="#${target}">${text}</a></li>` : nothing);

/** What somebody has to look at. */
function summary(now) {
  const standing = (word) => state.jobs.filter((job) => job.standing === word).length;
  const failing = state.profiles.filter((one) => one.problem || one.tokens.some((token) => token.failure));
  const ending = state.profiles.filter((one) => one.certificates.some((certificate) => isEnding(certificate, now))).length;
  return html`<ul class="summary"><li>${underWay()}</li>
    ${item(standing('stopped'), `${standing('stopped')} stopped`, 'bad', 'imports')}
    ${item(standing('unsettled'), `${standing('unsettled')} to be settled`, 'warn', 'imports')}
    ${item(failing.length, `${failing.map((one) => `oauth.${one.name}`).join(', ')} failing`, 'bad', 'profiles')}
    ${item(ending, `${count(ending, 'certificate')} to be renewed`, 'warn', 'profiles')}</ul>`;
}

const LINKS = [['imports', 'Imports'], ['timers', 'Timers'], ['profiles', 'Profiles'], ['routes', 'Routes']];

function view(now) {
  return html`
    ${lost ? html`<p class="banner" role="alert">The daemon does not answer; this is how it was at ${now.toLocaleTimeString()}.</p>` : nothing}
    <header><img src="console/icon.svg" alt="" width="28" height="28"><h1>Bactrian</h1>${summary(now)}
      <nav aria-label="Sections">${LINKS.filter(([id]) => id === 'imports' || state[id].length).map(([id, text]) => html`<a href="#${id}">${text}</a>`)}</nav></header>
    <main id="main" tabindex="-1">${imports(state, now, actions)}${timers(state, now)}${profiles(state, now)}${routes(state, actions)}</main>
    <footer class="quiet">${actions.allowed ? nothing : html`<p>To pause, resume, stop or settle imports, open the link that the daemon printed at its start.</p>`}
      ${state.version ? html`<p>Bactrian ${state.version}</p>` : nothing}</footer>`;
}

function show() {
  if (!state) return;
  document.title = `${underWay()} – Bactrian`;
  const focused = document.activeElement;
  const card = focused?.closest('article');
  render(view(new Date(state.now)), page);
  // a button that is gone leaves the focus to its job
  if (focused && !focused.isConnected) card?.focus();
}

async function ask() {
  try {
    const next = await get('console/state');
    const before = state;
    if (!before) page.replaceChildren();
    state = next;
    lost = false;
    show();
    if (before) {
      tell(before, next);
      await refresh(before, next);
    }
  } catch (failure) {
    lost = true;
    if (!state) page.textContent = `The daemon cannot be asked: ${failure.message}`;
    show();
  }
}

async function watch() {
  await ask();
  setTimeout(watch, document.hidden ? HIDDEN_MS : EVERY_MS);
}

watch();
document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
