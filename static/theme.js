// Theme only: applied before first paint, remembered per browser.
// No page depends on this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const key = "remit-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");

  const kept = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage may be blocked.
    }
  };
  const keep = (theme) => {
    try {
      localStorage.setItem(key, theme);
    } catch {
      // It still applies to this page.
    }
  };
  const apply = () => {
    const theme = kept() || (system.matches ? "dark" : "light");
    root.setAttribute("data-bs-theme", theme === "dark" ? "dark" : "light");
  };

  apply();
  system.addEventListener("change", apply);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    root.setAttribute("data-bs-theme", next);
    keep(next);
  });
})();
