// Keeps times in an open page true: how long is left, how long ago.
// The server has written the same words already (tenants/templatetags/times.py);
// seconds are counted from when a text arrived, so a wrong clock here does no harm.
(() => {
  "use strict";
  const MINUTE = 60;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const EVERY = 5000;
  const arrived = new WeakMap();

  const since = (element) => {
    if (!arrived.has(element)) arrived.set(element, Date.now());
    return Math.floor((Date.now() - arrived.get(element)) / 1000);
  };

  const hours = (seconds) => {
    const minutes = Math.floor((seconds % HOUR) / MINUTE);
    const whole = `${Math.floor(seconds / HOUR)} h`;
    return minutes ? `${whole} ${minutes} min` : whole;
  };

  const left = (seconds) => {
    if (seconds <= 0) return "time is up";
    if (seconds < MINUTE) return "under 1 min left";
    if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min left`;
    if (seconds < 2 * DAY) return `${hours(seconds)} left`;
    return `${Math.floor(seconds / DAY)} days left`;
  };

  const ago = (seconds) => {
    if (seconds < 1) return "just now";
    if (seconds < MINUTE) return `${seconds} second${seconds === 1 ? "" : "s"} ago`;
    if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`;
    if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h ago`;
    return `${Math.floor(seconds / DAY)} days ago`;
  };

  const write = (element, words) => {
    if (element.textContent !== words) element.textContent = words;
  };

  const tick = () => {
    for (const element of document.querySelectorAll("[data-left]")) {
      const seconds = Number(element.dataset.left) - since(element);
      const due = element.querySelector("time");
      write(element.querySelector("b"), left(seconds));
      if (seconds <= 0) write(due, due.textContent.replace(/^\S+/, "since"));
      element.classList.toggle("hot", seconds < HOUR);
    }
    for (const element of document.querySelectorAll("[data-age]")) {
      write(element, ago(Number(element.dataset.age) + since(element)));
    }
  };

  tick();
  setInterval(() => document.hidden || tick(), EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  document.addEventListener("htmx:afterSettle", tick);
})();
