// Timers, profiles and routes.
import { repeat } from './lit/directives/repeat.js';
import { cell, count, daysLeft, duration, fault, html, nothing, section, since, table, until, when, word } from './words.js';

const SOON_DAYS = 30;

const last = (time, now) => (time ? html`${when(time, now)} <span class="quiet">${since(time, now)} ago</span>` : html`<span class="quiet">not since the start</span>`);
const next = (time, now) => (time ? html`${when(time, now)} <span class="quiet">${until(time, now)}</span>` : html`<span class="quiet">never</span>`);

export const timers = (state, now) => state.timers.length
  ? section('timers', 'Timers', html`<div class="card">${table(['Route', 'Schedule', 'Last run', 'Next run'], state.timers.map((timer) => html`<tr>
      ${cell('Route', timer.route)}${cell('Schedule', html`<code>${timer.schedule}</code>`)}
      ${cell('Last run', last(timer.last, now))}${cell('Next run', next(timer.next, now))}</tr>`))}</div>`)
  : nothing;

function token(standing, now) {
  if (!standing.expires) return standing.failure ? html`<span class="bad">none</span>` : html`<span class="quiet">not asked for yet</span>`;
  return new Date(standing.expires) > now ? `expires ${until(standing.expires, now)}` : 'expired, renewed when it is needed';
}

/** Whether the API lets calls pass; how long it has not, in all. */
function gate(found, now) {
  if (!found) return html`<span class="quiet">no call yet</span>`;
  const shut = found.throttled >= 1 ? html`<div class="quiet">throttled for ${duration(found.throttled)} in all</div>` : nothing;
  const kept = found.learned ? html`<div class="quiet">${found.learned}</div>` : nothing;
  return found.closedUntil
    ? html`<div class="warn">throttled: next call ${until(found.closedUntil, now)}</div>${shut}${kept}`
    : html`<div>open, ${count(found.inFlight, 'call')} under way</div>${shut}${kept}`;
}

export const isEnding = (certificate, now) => daysLeft(certificate.expires, now) < SOON_DAYS;

function credential({ certificates, problem }, now) {
  if (problem) return html`<span class="bad">${problem}</span>`;
  if (!certificates.length) return html`<span class="quiet">no certificate; how long a secret lasts, only the issuer knows</span>`;
  return certificates.map((one) => html`<div class=${isEnding(one, now) ? 'bad' : ''}>${one.file}:
    ${daysLeft(one.expires, now) < 0 ? 'expired' : `${count(daysLeft(one.expires, now), 'day')} left`}</div>`);
}

function profile(one, gates, now) {
  const standings = one.tokens.length ? one.tokens : [{ tenant: '' }];
  return standings.map((standing, i) => html`<tr class=${standing.failure ? 'failing' : ''}>
    ${cell('Profile', html`oauth.${one.name}${standing.tenant ? html`<div class="quiet">tenant <code>${standing.tenant}</code></div>` : nothing}`)}
    ${cell('Token', token(standing, now))}
    ${cell('API', gate(gates.find((found) => found.profile === one.name && found.tenant === standing.tenant), now))}
    ${cell('Credential', i ? html`<span class="quiet">as above</span>` : credential(one, now))}</tr>
    ${standing.failure ? html`<tr><td colspan="4"><strong>Last error</strong> ${fault(standing.failure)}
      ${standing.retryAt && new Date(standing.retryAt) > now ? html`<div class="quiet">Asked again ${until(standing.retryAt, now)} at the earliest.</div>` : nothing}</td></tr>` : nothing}`);
}

/** Imports may call without a profile; those calls are held back by origin. */
const origin = (one, now) => html`<tr>${cell('Profile', html`<span class="quiet">none:</span> ${one.name}`)}
  ${cell('Token', 'none', 'quiet')}${cell('API', gate(one, now))}${cell('Credential', 'none', 'quiet')}</tr>`;

export function profiles(state, now) {
  const rows = [...state.profiles.map((one) => profile(one, state.gates, now)), ...state.gates.filter((one) => !one.profile).map((one) => origin(one, now))];
  return rows.length ? section('profiles', 'Profiles', html`<div class="card">${table(['Profile', 'Token', 'API', 'Credential'], rows)}</div>`) : nothing;
}

const route = (one, actions) => html`<li class="card">
  <div class="head"><h3>${one.id}</h3>${one.state === 'started' ? nothing : word(one.state)}<span class="quiet">from <code>${one.from.replace('://', ':')}</code></span></div>
  ${one.description ? html`<p>${one.description}</p>` : nothing}
  ${one.file ? html`<details @toggle=${(event) => actions.yaml(one.id, event.target.open)}>
    <summary>YAML<span class="unseen"> of ${one.id}</span> <span class="quiet">${one.file}, line ${one.line}</span></summary>
    <pre tabindex="0" role="region" aria-label="YAML of ${one.id}">${actions.yamls[one.id] ?? ''}</pre></details>` : nothing}</li>`;

export const routes = (state, actions) => section('routes', 'Routes', state.routes.length
  ? html`<ul class="plain">${repeat(state.routes, (one) => one.id, (one) => route(one, actions))}</ul>`
  : html`<p class="quiet card">No route is running.</p>`);
