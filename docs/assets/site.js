// Only adds: every page is complete without this file.
(() => {
  "use strict";

  // The labels that open the drawer and the search are no buttons to a keyboard; make them so.
  for (const label of document.querySelectorAll("label[data-mp-button]")) {
    label.tabIndex = 0;
    label.setAttribute("role", "button");
    label.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      label.click();
    });
  }

  // Copy for review. The canonical address replaces the one without a version that the text was written with.
  const canonical = document.querySelector("link[rel=canonical]");
  for (const button of document.querySelectorAll("[data-rulebook-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const text = button.dataset.rulebookCopy.replace(/\]\(https?:[^)]*\)/, `](${canonical.href})`);
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copying failed";
      }
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  // Checklists remember, on this device.
  for (const box of document.querySelectorAll(".rulebook-checklist input")) {
    const key = `measured-python ${box.id}`;
    try {
      box.checked = localStorage.getItem(key) === "1";
      box.addEventListener("change", () => {
        if (box.checked) localStorage.setItem(key, "1");
        else localStorage.removeItem(key);
      });
    } catch {
      // Storage is switched off: the boxes work and forget.
    }
  }
})();
