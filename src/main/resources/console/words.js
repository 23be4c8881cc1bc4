// Numbers and times as people say them.
const DAY = 86400;

export const count = (n, noun) => `${n.toLocaleString()} ${noun}${n === 1 ? '' : 's'}`;

export const rate = (n) => (n >= 100 ? Math.round(n).toLocaleString() : n.toFixed(1));

/** 45 s, 12 m 5 s, 3 h 20 m, 2 d 4 h. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} m ${s % 60} s`;
  if (s < DAY) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} m`;
  return `${Math.floor(s / DAY)} d ${Math.floor((s % DAY) / 3600)} h`;
}

export const ago = (time, now) => `${duration((now - new Date(time)) / 1000)} ago`;

export const since = (time, now) => duration((now - new Date(time)) / 1000);

export const until = (time, now) => (new Date(time) > now ? `in ${duration((new Date(time) - now) / 1000)}` : 'now');

/** The time of day, with the date unless it is today's. */
export function when(time, now) {
  const at = new Date(time);
  const clock = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return at.toDateString() === now.toDateString() ? clock : `${at.toLocaleDateString()} ${clock}`;
}
