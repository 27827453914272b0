// A text area for code: Tab moves by two blanks, and lines are numbered beside it.
// Escape gives Tab back its usual meaning, so that the keyboard is never trapped.
(() => {
  "use strict";
  const BLANKS = "  ";

  const insert = (area, text) => {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const number = (area, gutter) => {
    const lines = area.value.split("\n").length;
    if (gutter.childElementCount === lines) return;
    gutter.replaceChildren(
      ...Array.from({ length: lines }, (_, place) => {
        const line = document.createElement("span");
        line.textContent = String(place + 1);
        return line;
      }),
    );
  };

  const equip = (area) => {
    const frame = document.createElement("div");
    const gutter = document.createElement("div");
    frame.className = "editor";
    gutter.className = "gutter";
    gutter.ariaHidden = "true";
    area.replaceWith(frame);
    frame.append(gutter, area);
    area.wrap = "off";

    let leaving = false;
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leaving = true;
      if (event.key !== "Tab" || event.shiftKey || leaving) return;
      event.preventDefault();
      insert(area, BLANKS);
    });
    area.addEventListener("focus", () => {
      leaving = false;
    });
    area.addEventListener("input", () => number(area, gutter));
    area.addEventListener("scroll", () => {
      gutter.scrollTop = area.scrollTop;
    });
    number(area, gutter);
  };

  document.querySelectorAll("textarea[data-editor]").forEach(equip);
})();
