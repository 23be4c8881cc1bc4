// Numbers and times as people say them, and small pieces that all of the page uses.
import { html, nothing } from './lit/lit-html.js';

const DAY = 86400;

export const number = (n) => n.toLocaleString();

export const count = (n, noun) => `${number(n)} ${noun}${n === 1 ? '' : 's'}`;

export const rate = (n) => (n >= 100 ? number(Math.round(n)) : n.toFixed(1));

/** 45 s, 12 m 5 s, 3 h 20 m, 2 d 4 h. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} m ${s % 60} s`;
  if (s < DAY) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} m`;
  return `${Math.floor(s / DAY)} d ${Math.floor((s % DAY) / 3600)} h`;
}

export const since = (time, now) => duration((now - new Date(time)) / 1000);

export const until = (time, now) => (new Date(time) > now ? `in ${duration((new Date(time) - now) / 1000)}` : 'now');

/** The time of day, with the date unless it is today's. */
export function when(time, now) {
  const at = new Date(time);
  const clock = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return at.toDateString() === now.toDateString() ? clock : `${at.toLocaleDateString()} ${clock}`;
}

export const daysLeft = (expires, now) => Math.floor((new Date(expires) - now) / (DAY * 1000));

export const word = (text) => html`<span class="word ${text}">${text.replaceAll('-', ' ')}</span>`;

/** A sentence that may end in a command. */
export function sentence(text) {
  const at = text.indexOf('bactrian jobs ');
  return at < 0 ? text : html`${text.slice(0, at)}<code>${text.slice(at)}</code>`;
}

/** What went wrong, and on lines of their own its cause and what to do, if it says so. */
export function fault(text) {
  const [what, ...rest] = text.split(/ (?=(?:Cause|Fix): )/);
  return html`<span class="bad">${what}</span>${rest.map((one) => {
    const at = one.indexOf(': ');
    return html`<span class="advice"><strong>${one.slice(0, at)}</strong> ${one.slice(at + 2)}</span>`;
  })}`;
}

/** On a narrow screen the cells of a row stand below each other, each behind its column's name. */
export const cell = (name, content, kind = '') => html`<td data-name=${name} class=${kind}><div>${content}</div></td>`;

export const table = (columns, rows) => html`<div class="scroll"><table>
  <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;

export const section = (id, title, content) => html`<section aria-labelledby=${id}><h2 id=${id} tabindex="-1">${title}</h2>${content}</section>`;

export { html, nothing };
