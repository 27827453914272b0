// Keys for a list of checkpoints: J and K go to the next and previous card, R to
// its reason, ? says so. No key answers a checkpoint. They can be turned off
// (WCAG 2.1.4) and do nothing while someone is typing.
(() => {
  "use strict";
  const list = document.querySelector("[data-cards]");
  const dialog = document.querySelector("dialog.keys");
  if (!list || !dialog) return;

  const name = "remit-keys";
  const choice = dialog.querySelector("input");
  try {
    choice.checked = localStorage.getItem(name) !== "off";
  } catch {
    choice.checked = true; // Storage may be blocked.
  }
  choice.addEventListener("change", () => {
    try {
      localStorage.setItem(name, choice.checked ? "on" : "off");
    } catch {
      // It still applies to this page.
    }
  });

  const cards = () => [...list.querySelectorAll(".ask")];
  const focus = (card) => {
    if (!card) return;
    card.tabIndex = -1; // Focusable by script, not a stop of the Tab key.
    card.focus();
  };
  const here = () => cards().indexOf(document.activeElement.closest(".ask"));

  const go = (step) => {
    const all = cards();
    const at = here();
    const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1);
    focus(all[next]);
    all[next]?.scrollIntoView({ block: "start" });
  };

  const reason = () => {
    const card = cards()[Math.max(here(), 0)];
    card?.querySelector("textarea")?.focus();
  };

  const acts = {
    j: () => go(1),
    k: () => go(-1),
    r: reason,
    "?": () => dialog.showModal(),
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) dialog.showModal();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    const typing = event.target.closest("input, textarea, select");
    if (typing && event.key === "Escape") focus(typing.closest(".ask"));
    const act = acts[event.key.toLowerCase()];
    if (typing || !act || !choice.checked) return;
    event.preventDefault();
    act();
  });
})();
