// Copies the text of what a button names to the clipboard, and says so.
(() => {
  "use strict";
  const SHOWN = 2000;

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const words = button.innerHTML;
    const text = document.getElementById(button.dataset.copy).textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select it and copy it yourself";
    }
    setTimeout(() => {
      button.innerHTML = words;
    }, SHOWN);
  });
})();
