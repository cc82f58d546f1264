// Only adds: every page is complete without it. It stands in the pages, which saves each first visit a request.
(() => {
  "use strict";

  // The search is fetched when somebody reaches for it.
  const assets = new URL(document.currentScript.dataset.assets, document.baseURI);
  const search = () => import(new URL("search/ui.js", assets));
  const box = document.querySelector(".mp-search-open");
  const query = new URL(location.href).searchParams.get("q");
  const missing = document.querySelector(".mp-missing");
  box.addEventListener("focus", search);
  box.addEventListener("click", async () => (await search()).open());
  addEventListener("keydown", async event => {
    const writes = event.target.closest("input, textarea, select, [contenteditable], dialog");
    if (!["/", "s", "f"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || writes) return;
    event.preventDefault();
    (await search()).open();
  });
  if (query) search().then(({ open }) => open(query));
  if (missing) search().then(({ suggest }) => suggest(missing));

  // The label that opens the drawer cannot be reached with a keyboard; a button can.
  for (const label of document.querySelectorAll("label[data-mp-button]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.dataset.for = label.htmlFor;
    button.setAttribute("aria-label", label.getAttribute("aria-label"));
    button.append(...label.childNodes);
    button.addEventListener("click", () => document.getElementById(label.htmlFor).click());
    label.replaceWith(button);
  }

  function copies(button, text) {
    const label = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copying failed";
      }
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  // What overflows must scroll without a mouse too, also once a tab or details show it. It is told when it is laid out
  // anyway; asked here, each block would be laid out for the answer.
  const overflow = new ResizeObserver(entries => {
    const wide = entries.map(({ target }) => target.scrollWidth > target.clientWidth);
    entries.forEach(({ target }, index) => { wide[index] ? target.setAttribute("tabindex", 0) : target.removeAttribute("tabindex"); });
  });

  for (const block of document.querySelectorAll(".md-typeset .highlight")) {
    const code = block.querySelector("pre > code");
    if (!code) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mp-copy";
    button.textContent = "Copy";
    copies(button, () => code.textContent.trimEnd());
    block.append(button);
    overflow.observe(code);
  }

  // Tables are wrapped by the theme, once the page is there.
  addEventListener("load", () => {
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) overflow.observe(wrap);
  });

  // A pair shows the part of each file that matters; its name leads to the whole file.
  const source = document.querySelector(".rulebook-badge-source a");
  for (const name of source ? document.querySelectorAll(".rulebook-pair .filename") : []) {
    const link = document.createElement("a");
    link.href = `${source.href.replace("/tree/", "/blob/")}/${name.textContent.trim()}`;
    link.append(...name.childNodes);
    name.append(link);
  }

  // Python is fetched when somebody wants to run the pair.
  const playground = document.querySelector(".rulebook-playground");
  if (playground) {
    document.querySelector(".rulebook-pair").after(playground);
    playground.hidden = false;
    playground.querySelector("button").addEventListener("click", async () => {
      (await import(new URL("playground/ui.js", assets))).run(playground);
    });
  }

  // Below the button that opens it, and never beyond the edge.
  const opener = document.querySelector(".rulebook-copy");
  if (opener) {
    opener.hidden = false;
    opener.popoverTargetElement.addEventListener("beforetoggle", event => {
      const { left, bottom } = opener.getBoundingClientRect();
      event.target.style.top = `${bottom + scrollY}px`;
      event.target.style.left = `min(${left}px, 100% - var(--mp-review) - .4rem)`;
    });
  }

  // What is to be copied stands in the button, so that a page's own script can change it.
  for (const button of document.querySelectorAll("[data-rulebook-copy]")) {
    copies(button, () => button.dataset.rulebookCopy);
  }
})();
